"""What the browser needs once: our modules as one, the words of a language, the catalogue."""

import hashlib
import json
import re
from functools import cache
from importlib import resources
from typing import Any

from pypinyin import Style, lazy_pinyin

from planner import i18n
from planner.catalog import Kind, kinds

GROUPS = (
    "posters",
    "banners",
    "racks",
    "counters",
    "seating",
    "machines",
    "service",
    "safety",
    "lamps",
)
"""Order of the palette; groups of the catalogue that are not listed follow."""

_IMPORT = re.compile(r'^import\s+(?:\*\s+as\s+(\w+)|\{([^}]*)\})\s+from\s+"([^"]+)";\s*$', re.M)
_EXPORT = re.compile(r"^export\s+(?:async\s+)?(?:const|let|class|function\*?)\s+(\w+)", re.M)
_NAMES = re.compile(r"^export\s+\{([^}]*)\};\s*$", re.M)


@cache
def kit(lang: str) -> dict[str, Any]:
    """Code, style, words and catalogue for one language, with a hash that names them."""
    content = {
        "code": code(),
        "css": (resources.files(__package__) / "web" / "board.css").read_text("utf-8"),
        "words": words(lang),
        "kinds": {kind.id: as_json(kind, lang) for kind in kinds().values()},
        "groups": groups(),
        "lang": lang,
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    return {"hash": digest, **content}


def words(lang: str) -> dict[str, str]:
    """The board's sentences, and the names of uses and roles, by key."""
    every = {**i18n.locales()[i18n.SOURCE], **i18n.locales().get(lang, {})}
    found = {}
    for key, text in every.items():
        if key.startswith("editor."):
            found[key.removeprefix("editor.")] = text
        elif key.startswith(("study.use.", "study.role.")):
            found[key.removeprefix("study.")] = text
    return found


def groups() -> list[str]:
    """Groups of the palette in their order."""
    known = {kind.group for kind in kinds().values()}
    return [g for g in GROUPS if g in known] + sorted(known - set(GROUPS))


def as_json(kind: Kind, lang: str) -> dict[str, Any]:
    """A kind as the browser uses it, with the words it is found by."""
    return {
        "id": kind.id,
        "name": kind.name.get(lang) or kind.name[i18n.SOURCE],
        "group": kind.group,
        "mount": kind.mount,
        "size": list(kind.size),
        "height": kind.height,
        "letter": kind.letter,
        "traits": sorted(kind.traits),
        "plan": [_shape(shape) for shape in kind.plan],
        "elevation": [_shape(shape) for shape in kind.elevation],
        "faces": [list(face) for face in kind.faces],
        "find": found_by(kind),
        **({"flux_lm": kind.flux_lm, "beam_deg": kind.beam_deg} if kind.flux_lm else {}),
    }


def _shape(shape: Any) -> dict[str, Any]:
    return {
        "form": shape.form,
        "numbers": list(shape.numbers),
        "fill": shape.fill,
        "text": shape.text,
    }


def found_by(kind: Kind) -> str:
    """What a search is held against: names, id, other words, pinyin and its initials."""
    texts = [*kind.name.values(), kind.id.replace("_", " "), *kind.search]
    chinese = [text for text in texts if re.search(r"[\u4e00-\u9fff]", text)]
    for text in chinese:
        texts.append("".join(lazy_pinyin(text)))
        texts.append("".join(lazy_pinyin(text, style=Style.FIRST_LETTER)))
    return " ".join(texts).lower()


def code(entry: str = "index.js") -> str:
    """Our ES modules as one: each in its own scope, in the order their imports ask for."""
    web = resources.files(__package__) / "web"
    parts: list[str] = []
    done: dict[str, str] = {}

    def take(path: str, above: tuple[str, ...] = ()) -> str:
        if path in above:
            raise ValueError(f"modules import each other in a circle: {' > '.join(above)} > {path}")
        if path in done:
            return done[path]
        name = "m_" + re.sub(r"\W", "_", path.removesuffix(".js"))
        text = web.joinpath(*path.split("/")).read_text("utf-8")

        def imported(match: re.Match[str]) -> str:
            folder = path.split("/")[:-1]
            for step in match[3].split("/"):
                if step == "..":
                    folder.pop()
                elif step != ".":
                    folder.append(step)
            module = take("/".join(folder), (*above, path))
            if match[1]:
                return f"const {match[1]} = {module};"
            return f"const {{{match[2].replace(' as ', ': ')}}} = {module};"

        text = _IMPORT.sub(imported, text)
        names = _EXPORT.findall(text)
        for listed in _NAMES.findall(text):
            names += [part.strip() for part in listed.split(",") if part.strip()]
        text = _NAMES.sub("", text)
        text = re.sub(r"^export\s+default\s+", "const fallback = ", text, flags=re.M)
        text = re.sub(r"^export\s+", "", text, flags=re.M)
        parts.append(f"const {name} = (() => {{\n{text}\nreturn {{{', '.join(names)}}};\n}})();")
        done[path] = name
        return name

    last = take(entry)
    return "\n".join(parts) + f"\nexport default {last}.render;\n"
