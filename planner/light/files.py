"""Photometric files in a hall: taken in, given to lamps, taken out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from planner import i18n
from planner.errors import LightError, Problem
from planner.light.photometry import Photometry, decode, read, read_kept
from planner.model import Layout, Luminaire, PhotometricFile, natural

LONGEST_NAME = 64  # characters; of an id
LONGEST_TEXT = 400_000  # characters; the largest real file has a quarter


@dataclass(frozen=True)
class Known:
    """A file of a hall: what it says, or why it can't be read."""

    file: PhotometricFile
    photometry: Photometry | None
    problems: tuple[Problem, ...]
    lamps: tuple[str, ...]  #: ids of those that use it

    @property
    def title(self) -> str:
        """What the maker calls the lamp, else the file's name."""
        if self.photometry is None:
            return self.file.id
        words = self.photometry.keywords
        said = [words.get(key, "").strip() for key in ("LUMINAIRE", "LUMCAT")]
        return next((text for text in said if text), self.file.id)


def known(layout: Layout) -> tuple[Known, ...]:
    """Every photometric file of a hall, in natural order."""
    found = []
    for file in sorted(layout.photometric_files, key=lambda f: natural(f.id)):
        lamps = tuple(lamp.id for lamp in layout.luminaires if lamp.photometry == file.id)
        try:
            photometry = read_kept(file.text, file.id)
        except LightError as error:
            found.append(Known(file, None, error.problems, lamps))
        else:
            found.append(Known(file, photometry, photometry.warnings, lamps))
    return tuple(found)


def added(layout: Layout, name: str, data: bytes) -> tuple[Layout, str]:
    """The hall with one more file, and the id it got; one of that name is replaced.

    Raises
    ------
    LightError
        If it can't be read; says why.
    """
    read(data, name)
    text = decode(data).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        values = {"limit": LONGEST_TEXT / 1_000_000}
        problem = Problem("light.too-large", name, values)
        raise LightError(i18n.say("light.too-large", "en", **values), problems=(problem,))
    id_ = file_id(name)
    files = {file.id: file for file in layout.photometric_files}
    taken = layout.ids - set(files)
    while id_ in taken:
        id_ = f"file-{id_}"[:LONGEST_NAME]
        if id_ in files or len(id_) == LONGEST_NAME:
            break
    shown = None if name == id_ else name[:200]
    files[id_] = PhotometricFile(id=id_, text=text, name=shown)
    return layout.model_copy(update={"photometric_files": tuple(files.values())}), id_


def file_id(name: str) -> str:
    r"""A file's name as an id: no folder, no sign that an id can't have.

    >>> file_id("C:\\lamps\\Spot 24° (warm).IES"), file_id("射灯.ldt"), file_id("..")
    ('Spot-24-warm-.IES', '射灯.ldt', 'file')
    """
    last = re.split(r"[\\/]", name)[-1]
    clean = re.sub(r"[^\w.\-]+", "-", last).lstrip(".-")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: LONGEST_NAME - 1 - len(ending)]}.{ending}"
    return clean[:LONGEST_NAME] or "file"


def used(layout: Layout, file: str | None, lamps: Iterable[str]) -> Layout:
    """The hall with some lamps of a file, or of none; flux and beam are then the file's."""
    chosen = set(lamps)

    def changed(lamp: Luminaire) -> Luminaire:
        if lamp.id not in chosen:
            return lamp
        own = {} if file is None else {"flux_lm": None, "beam_deg": None}
        return lamp.model_copy(update={"photometry": file, **own})

    return layout.model_copy(update={"luminaires": tuple(map(changed, layout.luminaires))})


def removed(layout: Layout, file: str) -> Layout:
    """The hall without a file; its lamps are generic again."""
    users = [lamp.id for lamp in layout.luminaires if lamp.photometry == file]
    rest = tuple(f for f in layout.photometric_files if f.id != file)
    return used(layout, None, users).model_copy(update={"photometric_files": rest})
