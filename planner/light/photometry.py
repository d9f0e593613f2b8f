"""How a lamp spreads its light: IES LM-63 and EULUMDAT files, and generic lamps of our own.

A lamp's own frame: it shines along -z; C counts from +x over +y, gamma from -z upwards.
In an IES file the luminous opening's length lies along C0, in EULUMDAT across it.

Forms read: IES LM-63 of 1986, 1991, 1995, 2002 and 2019, photometric types C, B and A,
TILT=NONE and TILT=INCLUDE, feet and metres, relative and absolute; EULUMDAT with all five
symmetries. Text may be UTF-8, UTF-16 with its mark, GB 2312 or Latin-1.
"""

import math
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from planner import i18n
from planner.errors import LightError, Problem

Array = np.ndarray[Any, np.dtype[np.float64]]

LARGEST_FILE = 4_000_000  # bytes; the largest real one has 0.1 million
MOST_ANGLES = 1_500  # of one kind
MOST_CANDELA = 1e8
MOST_LUMEN = 1e7
MOST_SIZE = 20.0  # m; of a luminous opening
MOST_WATTS = 1e5
FLUX_SLACK = 0.05  # stated and integrated flux may differ by this share without a warning
FOOT = 0.3048
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eEdD][+-]?\d+)?")


@dataclass(frozen=True, eq=False)
class Photometry:
    """Luminous intensity in every direction.

    Intensities are bilinear between the angles of `c_deg` (0 to 360) and `g_deg`, and zero
    above the last gamma or below the first.
    """

    name: str
    c_deg: Array  #: plane angles, ascending from 0 to 360
    g_deg: Array  #: angles from straight down, ascending
    candela: Array  #: shape (planes, gammas) [cd]
    size: tuple[float, float, float] = (0.0, 0.0, 0.0)  #: opening along C0, along C90, height [m]
    watts: float | None = None
    stated_lm: float | None = None  #: flux the file claims for the whole luminaire
    form: str = "generic"  #: e.g. ``"IES LM-63-2002, type C"``
    keywords: dict[str, str] = field(default_factory=dict)
    tilt: tuple[tuple[float, ...], tuple[float, ...]] | None = None  #: angles [deg], factors
    warnings: tuple[Problem, ...] = ()
    is_disc: bool = False  #: the opening is round or an ellipse

    @cached_property
    def flux_lm(self) -> float:
        """Flux of the bilinear intensities over the sphere, integrated exactly [lm]."""
        around = np.asarray(np.trapezoid(self.candela, np.radians(self.c_deg), axis=0))
        g = np.radians(self.g_deg)
        a, b = g[:-1], g[1:]
        slope = np.diff(around) / (b - a)
        start = around[:-1] - slope * a
        part = start * (np.cos(a) - np.cos(b))
        part += slope * ((np.sin(b) - b * np.cos(b)) - (np.sin(a) - a * np.cos(a)))
        return float(part.sum())

    @cached_property
    def is_round(self) -> bool:
        """Whether every plane is the same."""
        return bool(np.all(self.candela == self.candela[0]))

    @cached_property
    def beam_deg(self) -> float:
        """Full angle at half the peak, in the plane C0-C180 [deg].

        Where the peak is not straight down it is the widest spread that reaches half of it.
        """
        peak = self.candela.max()
        spread = 0.0
        for plane in (0.0, 180.0):
            g = np.arange(0.0, 180.01, 0.1)
            lit = g[self.intensity(np.full_like(g, plane), g) >= 0.5 * peak]
            spread += float(lit.max()) if len(lit) else 0.0
        return spread

    def intensity(self, c_deg: Array | float, g_deg: Array | float) -> Array:
        """Intensity in given directions [cd]."""
        c = np.mod(np.asarray(c_deg, float), 360.0)
        g = np.asarray(g_deg, float)
        i, s = _between(self.c_deg, c)
        j, t = _between(self.g_deg, g)
        k = self.candela
        low = k[i, j] * (1 - t) + k[i, j + 1] * t
        high = k[i + 1, j] * (1 - t) + k[i + 1, j + 1] * t
        inside = (g >= self.g_deg[0] - 1e-9) & (g <= self.g_deg[-1] + 1e-9)
        return np.where(inside, low * (1 - s) + high * s, 0.0)

    def scaled_to(self, flux_lm: float) -> "Photometry":
        """The same spread with another flux."""
        factor = flux_lm / self.flux_lm
        return _like(self, candela=self.candela * factor, stated_lm=flux_lm)

    def tilt_factor(self, tilt_deg: float) -> float:
        """Share of its flux that a tilted lamp still gives, by the file's own table.

        >>> generic("downlight").tilt_factor(30.0)
        1.0
        """
        if self.tilt is None:
            return 1.0
        return float(np.interp(tilt_deg, self.tilt[0], self.tilt[1]))

    @cached_property
    def table(self) -> tuple[Array, float]:
        """Intensities on even angles for fast look-up, and the plane step [deg].

        Gamma steps by `GAMMA_STEP`; one row where every plane is the same.
        """
        g = np.arange(0.0, 180.0 + GAMMA_STEP / 2, GAMMA_STEP)
        if self.is_round:
            return self.intensity(np.zeros_like(g), g)[None], 360.0
        finest = float(np.min(np.diff(self.c_deg)))
        step = 5.0 if finest >= 5.0 else 2.5 if finest >= 2.5 else 1.0
        c = np.arange(0.0, 360.0 + step / 2, step)
        c_all, g_all = np.meshgrid(np.minimum(c, 360.0), g, indexing="ij")
        i, s = _between(self.c_deg, c_all)
        j, t = _between(self.g_deg, g_all)
        k = self.candela
        low = k[i, j] * (1 - t) + k[i, j + 1] * t
        high = k[i + 1, j] * (1 - t) + k[i + 1, j + 1] * t
        inside = (g_all >= self.g_deg[0] - 1e-9) & (g_all <= self.g_deg[-1] + 1e-9)
        return np.where(inside, low * (1 - s) + high * s, 0.0), step


GAMMA_STEP = 0.5  # deg; of `Photometry.table`


def _between(grid: Array, x: Array) -> tuple[Any, Any]:
    """Index of the grid step below each value, and the share of the step above it."""
    i = np.clip(np.searchsorted(grid, x, "right") - 1, 0, len(grid) - 2)
    share = np.clip((x - grid[i]) / (grid[i + 1] - grid[i]), 0.0, 1.0)
    return i, share


def _like(other: Photometry, **changes: Any) -> Photometry:
    fields = {name: getattr(other, name) for name in other.__dataclass_fields__}
    return Photometry(**(fields | changes))


# --- generic lamps ---

GENERIC = ("panel", "downlight", "spot", "track", "linear")


def generic(
    sort: str,
    *,
    flux_lm: float = 1000.0,
    beam_deg: float | None = None,
    size: tuple[float, float] | None = None,
    watts: float | None = None,
) -> Photometry:
    """A lamp without a file.

    ``panel`` is Lambertian; ``downlight``, ``spot`` and ``track`` fall off as a power of the
    cosine that halves at half of `beam_deg`; ``linear`` is opal and a little wider across.

    Parameters
    ----------
    size : (float, float)
        Luminous opening along its long side and across [m].

    Raises
    ------
    LightError
        If the beam or the flux makes no sense.

    Examples
    --------
    >>> round(generic("spot", flux_lm=1400.0, beam_deg=24.0).beam_deg)
    24
    """
    usual = {
        "panel": (None, (0.58, 0.58)),
        "downlight": (70.0, (0.15, 0.15)),
        "spot": (24.0, (0.08, 0.08)),
        "track": (24.0, (0.08, 0.08)),
        "linear": (None, (1.18, 0.08)),
    }
    if sort not in usual:
        raise _refused("light.no-such-lamp", found=sort, expected=", ".join(GENERIC))
    beam = usual[sort][0] if beam_deg is None else beam_deg
    if not 0.0 < flux_lm <= MOST_LUMEN:
        raise _refused("light.absurd", "lm", found=flux_lm, limit=f"{MOST_LUMEN:g}")
    if beam is not None and sort != "linear" and not 2.0 <= beam <= 170.0:
        raise _refused("light.absurd", "beam", found=beam, limit="2-170")
    fine = beam is not None and beam < 40.0
    g = np.concatenate([np.arange(0.0, 30.0, 0.25 if fine else 1.0), np.arange(30.0, 90.5, 1.0)])
    cosine = np.maximum(np.cos(np.radians(g)), 0.0)
    cosine[-1] = 0.0
    if beam is None or sort in ("panel", "linear"):
        shape = cosine
    else:
        shape = cosine ** (math.log(0.5) / math.log(math.cos(math.radians(beam / 2))))
    c = np.array([0.0, 360.0])
    candela = np.vstack([shape, shape])
    if sort == "linear":
        c = np.arange(0.0, 361.0, 15.0)
        wide = np.sin(np.radians(c))[:, None] ** 2 * np.sin(np.radians(g))[None] ** 2
        candela = shape[None] * (1.0 + 0.4 * wide)
        candela[-1] = candela[0]
    name = sort if beam is None else f"{sort} {beam:g}°"
    opening = (*(size or usual[sort][1]), 0.0)
    disc = sort in ("downlight", "spot", "track")
    raw = Photometry(name, c, g, candela, opening, watts, is_disc=disc)
    return raw.scaled_to(flux_lm)


# --- reading files ---


def read(data: bytes | str, name: str = "") -> Photometry:
    """Read an IES or EULUMDAT file; which of them it is, its text tells.

    Raises
    ------
    LightError
        With one `Problem` that says what is wrong: empty, not text, cut off, negative,
        absurd, a form that is not read.
    """
    if len(data) > LARGEST_FILE:
        raise _refused("light.too-large", limit=LARGEST_FILE // 1_000_000)
    text = decode(data) if isinstance(data, bytes) else data
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise _refused("light.empty")
    head = text[:60].lstrip().upper()
    if head.startswith("IES") or re.search(r"^\s*TILT\s*=", text, re.MULTILINE | re.IGNORECASE):
        return _read_ies(text, name)
    return _read_ldt(text, name)


@lru_cache(maxsize=128)
def read_kept(text: str, name: str) -> Photometry:
    """`read`, once for every text: a hall's files are asked for at every edit."""
    return read(text, name)


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, GB 2312 or Latin-1.

    >>> decode("射灯".encode("gbk")), decode("Höhe 120°".encode("latin-1"))
    ('射灯', 'Höhe 120°')
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _refused("light.not-text") from error
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 26) for byte in data)
    if control > 0.01 * len(data):
        raise _refused("light.not-text")
    # Latin-1 letters stand alone between ASCII ones; GB 2312 needs pairs of high bytes
    for encoding in ("utf-8-sig", "gb2312"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _gbk(data) or data.decode("latin-1")


def _gbk(data: bytes) -> str | None:
    """GBK beyond GB 2312, where most of its characters are of GB 2312 all the same."""
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return None
    high = [char for char in text if ord(char) > 127]
    common = 0
    for char in high:
        try:
            char.encode("gb2312")
            common += 1
        except UnicodeEncodeError:
            pass
    return text if high and common > 0.8 * len(high) else None


def _refused(code: str, where: str = "", **values: object) -> LightError:
    """The error of one problem; `where` is the field of the file, in the format's own order."""
    sentence = i18n.say(code, "en", **values)
    problem = Problem(code, where, values)
    return LightError(f"{where}: {sentence}" if where else sentence, problems=(problem,))


def _number(token: str, where: str) -> float:
    token = token.strip()
    if not _NUMBER.fullmatch(token):
        shown = "".join(char if char.isprintable() else " " for char in token[:40])
        raise _refused("light.not-a-number", where, found=shown)
    return float(token.replace("d", "e").replace("D", "e"))


class _Numbers:
    """The numbers of a file, taken in order."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def take(self, count: int, what: str) -> Array:
        left = len(self.tokens) - self.at
        if left < count:
            raise _refused("light.cut-off", what, expected=count, found=left)
        part = self.tokens[self.at : self.at + count]
        self.at += count
        return np.array([_number(token, what) for token in part])

    def one(self, what: str) -> float:
        return float(self.take(1, what)[0])

    def count(self, what: str, low: int, high: int) -> int:
        value = self.one(what)
        if value != int(value) or not low <= value <= high:
            raise _refused("light.absurd", what, found=f"{value:g}", limit=f"{low}-{high}")
        return int(value)


def _within(value: float, what: str, low: float, high: float) -> float:
    if not low <= value <= high:
        limit = f"{low:g}-{high:g}"
        raise _refused("light.absurd", what, found=f"{value:g}", limit=limit)
    return value


_VERSIONS = {
    "IESNA91": "1991",
    "IESNA:LM-63-1995": "1995",
    "IESNA:LM-63-2002": "2002",
    "IES:LM-63-2019": "2019",
}
_TYPES = {1: "C", 2: "B", 3: "A"}


def _read_ies(text: str, name: str) -> Photometry:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    warnings: list[Problem] = []
    first = lines[0].strip().upper().replace(" ", "")
    version = _VERSIONS.get(first, "1986")
    if first.startswith("IES") and first not in _VERSIONS:
        version = "2002"
        warnings.append(Problem("light.unknown-version", values={"found": lines[0].strip()[:40]}))
    row = next((n for n, line in enumerate(lines) if re.match(r"\s*TILT\s*=", line, re.I)), None)
    if row is None:
        raise _refused("light.no-tilt")
    keywords = _keywords(lines[1:row] if first.startswith("IES") else lines[:row])
    tilt_sort = lines[row].split("=", 1)[1].strip().upper()
    numbers = _Numbers(re.split(r"[\s,]+", " ".join(lines[row + 1 :]).replace("\x1a", " ").strip()))
    if numbers.tokens == [""]:
        numbers.tokens = []
    tilt = None
    if tilt_sort == "INCLUDE":
        numbers.count("lamp-geometry", 1, 3)
        pairs = numbers.count("tilt-angles", 1, MOST_ANGLES)
        angles = numbers.take(pairs, "tilt-angles")
        factors = numbers.take(pairs, "tilt-factors")
        if np.any(np.diff(angles) <= 0):
            raise _refused("light.bad-angles", "tilt")
        if np.any(factors < 0) or np.any(factors > 10):
            raise _refused("light.absurd", "tilt-factors", found=factors.min(), limit="0-10")
        tilt = (tuple(map(float, angles)), tuple(map(float, factors)))
    elif tilt_sort != "NONE":
        raise _refused("light.tilt-file", found=tilt_sort[:40])

    lamps = numbers.one("number-of-lamps")
    _within(lamps, "number-of-lamps", 0, 10_000)
    lumens = numbers.one("lumens-per-lamp")
    multiplier = _within(numbers.one("multiplier"), "multiplier", 1e-9, 1e6)
    n_vertical = numbers.count("vertical-angles", 1, MOST_ANGLES)
    n_horizontal = numbers.count("horizontal-angles", 1, MOST_ANGLES)
    sort = numbers.count("photometric-type", 1, 3)
    unit = numbers.count("unit", 1, 2)
    width, length, height = numbers.take(3, "luminous-opening")
    ballast = _within(numbers.one("ballast-factor"), "ballast-factor", 1e-6, 100)
    future = numbers.one("ballast-lamp-factor")
    watts = _within(numbers.one("watts"), "watts", 0, MOST_WATTS)
    vertical = numbers.take(n_vertical, "vertical-angles")
    horizontal = numbers.take(n_horizontal, "horizontal-angles")
    candela = numbers.take(n_vertical * n_horizontal, "candela-values")
    if numbers.at < len(numbers.tokens):
        left = len(numbers.tokens) - numbers.at
        warnings.append(Problem("light.left-over", values={"n": left}))

    scale = multiplier * ballast
    if version in ("1986", "1991", "1995") and future > 0:
        scale *= future  # from 2002 on this place tells how the file was made
    candela = _sound(candela * scale).reshape(n_horizontal, n_vertical)
    metre = FOOT if unit == 1 else 1.0
    size = tuple(_within(abs(v) * metre, "opening", 0, MOST_SIZE) for v in (length, width, height))
    if length == 0 < abs(width):  # round openings are given by their negative width alone
        size = (size[1], size[1], size[2]) if width < 0 else size
    if sort == 1:
        c, g, table = _unfold_c(horizontal, vertical, candela, warnings)
    else:
        c, g, table = _turn_to_c(horizontal, vertical, candela, _TYPES[sort])
    stated = None
    if lumens >= 0:
        if lumens * lamps > MOST_LUMEN:
            raise _refused("light.absurd", "lm", found=lumens * lamps, limit=f"{MOST_LUMEN:g}")
        stated = lumens * max(lamps, 1.0) * ballast or None
    if watts == 0:
        warnings.append(Problem("light.no-watts"))
    title = name or keywords.get("LUMCAT") or keywords.get("LUMINAIRE") or "IES"
    return _finished(
        Photometry(
            title,
            c,
            g,
            table,
            size,  # type: ignore[arg-type]
            watts or None,
            stated,
            f"IES LM-63-{version}, type {_TYPES[sort]}",
            keywords,
            tilt,
            is_disc=width < 0,
        ),
        warnings,
        loss_allowed=True,
    )


def _keywords(lines: list[str]) -> dict[str, str]:
    """``[KEY] value`` lines; ``[MORE]`` goes on with the last one."""
    found: dict[str, str] = {}
    last = ""
    for line in lines:
        match = re.match(r"\s*\[([^\]]{1,60})\]\s*(.*)", line)
        if match is None:
            if line.strip():  # the labels of 1986 have no brackets
                found[""] = f"{found.get('', '')} {line.strip()}".strip()
        elif match[1].upper() == "MORE" and last:
            found[last] = f"{found[last]} {match[2].strip()}".strip()
        else:
            last = match[1].upper()
            found.setdefault(last, match[2].strip())
    return found


def _sound(candela: Array) -> Array:
    """Intensities that can be: refuses negative, absurd and dark ones."""
    low, high = float(candela.min()), float(candela.max())
    if low < 0:
        raise _refused("light.negative", found=f"{low:g}")
    if not math.isfinite(high) or high > MOST_CANDELA:
        raise _refused("light.absurd", "cd", found=f"{high:g}", limit=f"{MOST_CANDELA:g}")
    if high == 0:
        raise _refused("light.dark")
    return candela


def _ascending(angles: Array, what: str, low: float, high: float) -> None:
    if np.any(np.diff(angles) <= 0) or angles[0] < low - 1e-6 or angles[-1] > high + 1e-6:
        raise _refused("light.bad-angles", what)


def _unfold_c(
    horizontal: Array, vertical: Array, candela: Array, warnings: list[Problem]
) -> tuple[Array, Array, Array]:
    """Type C over the whole circle."""
    _ascending(vertical, "vertical", 0.0, 180.0)
    _ascending(horizontal, "horizontal", 0.0, 360.0)
    if len(vertical) < 2:
        raise _refused("light.bad-angles", "vertical")
    if vertical[0] not in (0.0, 90.0) or vertical[-1] not in (90.0, 180.0):
        values = {"first": f"{vertical[0]:g}", "last": f"{vertical[-1]:g}"}
        warnings.append(Problem("light.part-of-sphere", values=values))
    first, last = horizontal[0], horizontal[-1]
    rows = {float(c): row for c, row in zip(horizontal, candela, strict=True)}
    if len(horizontal) == 1:
        return np.array([0.0, 360.0]), vertical, np.vstack([candela[0], candela[0]])
    if (first, last) == (0.0, 90.0):
        mirrors = [lambda c: c, lambda c: 180 - c, lambda c: 180 + c, lambda c: 360 - c]
    elif (first, last) == (0.0, 180.0):
        mirrors = [lambda c: c, lambda c: 360 - c]
    elif (first, last) == (90.0, 270.0):
        mirrors = [lambda c: c, lambda c: (180 - c) % 360]
    elif first == 0.0 and last > 180.0:
        mirrors = [lambda c: c]
        if last < 360.0 and 360.0 - last > 1.5 * np.max(np.diff(horizontal)):
            values = {"first": f"{first:g}", "last": f"{last:g}"}
            warnings.append(Problem("light.part-of-circle", values=values))
    else:
        raise _refused("light.bad-symmetry", first=f"{first:g}", last=f"{last:g}")
    full: dict[float, Array] = {}
    for mirror in mirrors:
        for c, row in rows.items():
            full.setdefault(round(float(mirror(c)), 6), row)
    full.setdefault(0.0, full.get(360.0, candela[0]))
    full[360.0] = full[0.0] if 360.0 not in full else full[360.0]
    planes = sorted(full)
    return np.array(planes), vertical, np.array([full[c] for c in planes])


def _turn_to_c(
    horizontal: Array, vertical: Array, candela: Array, sort: str
) -> tuple[Array, Array, Array]:
    """Types B and A on the angles of type C.

    The beam axis (0, 0) becomes straight down, H counts towards C0, V towards C90. Type B
    turns V about the axis along C0 and measures H out of that turning plane; type A turns H
    about the axis along C90 and measures V out of it. Half ranges are mirrored.
    """
    _ascending(vertical, "vertical", -90.0, 90.0)
    _ascending(horizontal, "horizontal", -90.0, 90.0)
    for angles, what in ((vertical, "vertical"), (horizontal, "horizontal")):
        if len(angles) < 2:
            raise _refused("light.bad-angles", what)
    if vertical[0] == 0.0:
        vertical = np.concatenate([-vertical[:0:-1], vertical])
        candela = np.hstack([candela[:, :0:-1], candela])
    if horizontal[0] == 0.0:
        horizontal = np.concatenate([-horizontal[:0:-1], horizontal])
        candela = np.vstack([candela[:0:-1], candela])
    c = np.arange(0.0, 360.1, 1.0)
    g = np.arange(0.0, 90.1, 0.5)
    c_all, g_all = np.meshgrid(np.radians(c), np.radians(g), indexing="ij")
    x, y, down = np.sin(g_all) * np.cos(c_all), np.sin(g_all) * np.sin(c_all), np.cos(g_all)
    if sort == "B":
        h, v = np.degrees(np.arcsin(np.clip(x, -1, 1))), np.degrees(np.arctan2(y, down))
    else:
        h, v = np.degrees(np.arctan2(x, down)), np.degrees(np.arcsin(np.clip(y, -1, 1)))
    h, v = np.clip(h, -90.0, 90.0), np.clip(v, -90.0, 90.0)
    i, s = _between(horizontal, h)
    j, t = _between(vertical, v)
    low = candela[i, j] * (1 - t) + candela[i, j + 1] * t
    high = candela[i + 1, j] * (1 - t) + candela[i + 1, j + 1] * t
    slack = 1e-6
    inside = (h >= horizontal[0] - slack) & (h <= horizontal[-1] + slack)
    inside &= (v >= vertical[0] - slack) & (v <= vertical[-1] + slack)
    table = np.where(inside, low * (1 - s) + high * s, 0.0)
    table[:, 0] = table[0, 0]
    table[-1] = table[0]
    return c, g, table


def _read_ldt(text: str, name: str) -> Photometry:
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    warnings: list[Problem] = []
    if len(lines) < 10 or not re.fullmatch(r"\d+", lines[1]) or not _is_number(lines[2]):
        raise _refused("light.unknown-form")

    def value(line: int, what: str, low: float, high: float) -> float:
        if line >= len(lines) or not lines[line]:
            if line >= len(lines):
                raise _refused("light.cut-off", what, expected=1, found=0)
            return 0.0
        found = _number(lines[line].replace(",", "."), what)
        return _within(found, what, low, high)

    def count(line: int, what: str, low: int, high: int) -> int:
        found = value(line, what, low, high)
        if found != int(found):
            raise _refused("light.absurd", what, found=f"{found:g}", limit=f"{low}-{high}")
        return int(found)

    symmetry = count(2, "symmetry", 0, 4)
    n_planes = count(3, "C-planes", 1, MOST_ANGLES)
    n_gamma = count(5, "gammas", 2, MOST_ANGLES)
    opening = [value(n, "opening", 0, MOST_SIZE * 1000) / 1000 for n in (15, 16)]
    heights = [value(n, "opening", 0, MOST_SIZE * 1000) / 1000 for n in (17, 18, 19, 20)]
    light_output = value(22, "light-output", 0, 200)
    conversion = value(23, "conversion-factor", 0, 1e6) or 1.0
    n_sets = count(25, "lamp-sets", 1, 20)
    sets = range(n_sets)
    # six lines a set: number, lamp type, lumens, colour, rendering, watts
    number = [value(26 + 6 * n, "number-of-lamps", -10_000, 10_000) for n in sets]
    lumens = [value(28 + 6 * n, "lm", 0, MOST_LUMEN) for n in sets]
    watts = [value(31 + 6 * n, "watts", 0, MOST_WATTS) for n in sets]
    rest = lines[26 + 6 * n_sets + 10 :]
    while rest and not rest[-1].strip("\x1a"):
        rest.pop()
    numbers = _Numbers([token.replace(",", ".") for line in rest for token in line.split()])
    planes = numbers.take(n_planes, "C-planes")
    gammas = numbers.take(n_gamma, "gammas")
    _ascending(gammas, "gamma", 0.0, 180.0)
    if n_planes > 1:
        _ascending(planes, "C", 0.0, 360.0)
    kept = {0: n_planes, 1: 1, 2: n_planes // 2 + 1, 3: n_planes // 2 + 1, 4: n_planes // 4 + 1}
    shown = kept[symmetry]
    candela = numbers.take(shown * n_gamma, "candela-values").reshape(shown, n_gamma)
    if numbers.at < len(numbers.tokens):
        left = len(numbers.tokens) - numbers.at
        warnings.append(Problem("light.left-over", values={"n": left}))
    first = lumens[0] or sum(lumens)
    if first == 0:
        raise _refused("light.no-lumens")
    if n_sets > 1:
        warnings.append(Problem("light.lamp-sets", values={"n": n_sets}))
    # a negative number of lamps marks absolute photometry; lumens are a set's total
    candela = _sound(candela * conversion * first / 1000)
    c, table = _unfold_ldt(planes, candela, symmetry)
    length, width = opening
    if length == 0:
        length, width = (value(n, "opening", 0, MOST_SIZE * 1000) / 1000 for n in (12, 13))
        warnings.append(Problem("light.no-opening"))
    disc = width == 0
    if disc:
        width = length  # a round opening's diameter
    share = light_output / 100 if light_output else 1.0
    title = name or lines[8] or "EULUMDAT"
    keywords = {"MANUFAC": lines[0], "LUMINAIRE": lines[8], "LUMCAT": lines[9]}
    if number[0] < 0:
        keywords["PHOTOMETRY"] = "absolute"
    return _finished(
        Photometry(
            title,
            c,
            gammas,
            table,
            (width, length, max(heights)),
            watts[0] or None,
            first * share,
            f"EULUMDAT, symmetry {symmetry}",
            keywords,
            is_disc=disc,
        ),
        warnings,
    )


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.replace(",", ".")))


def _unfold_ldt(planes: Array, candela: Array, symmetry: int) -> tuple[Array, Array]:
    """All planes from 0 to 360."""
    if symmetry == 1 or len(candela) == 1:
        return np.array([0.0, 360.0]), np.vstack([candela[0], candela[0]])
    step = 360.0 / len(planes)
    start = 270.0 if symmetry == 3 else 0.0  # symmetry 3 runs from C270 over C0 to C90
    full: dict[float, Array] = {}
    for number, row in enumerate(candela):
        c = planes[number] if symmetry == 0 else (start + number * step) % 360
        mirrors = {
            0: [c],
            2: [c, 360 - c],
            3: [c, 180 - c],
            4: [c, 180 - c, 180 + c, 360 - c],
        }[symmetry]
        for mirror in mirrors:
            full.setdefault(round(float(mirror % 360), 6), row)
    angles = sorted(full)
    if angles[0] != 0.0:
        raise _refused("light.bad-angles", "C")
    table = np.array([full[c] for c in angles] + [full[0.0]])
    return np.array([*angles, 360.0]), table


def _finished(
    raw: Photometry, warnings: list[Problem], *, loss_allowed: bool = False
) -> Photometry:
    """The photometry with its warnings; what it claims is held against its own numbers.

    A relative IES file states the flux of its bare lamps, and a luminaire keeps part of it
    back: there only more light than its lamps give is a contradiction, or less than a fifth.
    """
    if not math.isfinite(raw.flux_lm) or raw.flux_lm <= 0:
        raise _refused("light.dark")
    if raw.stated_lm:
        share = raw.flux_lm / raw.stated_lm
        low = 0.2 if loss_allowed else 1 - FLUX_SLACK
        if not low <= share <= 1 + FLUX_SLACK:
            values = {"stated": f"{raw.stated_lm:.0f}", "found": f"{raw.flux_lm:.0f}"}
            warnings.append(Problem("light.flux-differs", values=values))
    return _like(raw, warnings=tuple(warnings))
