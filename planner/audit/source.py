"""The guideline's own document, added by its owner; this project holds no sentence of it.

A document is kept as cleaned pages in the user's data folder. From then on pages, findings
and reports show the passage around a rule's phrase.
"""

import hashlib
import json
import os
import re
import tempfile
from functools import cache
from pathlib import Path

import platformdirs

from planner import i18n
from planner.errors import PlannerError, Problem

AROUND = 40  # characters shown on either side of a phrase
LARGEST = 50_000_000  # bytes


def data_folder() -> Path:
    """Where a person's halls and documents lie: ``PLANNER_DATA``, else the platform's place."""
    if chosen := os.environ.get("PLANNER_DATA"):
        return Path(chosen)
    return Path(platformdirs.user_data_dir("hall-planner", appauthor=False))


def add_document(name: str, content: bytes, *, file: str = "document.txt") -> int:
    """Keep a guideline's document; returns the number of pages found.

    Parameters
    ----------
    name : str
        The document's name in the packs, e.g. ``"telecom-hall-deck"``.
    content : bytes
        A text file (UTF-8, UTF-16 or GB18030) or a PDF.
    file : str
        Its file name, for the ending.

    Raises
    ------
    PlannerError
        If it cannot be read, or holds no text.
    """
    if len(content) > LARGEST:
        raise _refused("audit.source-too-large", limit=LARGEST // 1_000_000)
    if content.startswith(b"%PDF-") or file.lower().endswith(".pdf"):
        pages = _pdf_pages(content)
    else:
        pages = split_pages(_decode(content))
    if not any(text.strip() for text in pages.values()):
        raise _refused("audit.source-empty")
    folder = data_folder() / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(pages, ensure_ascii=False, indent=1)
    _write(folder / f"{name}.json", text)
    _pages.cache_clear()
    return len(pages)


def documents() -> dict[str, int]:
    """Names of the documents that were added, with their numbers of pages."""
    folder = data_folder() / "sources"
    if not folder.is_dir():
        return {}
    return {path.stem: len(_pages(str(path))) for path in sorted(folder.glob("*.json"))}


def passage(document: str, page: str, phrase: str) -> str | None:
    """The words around `phrase` on a page of an added document; None where it was not added.

    Spaces and line breaks of the extract are ignored while looking for the phrase.
    """
    text = page_text(document, page)
    if not text or not phrase:
        return None
    flat = "".join(text.split())
    place = flat.find("".join(phrase.split()))
    if place < 0:
        return None
    start, end = max(0, place - AROUND), place + len(phrase) + AROUND
    head = "…" if start > 0 else ""
    return f"{head}{flat[start:end]}{'…' if end < len(flat) else ''}"


def page_text(document: str, page: str) -> str | None:
    """One page of an added document; all of it where it has no such page."""
    path = data_folder() / "sources" / f"{document}.json"
    if not path.is_file():
        return None
    pages = _pages(str(path))
    return pages[page] if page in pages else "\n".join(pages.values())


def document_hash(document: str) -> str | None:
    """SHA-256 of an added document; None where it was not added."""
    path = data_folder() / "sources" / f"{document}.json"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


@cache
def _pages(path: str) -> dict[str, str]:
    return json.loads(Path(path).read_text(encoding="utf-8"))


_CLEAN = re.compile(r"^=== *page *(\d+) *$", re.MULTILINE)
_COUNTER = re.compile(r"(?:\A|\n\s*\n)\s*(\d{1,4})、")
_DIRTY = re.compile(r"(?<![A-Za-z])page ?(\d{1,3})(?!\d)", re.IGNORECASE)


def split_pages(text: str) -> dict[str, str]:
    """Pages of an extract by number.

    A clean extract has lines ``=== page 46``. A dirty one has ``page46`` before its page,
    glued to what follows: in ``page451 、`` page 45 begins with ``1 、``, so a marker counts
    only as the successor of the one before it.
    """
    if _CLEAN.search(text):
        parts = _CLEAN.split(text)
        return {parts[n]: parts[n + 1].strip() for n in range(1, len(parts), 2)}
    text = _without_counters(text)
    marks = [(m.start(), m.end(1), m.start(1), m[1]) for m in _DIRTY.finditer(text)]
    if len(marks) > 1:
        return _dirty_pages(text, marks)
    return {"": text.strip()}


def _without_counters(text: str) -> str:
    """The text without paragraph counters that extraction put inside sentences.

    Counters rise by one from paragraph to paragraph: ``22、…`` then ``23、…``. A numbered list
    of the document itself starts at 1 again and stays.
    """
    marks = list(_COUNTER.finditer(text))
    numbers = [int(m[1]) for m in marks]
    drop = [
        m
        for n, m in enumerate(marks)
        if (n > 0 and numbers[n] == numbers[n - 1] + 1)
        or (n + 1 < len(marks) and numbers[n + 1] == numbers[n] + 1)
    ]
    for match in reversed(drop):
        text = text[: match.start()] + text[match.end() :]
    return text


def _dirty_pages(text: str, marks: list[tuple[int, int, int, str]]) -> dict[str, str]:
    chosen: list[tuple[int, int, int]] = []  # start of the marker, start of the page, number
    expected: int | None = None
    for start, _, digits, number in marks:
        page = _page_number(number, expected)
        if page is None:
            continue
        chosen.append((start, digits + len(str(page)), page))
        expected = page + 1
    pages = {}
    for n, (_, begin, page) in enumerate(chosen):
        end = chosen[n + 1][0] if n + 1 < len(chosen) else len(text)
        pages[str(page)] = text[begin:end].strip()
    return pages


def _page_number(digits: str, expected: int | None) -> int | None:
    """The number a marker's digits begin with: the next page where they can mean it."""
    if expected is not None and digits.startswith(str(expected)):
        return expected
    number = int(digits)
    if expected is None or expected < number <= expected + 20:
        return number
    return None


def _pdf_pages(content: bytes) -> dict[str, str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        return {
            str(n + 1): document[n].get_textpage().get_text_range() for n in range(len(document))
        }
    except pypdfium2.PdfiumError as error:
        raise _refused("audit.source-unreadable") from error


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("audit.source-unreadable")


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)


def _refused(code: str, **values: object) -> PlannerError:
    return PlannerError(i18n.say(code, "en", **values), problems=(Problem(code, "", values),))
