"""Write the pages that are made from the program: ``python docs/generate.py [--check]``."""

import json
import sys
from pathlib import Path

from planner.model import Layout
from planner.rules.pack import Pack, Rule, load_pack, packs

HERE = Path(__file__).parent


def schema() -> str:
    """The JSON Schema of a layout file."""
    return json.dumps(Layout.model_json_schema(), ensure_ascii=False, indent=1) + "\n"


def guidelines() -> str:
    """Every rule of every pack."""
    lines = [
        "# Guidelines 规范",
        "",
        "Made by `python docs/generate.py` from `planner/rules/packs/`. What a rule asks is told",
        "in our own words; page and phrase find the place in its owner's document.",
    ]
    for name in packs():
        lines += _pack(load_pack(name))
    return "\n".join(lines) + "\n"


def _pack(pack: Pack) -> list[str]:
    lines = ["", f"## {pack.id} {pack.version}: {pack.name['en']} {pack.name['zh-CN']}"]
    if pack.note:
        lines += ["", pack.note["en"], "", pack.note["zh-CN"]]
    if pack.readings:
        lines += ["", "| reading | choices, the default first | 读法 |", "|---|---|---|"]
        for key, reading in pack.readings.items():
            choices = [reading.default, *(c for c in reading.choices if c != reading.default)]
            told = "; ".join(f"`{c}` {reading.name[c]['en']}" for c in choices)
            chinese = "；".join(reading.name[c]["zh-CN"] for c in choices)
            title = reading.name["title"]
            lines.append(f"| {key} {title['en']} | {told} | {title['zh-CN']}：{chinese} |")
    lines += [
        "",
        "| rule | asks | 要求 | severity | computed | source |",
        "|---|---|---|---|---|---|",
    ]
    return lines + [_rule(rule) for rule in pack.rules]


def _rule(rule: Rule) -> str:
    state = rule.check.name if rule.check else rule.status.value
    if rule.waits:
        state += "; waits: " + ", ".join(dict.fromkeys(part["for"] for part in rule.waits))
    where = f"{rule.source.document} {rule.source.page}".strip()
    phrase = f" “{rule.source.phrase}”" if rule.source.phrase else ""
    severity = rule.severity if rule.confirmed else f"{rule.severity}, unconfirmed"
    cells = [
        f"{rule.id} {rule.words('title', 'en')}",
        rule.words("asks", "en"),
        f"{rule.words('title', 'zh-CN')}：{rule.words('asks', 'zh-CN')}",
        f"{severity}, {rule.modality}",
        state,
        f"{where}{phrase}",
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


PAGES = {"layout.schema.json": schema, "guidelines.md": guidelines}


def main() -> int:
    """Write the pages; with ``--check`` only say which are out of date."""
    stale = []
    for name, make in PAGES.items():
        path, text = HERE / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
    if stale and "--check" in sys.argv:
        print(f"out of date: {', '.join(stale)}; run python docs/generate.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
