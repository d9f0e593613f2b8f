"""Photometric files written by hand, and the folder of real ones where it exists."""

from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
real_files = pytest.mark.skipif(not DATA.exists(), reason="the folder of real files is not here")


def ies(
    vertical,
    horizontal,
    candela,
    *,
    head="IESNA:LM-63-2002",
    sort=1,
    unit=2,
    opening=(0.1, 0.2, 0.0),
    lamps=1,
    lumens=-1,
    multiplier=1,
    ballast=1,
    future=1,
    watts=10,
    tilt="NONE",
):
    """The text of an IES file; `candela` is given plane by plane."""
    width, length, height = opening
    rows = np.asarray(candela, float).reshape(len(horizontal), len(vertical))
    lines = [head] if head else ["A lamp of the old kind"]
    lines += [
        "[LUMCAT] by hand",
        f"TILT={tilt}",
        f"{lamps} {lumens} {multiplier} {len(vertical)} {len(horizontal)} {sort} {unit}"
        f" {width} {length} {height}",
        f"{ballast} {future} {watts}",
        " ".join(f"{v:g}" for v in vertical),
        " ".join(f"{h:g}" for h in horizontal),
    ]
    lines += [" ".join(f"{value:.6f}" for value in row) for row in rows]
    return "\n".join(lines) + "\n"


def ldt(symmetry, n_planes, rows, gammas, *, lumens=1000.0, output=100.0, sets=1, number=1):
    """The text of an EULUMDAT file; `rows` are the planes the symmetry keeps [cd/klm]."""
    lines = ["maker", "1", str(symmetry), str(n_planes), f"{360 / n_planes:g}", str(len(gammas))]
    lines += ["5", "report", "by hand", "number", "file", "date"]
    lines += ["600", "300", "80", "500", "200", "0", "0", "0", "0", "100", str(output), "1", "0"]
    lines += [str(sets)] + [str(number), "LED", str(lumens), "4000", "80", "20"] * sets
    lines += ["0.5"] * 10
    lines += [f"{360 / n_planes * n:g}" for n in range(n_planes)] + [f"{g:g}" for g in gammas]
    lines += [f"{value:.6f}" for row in rows for value in row]
    return "\n".join(lines) + "\n"
