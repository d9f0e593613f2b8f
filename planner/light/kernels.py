# ruff: noqa: RUF059 - kernels take their arrays apart by place
"""The loops of the light engine, compiled: numba's one door in this room.

Every kernel works on a range of rows and lets go of the interpreter's lock; `in_rows`
spreads the rows over the cores. A number never depends on how the rows were spread, on
which other lamps exist, or on whether it is computed for the first time or anew.

Shadows are cast by convex prisms: footprints given by half planes ``nx x + ny y <= c``
between two heights.
"""

import itertools
import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba
import numpy as np

WORKERS = max(1, min(os.cpu_count() or 1, 8))
NEAR = 9.0  # a patch closer than three times its own size is taken sample by sample
RAYS = 4  # rays that ask whether a far patch is seen
PAIR_RAYS = 3  # the same between two patches
SECTORS = 64  # around a place; a power of two
CLOSE = 1e30  # stands for a factor that is summed sample by sample
HALF_DEGREE = 360.0 / math.pi  # radians to steps of the photometric table
_pool: list[ThreadPoolExecutor] = []


def in_rows(
    kernel: Callable[..., Any],
    rows: int,
    *arguments: Any,
    scratch: Callable[[], tuple[Any, ...]] | None = None,
) -> None:
    """Run ``kernel(first, last, *arguments)`` over all rows, on every core.

    What `scratch` makes for each part goes in after `last`: kernels allocate nothing.
    """

    def run(first: int, last: int) -> None:
        kernel(first, last, *(() if scratch is None else (scratch(),)), *arguments)

    if WORKERS == 1 or rows < 64:
        run(0, rows)
        return
    if not _pool:
        _pool.append(ThreadPoolExecutor(WORKERS, thread_name_prefix="light"))
    parts = WORKERS * 4  # smaller parts, so that an uneven one does not keep the rest waiting
    cuts = np.linspace(0, rows, parts + 1).astype(int)
    pairs = itertools.pairwise(cuts)
    jobs = [_pool[0].submit(run, int(a), int(b)) for a, b in pairs if b > a]
    for job in jobs:
        job.result()


def scratch(pr: tuple[Any, ...], patches: int = 0, moved: tuple[Any, ...] | None = None) -> Any:
    """What one part of the rows writes its notes on.

    Parameters
    ----------
    pr, moved : tuple
        Packed prisms, and those that were moved.
    patches : int
        How many patches a row meets.
    """
    n = len(pr[4])
    m = 0 if moved is None else len(moved[4])
    return (
        _surroundings(n),
        _surroundings(m),
        (np.empty(patches), np.empty(patches, np.int64)),
    )


def _surroundings(n: int) -> tuple[Any, ...]:
    """What `_look_around` notes of n prisms: lists, counts, those found; slopes, distances."""
    lists = np.empty((SECTORS, n), np.int64), np.zeros(SECTORS, np.int64), np.empty(n, np.int64)
    return (*lists, np.empty(n), np.empty(n), np.empty(n))


def _jit(function: Callable[..., Any]) -> Any:
    # no memory is taken in a kernel, so numba need not count who holds an array:
    # counting took most of the time
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    return numba.njit(**options)(function)


@_jit
def _cut(px, py, pz, qx, qy, qz, k, first, nx, ny, nc, z0, z1):  # type: ignore[no-untyped-def]
    """Whether prism `k` cuts the open segment from p to q: Liang and Barsky's clipping."""
    t0, t1 = 0.0, 1.0
    for m in range(first[k], first[k + 1]):
        a = px * nx[m] + py * ny[m] - nc[m]
        b = qx * nx[m] + qy * ny[m] - nc[m]
        if a > 0.0:
            if b > 0.0:
                return False
            t0 = max(t0, a / (a - b))
        elif b > 0.0:
            t1 = min(t1, a / (a - b))
        if t1 - t0 <= 1e-7:
            return False
    for side in range(2):
        if side == 0:
            a, b = pz - z1[k], qz - z1[k]
        else:
            a, b = z0[k] - pz, z0[k] - qz
        if a > 0.0:
            if b > 0.0:
                return False
            t0 = max(t0, a / (a - b))
        elif b > 0.0:
            t1 = min(t1, a / (a - b))
        if t1 - t0 <= 1e-7:
            return False
    return True


@_jit
def _between(px, py, pz, qx, qy, qz, wide, pr, found):  # type: ignore[no-untyped-def]
    """Prisms that may cut a segment within `wide` of p and q: how many, listed in `found`."""
    first, nx, ny, nc, z0, z1, box, round_ = pr
    x0, x1 = min(px, qx) - wide, max(px, qx) + wide
    y0, y1 = min(py, qy) - wide, max(py, qy) + wide
    za, zb = min(pz, qz) - wide, max(pz, qz) + wide
    dx, dy = qx - px, qy - py
    d2 = dx * dx + dy * dy
    n = 0
    for k in range(z0.shape[0]):
        if x1 <= box[k, 0] or x0 >= box[k, 1] or y1 <= box[k, 2] or y0 >= box[k, 3]:
            continue
        if zb <= z0[k] or za >= z1[k]:
            continue
        reach = round_[k, 2] + wide
        cross = dx * (round_[k, 1] - py) - dy * (round_[k, 0] - px)
        if cross * cross > reach * reach * d2 and d2 > 1e-12:
            continue  # the line passes its circle
        found[n] = k
        n += 1
    return n


@_jit
def _clear(px, py, pz, qx, qy, qz, pr, found, n):  # type: ignore[no-untyped-def]
    """Whether none of the listed prisms stands between p and q."""
    first, nx, ny, nc, z0, z1, box, round_ = pr
    for c in range(n):
        if _cut(px, py, pz, qx, qy, qz, found[c], first, nx, ny, nc, z0, z1):
            return False
    return True


@_jit
def inside(begin, end, points, pr, slack, out):  # type: ignore[no-untyped-def]
    """Whether each point lies in a prism, grown by `slack`."""
    first, nx, ny, nc, z0, z1, box, round_ = pr
    for i in range(begin, end):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        found = False
        for k in range(z0.shape[0]):
            if z <= z0[k] - slack or z >= z1[k] + slack:
                continue
            within = True
            for m in range(first[k], first[k + 1]):
                if x * nx[m] + y * ny[m] - nc[m] >= slack:
                    within = False
                    break
            if within:
                found = True
                break
        out[i] = found


@_jit
def _sector(dx, dy):  # type: ignore[no-untyped-def]
    """Which of the SECTORS around a place a direction in plan falls into."""
    q = dy / max(abs(dx) + abs(dy), 1e-300)  # a stand-in for the angle, from 0 to 4
    if dx < 0.0:
        q = 2.0 - q
    elif dy < 0.0:
        q += 4.0
    return min(int(q * (SECTORS / 4.0)), SECTORS - 1)


@_jit
def _sectors(x, y, cx, cy, first, out):  # type: ignore[no-untyped-def]
    """The sector of every place from `first` on."""
    for j in range(first, out.shape[0]):
        dx, dy = cx[j] - x, cy[j] - y
        q = dy / max(abs(dx) + abs(dy), 1e-300)
        q = 2.0 - q if dx < 0.0 else (q + 4.0 if dy < 0.0 else q)
        out[j] = int(min(q * (SECTORS / 4.0), SECTORS - 1.0))


@_jit
def _look_around(x, y, z, own, wide, pr, around):  # type: ignore[no-untyped-def]
    """Note which prisms lines may meet that start within `own` of a place and end `wide` apart.

    They are listed by sector, each with how near it comes and between which slopes it is seen.
    """
    z0, z1, round_ = pr[4], pr[5], pr[7]
    listed, counted, found, lows, highs, nears = around
    for s in range(SECTORS):
        counted[s] = 0
    for k in range(round_.shape[0]):
        dx, dy = round_[k, 0] - x, round_[k, 1] - y
        d2 = dx * dx + dy * dy
        d = math.sqrt(d2)
        near, far = d - round_[k, 2] - own, d + round_[k, 2] + own
        up, down = z1[k] - z + own, z0[k] - z - own
        nears[k] = near
        highs[k], lows[k] = math.inf, -math.inf
        if near > 0.0:
            highs[k] = up / near if up > 0.0 else up / far
            lows[k] = down / far if down > 0.0 else down / near
        reach = round_[k, 2] + wide + 1e-6
        first, last = 0, SECTORS - 1
        if d2 > reach * reach:
            sine = reach / d
            cosine = math.sqrt(max(1.0 - sine * sine, 0.0))
            first = _sector(dx * cosine + dy * sine, dy * cosine - dx * sine)
            last = _sector(dx * cosine - dy * sine, dy * cosine + dx * sine)
            if last < first:
                last += SECTORS
        for s in range(first, last + 1):
            at = s & (SECTORS - 1)
            listed[at, counted[at]] = k
            counted[at] += 1


@_jit
def _on_the_way(px, py, pz, wp, qx, qy, qz, wq, sector, pr, around):  # type: ignore[no-untyped-def]
    """List the prisms that lines from within `wp` of p to within `wq` of q may meet: how many.

    Of those that `_look_around` listed for the sector: first by the slope of the lines, then
    by whether boxes and circles reach the bundle seen from above, and how high it passes there.
    """
    z0, z1, box, round_ = pr[4], pr[5], pr[6], pr[7]
    listed, counted, found, lows, highs, nears = around
    n = 0
    m = counted[sector]
    if m == 0:
        return 0
    dx, dy, dz = qx - px, qy - py, qz - pz
    adx, ady = abs(dx), abs(dy)
    d2 = dx * dx + dy * dy
    length = math.sqrt(d2)
    flat = 1.0 / max(d2, 1e-12)
    widest = max(wp, wq)
    upright = d2 < 1e-12
    both = wp + wq + 1e-6
    high, low = dz + both, dz - both
    short, long = length - both, length + both
    steepest, flattest = math.inf, -math.inf
    if short > 0.0:
        steepest = high / short if high > 0.0 else high / long
        flattest = low / long if low > 0.0 else low / short
    for c in range(m):
        k = listed[sector, c]
        if lows[k] >= steepest or highs[k] <= flattest or nears[k] >= long:
            continue
        hx, hy = 0.5 * (box[k, 1] - box[k, 0]), 0.5 * (box[k, 3] - box[k, 2])
        cx, cy = round_[k, 0] - px, round_[k, 1] - py
        r = round_[k, 2] * length
        t0, t1 = 0.0, 1.0
        if not upright:
            along = dx * cx + dy * cy
            reach = min(r, hx * adx + hy * ady) + widest * length
            t0, t1 = max((along - reach) * flat, 0.0), min((along + reach) * flat, 1.0)
            if t0 >= t1:
                continue
        wide = max(wp + (wq - wp) * t0, wp + (wq - wp) * t1)
        za, zb = pz + dz * t0, pz + dz * t1
        if min(za, zb) - wide >= z1[k] or max(za, zb) + wide <= z0[k]:
            continue
        if abs(dx * cy - dy * cx) > min(r, hx * ady + hy * adx) + wide * length + 1e-9:
            continue
        found[n] = k
        n += 1
    return n


@_jit
def _intensity(lx, ly, lz, table, start, planes, step):  # type: ignore[no-untyped-def]
    """Candela towards the unit vector l in the lamp's own frame."""
    g = math.acos(min(max(-lz, -1.0), 1.0)) * HALF_DEGREE
    j = min(int(g), 359)
    t = g - j
    if planes == 1:
        a = start + j
        return table[a] * (1.0 - t) + table[a + 1] * t
    c = math.degrees(math.atan2(ly, lx))
    if c < 0.0:
        c += 360.0
    c /= step
    i = min(int(c), planes - 2)
    s = c - i
    a = start + i * 361 + j
    b = a + 361
    return (table[a] * (1.0 - t) + table[a + 1] * t) * (1.0 - s) + (
        table[b] * (1.0 - t) + table[b + 1] * t
    ) * s


@_jit
def _lit(x, y, z, nx, ny, nz, source, a, b, lamp, tables, pr, found, n):  # type: ignore[no-untyped-def]
    """Illuminance at one point from the sub-sources a to b of one lamp [lx]."""
    sub, split, turns = source
    tab, starts, planes, steps = tables
    total = 0.0
    for s in range(a, b):
        dx, dy, dz = x - sub[s, 0], y - sub[s, 1], z - sub[s, 2]
        r2 = dx * dx + dy * dy + dz * dz
        cosine = -(dx * nx + dy * ny + dz * nz)
        if cosine <= 0.0 or r2 < 1e-8:
            continue
        r = math.sqrt(r2)
        ux, uy, uz = dx / r, dy / r, dz / r
        lx, ly = 0.0, 0.0
        if planes[lamp] > 1:
            lx = turns[lamp, 0, 0] * ux + turns[lamp, 1, 0] * uy + turns[lamp, 2, 0] * uz
            ly = turns[lamp, 0, 1] * ux + turns[lamp, 1, 1] * uy + turns[lamp, 2, 1] * uz
        lz = turns[lamp, 0, 2] * ux + turns[lamp, 1, 2] * uy + turns[lamp, 2, 2] * uz
        candela = _intensity(lx, ly, lz, tab, starts[lamp], planes[lamp], steps[lamp])
        if candela > 0.0 and _clear(sub[s, 0], sub[s, 1], sub[s, 2], x, y, z, pr, found, n):
            total += candela * cosine / (r2 * r)
    return total / (b - a)


@_jit
def _most(values):  # type: ignore[no-untyped-def]
    most = 0.0
    for k in range(values.shape[0]):
        most = max(most, values[k])
    return most


@_jit
def direct_points(
    begin, end, notes, points, normals, dead, lamps, source, tables, middles, pr, out
):  # type: ignore[no-untyped-def]
    """Direct light of some lamps at points: ``out[lamp, point]`` [lx at full output]."""
    split = source[1]
    around = notes[0]
    found = around[2]
    widest = _most(middles[3])
    for i in range(begin, end):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
        if not dead[i]:
            _look_around(x, y, z, 0.0, widest, pr, around)
        for k in range(lamps.shape[0]):
            lamp = lamps[k]
            out[lamp, i] = 0.0
            if dead[i]:
                continue
            mx, my, mz, wide = (
                middles[0][lamp],
                middles[1][lamp],
                middles[2][lamp],
                middles[3][lamp],
            )
            if (mx - x) * u + (my - y) * v + (mz - z) * w <= -wide:
                continue
            s = _sector(mx - x, my - y)
            n = _on_the_way(x, y, z, 0.0, mx, my, mz, wide, s, pr, around)
            a, b = split[lamp], split[lamp + 1]
            out[lamp, i] = _lit(x, y, z, u, v, w, source, a, b, lamp, tables, pr, found, n)


@_jit
def direct_points_again(  # type: ignore[no-untyped-def]
    begin, end, notes, points, normals, dead, changed, source, tables, middles, pr, moved, out
):
    """The same where a moved prism may have stood or stand between, or the point changed."""
    split = source[1]
    around = notes[0]
    found = around[2]
    its = notes[1]
    widest = _most(middles[3])
    for i in range(begin, end):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
        _look_around(x, y, z, 0.0, widest, moved, its)
        looked = False
        for lamp in range(split.shape[0] - 1):
            mx, my, mz, wide = (
                middles[0][lamp],
                middles[1][lamp],
                middles[2][lamp],
                middles[3][lamp],
            )
            s = _sector(mx - x, my - y)
            if not changed[i] and (_on_the_way(x, y, z, 0.0, mx, my, mz, wide, s, moved, its) == 0):
                continue
            out[lamp, i] = 0.0
            if dead[i] or (mx - x) * u + (my - y) * v + (mz - z) * w <= -wide:
                continue
            if not looked:
                _look_around(x, y, z, 0.0, widest, pr, around)
                looked = True
            n = _on_the_way(x, y, z, 0.0, mx, my, mz, wide, s, pr, around)
            a, b = split[lamp], split[lamp + 1]
            out[lamp, i] = _lit(x, y, z, u, v, w, source, a, b, lamp, tables, pr, found, n)


@_jit
def _patch_lit(i, lamp, patches, source, tables, middles, pr, around):  # type: ignore[no-untyped-def]
    """Mean over a patch's samples; the sub-sources of a lamp take turns."""
    cx, cy, cz, na, nb, nc, areas, radii = patches[0]
    samples, live, counts, turn = patches[1]
    found = around[2]
    split = source[1]
    if counts[i] == 0:
        return 0.0
    u, v, w = na[i], nb[i], nc[i]
    mx, my, mz = middles[0][lamp], middles[1][lamp], middles[2][lamp]
    x, y, z = cx[i], cy[i], cz[i]
    # all of a patch lies in one plane
    if (mx - x) * u + (my - y) * v + (mz - z) * w <= -middles[3][lamp] - 1e-6:
        return 0.0
    s = _sector(mx - x, my - y)
    n = _on_the_way(x, y, z, radii[i], mx, my, mz, middles[3][lamp], s, pr, around)
    total = 0.0
    a, b = split[lamp], split[lamp + 1]
    for s in range(samples.shape[1]):
        if not live[i, s]:
            continue
        x, y, z = samples[i, s, 0], samples[i, s, 1], samples[i, s, 2]
        c = a + (s + i) % (b - a)
        total += _lit(x, y, z, u, v, w, source, c, c + 1, lamp, tables, pr, found, n)
    return total / counts[i]


@_jit
def direct_patches(begin, end, notes, patches, lamps, source, tables, middles, pr, out):  # type: ignore[no-untyped-def]
    """Direct light of some lamps on patches: ``out[patch, lamp]`` [lx at full output]."""
    cx, cy, cz, radii = patches[0][0], patches[0][1], patches[0][2], patches[0][7]
    around = notes[0]
    widest = _most(middles[3])
    for i in range(begin, end):
        _look_around(cx[i], cy[i], cz[i], radii[i], widest + radii[i], pr, around)
        for k in range(lamps.shape[0]):
            lamp = lamps[k]
            out[i, lamp] = _patch_lit(i, lamp, patches, source, tables, middles, pr, around)


@_jit
def direct_patches_again(  # type: ignore[no-untyped-def]
    begin, end, notes, patches, changed, source, tables, middles, pr, moved, out
):
    """The same where a moved prism may have stood or stand between, or the patch changed."""
    cx, cy, cz, radii = patches[0][0], patches[0][1], patches[0][2], patches[0][7]
    around = notes[0]
    its = notes[1]
    widest = _most(middles[3])
    for i in range(begin, end):
        x, y, z, own = cx[i], cy[i], cz[i], radii[i]
        _look_around(x, y, z, own, widest + own, moved, its)
        looked = False
        for lamp in range(out.shape[1]):
            mx, my, mz = middles[0][lamp], middles[1][lamp], middles[2][lamp]
            wide = middles[3][lamp]
            s = _sector(mx - x, my - y)
            if not changed[i] and (_on_the_way(x, y, z, own, mx, my, mz, wide, s, moved, its) == 0):
                continue
            if not looked:
                _look_around(x, y, z, own, widest + own, pr, around)
                looked = True
            out[i, lamp] = _patch_lit(i, lamp, patches, source, tables, middles, pr, around)


@_jit
def _sky(x, y, z, u, v, w, faces, row, sector):  # type: ignore[no-untyped-def]
    """Unshadowed configuration factor of every patch seen from a point, and its sector.

    A patch too near for its middle to stand for it gets CLOSE. One loop without calls or
    jumps, so that it runs many patches at a time.
    """
    cx, cy, cz, na, nb, nc, areas, radii = faces
    for j in range(row.shape[0]):
        dx, dy, dz = cx[j] - x, cy[j] - y, cz[j] - z
        r2 = dx * dx + dy * dy + dz * dz
        ahead = dx * u + dy * v + dz * w
        cp = max(ahead, 0.0)
        cq = max(-(dx * na[j] + dy * nb[j] + dz * nc[j]), 0.0)
        far = cp * cq / r2 * areas[j] / (math.pi * r2 + areas[j])
        close = CLOSE if cq > 0.0 and ahead > -radii[j] - 1e-9 else 0.0
        row[j] = far if r2 >= NEAR * areas[j] else close
    _sectors(x, y, cx, cy, 0, sector)


@_jit
def _point_patch(i, x, y, z, u, v, w, j, s, f, patches, pr, around):  # type: ignore[no-untyped-def]
    """Configuration factor of patch `j` seen from a point, shadows taken away.

    `f` is what `_sky` found, `s` the sector.
    """
    cx, cy, cz, na, nb, nc, areas, radii = patches[0]
    samples, live, counts, turn = patches[1]
    found = around[2]
    n = _on_the_way(x, y, z, 0.0, cx[j], cy[j], cz[j], radii[j], s, pr, around)
    if f != CLOSE:
        if n == 0:
            return f
        arrived = 0.0
        for ray in range(RAYS):
            t = turn[j, (i * 5 + j * 3 + ray * 7) & 15]
            if _clear(x, y, z, samples[j, t, 0], samples[j, t, 1], samples[j, t, 2], pr, found, n):
                arrived += 1.0
        return f * arrived / RAYS
    part = areas[j] / counts[j]
    a, b, c = na[j], nb[j], nc[j]
    total = 0.0
    for t in range(samples.shape[1]):
        if not live[j, t]:
            continue
        qx, qy, qz = samples[j, t, 0], samples[j, t, 1], samples[j, t, 2]
        dx, dy, dz = qx - x, qy - y, qz - z
        r2 = dx * dx + dy * dy + dz * dz
        cp = dx * u + dy * v + dz * w
        cq = -(dx * a + dy * b + dz * c)
        if cp <= 0.0 or cq <= 0.0 or r2 < 1e-10:
            continue
        if _clear(x, y, z, qx, qy, qz, pr, found, n):
            total += cp * cq / r2 * part / (math.pi * r2 + part)
    return total


@_jit
def gather_factors(begin, end, notes, points, normals, dead, patches, pr, out):  # type: ignore[no-untyped-def]
    """``out[point, patch]``: how much of a point's sky each patch fills."""
    n = out.shape[1]
    around = notes[0]
    row, sector = notes[2]
    widest = _most(patches[0][7])
    for i in range(begin, end):
        if dead[i]:
            for j in range(n):
                out[i, j] = 0.0
            continue
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
        _look_around(x, y, z, 0.0, widest, pr, around)
        _sky(x, y, z, u, v, w, patches[0], row, sector)
        for j in range(n):
            f = row[j]
            if f > 0.0:
                f = _point_patch(i, x, y, z, u, v, w, j, sector[j], f, patches, pr, around)
            else:
                f = 0.0
            out[i, j] = f


@_jit
def gather_factors_again(  # type: ignore[no-untyped-def]
    begin, end, notes, points, normals, dead, changed_point, changed_patch, patches, pr, moved, out
):
    """The same where a moved prism may matter."""
    cx, cy, cz, na, nb, nc, areas, radii = patches[0]
    n = out.shape[1]
    around = notes[0]
    its = notes[1]
    row, sector = notes[2]
    widest = _most(radii)
    for i in range(begin, end):
        if dead[i]:
            for j in range(n):
                out[i, j] = 0.0
            continue
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
        _look_around(x, y, z, 0.0, widest, moved, its)
        _sky(x, y, z, u, v, w, patches[0], row, sector)
        looked = False
        for j in range(n):
            f, s = row[j], sector[j]
            if not changed_point[i] and not changed_patch[j]:
                if not f > 0.0:
                    continue  # it was and is 0
                if _on_the_way(x, y, z, 0.0, cx[j], cy[j], cz[j], radii[j], s, moved, its) == 0:
                    continue
            if f > 0.0:
                if not looked:
                    _look_around(x, y, z, 0.0, widest, pr, around)
                    looked = True
                f = _point_patch(i, x, y, z, u, v, w, j, s, f, patches, pr, around)
            else:
                f = 0.0
            out[i, j] = f


@_jit
def _facing(i, faces, row, sector):  # type: ignore[no-untyped-def]
    """Unshadowed exchange area of patch `i` with every later one [m²], and sector; as `_sky`."""
    cx, cy, cz, na, nb, nc, areas, radii = faces
    x, y, z = cx[i], cy[i], cz[i]
    u, v, w = na[i], nb[i], nc[i]
    area, radius = areas[i], radii[i]
    for j in range(i + 1, row.shape[0]):
        dx, dy, dz = cx[j] - x, cy[j] - y, cz[j] - z
        a, b, c = na[j], nb[j], nc[j]
        r2 = dx * dx + dy * dy + dz * dz
        ahead = dx * u + dy * v + dz * w
        other = -(dx * a + dy * b + dz * c)
        both = area * areas[j]
        far = both * max(ahead, 0.0) * max(other, 0.0) / (r2 * (math.pi * r2 + math.sqrt(both)))
        along = u * a + v * b + w * c
        sine = math.sqrt(max(1.0 - along * along, 0.0))  # how far a patch leans out of its plane
        seen = ahead + radii[j] * sine > 1e-7 and other + radius * sine > 1e-7 and both > 0.0
        close = CLOSE if seen else 0.0
        row[j] = far if r2 >= NEAR * max(area, areas[j]) else close
    _sectors(x, y, cx, cy, i + 1, sector)


@_jit
def _exchange(i, j, f, s, patches, pr, around):  # type: ignore[no-untyped-def]
    """Exchange area of two patches (area times form factor), shadows taken away [m²].

    `f` is what `_facing` found, `s` the sector.
    """
    cx, cy, cz, na, nb, nc, areas, radii = patches[0]
    samples, live, counts, turn = patches[1]
    found = around[2]
    if f != CLOSE:
        k = _on_the_way(cx[i], cy[i], cz[i], radii[i], cx[j], cy[j], cz[j], radii[j], s, pr, around)
        if k == 0:
            return f
        arrived = 0.0
        for ray in range(PAIR_RAYS):
            s = turn[i, (j * 5 + ray * 7) & 15]
            t = turn[j, (i * 3 + ray * 5) & 15]
            if _clear(
                samples[i, s, 0],
                samples[i, s, 1],
                samples[i, s, 2],
                samples[j, t, 0],
                samples[j, t, 1],
                samples[j, t, 2],
                pr,
                found,
                k,
            ):
                arrived += 1.0
        return f * arrived / PAIR_RAYS
    n = samples.shape[1]
    total = 0.0
    ai, aj = areas[i] / counts[i], areas[j] / counts[j]
    soft = math.sqrt(ai * aj)
    for a in range(n):
        if not live[i, a]:
            continue
        for b in range(n):
            if not live[j, b]:
                continue
            dx = samples[j, b, 0] - samples[i, a, 0]
            dy = samples[j, b, 1] - samples[i, a, 1]
            dz = samples[j, b, 2] - samples[i, a, 2]
            ci = dx * na[i] + dy * nb[i] + dz * nc[i]
            cj = -(dx * na[j] + dy * nb[j] + dz * nc[j])
            if ci > 1e-9 and cj > 1e-9:
                r2 = dx * dx + dy * dy + dz * dz
                total += ai * aj * ci * cj / (r2 * (math.pi * r2 + soft))
    if total == 0.0:
        return 0.0
    k = _on_the_way(cx[i], cy[i], cz[i], radii[i], cx[j], cy[j], cz[j], radii[j], s, pr, around)
    if k == 0:
        return total
    seen, asked = 0.0, 0.0
    for a in range(n):
        if not live[i, a]:
            continue
        b = turn[j, (a * 5 + i + j) & 15]
        asked += 1.0
        if _clear(
            samples[i, a, 0],
            samples[i, a, 1],
            samples[i, a, 2],
            samples[j, b, 0],
            samples[j, b, 1],
            samples[j, b, 2],
            pr,
            found,
            k,
        ):
            seen += 1.0
    return total * seen / asked


@_jit
def exchange_areas(begin, end, notes, order, patches, pr, out):  # type: ignore[no-untyped-def]
    """``out[i, j]`` for j above i [m²]; rows come in `order`, so that the parts are even."""
    cx, cy, cz, radii = patches[0][0], patches[0][1], patches[0][2], patches[0][7]
    n = out.shape[0]
    around = notes[0]
    row, sector = notes[2]
    widest = _most(radii)
    for r in range(begin, end):
        i = order[r]
        _look_around(cx[i], cy[i], cz[i], radii[i], widest, pr, around)
        _facing(i, patches[0], row, sector)
        for j in range(i + 1, n):
            f = row[j]
            out[i, j] = _exchange(i, j, f, sector[j], patches, pr, around) if f > 0.0 else 0.0


@_jit
def exchange_areas_again(begin, end, notes, order, changed, patches, pr, moved, out):  # type: ignore[no-untyped-def]
    """The same where a moved prism may matter."""
    cx, cy, cz, na, nb, nc, areas, radii = patches[0]
    n = out.shape[0]
    around = notes[0]
    its = notes[1]
    row, sector = notes[2]
    widest = _most(radii)
    for r in range(begin, end):
        i = order[r]
        x, y, z = cx[i], cy[i], cz[i]
        _look_around(x, y, z, radii[i], widest, moved, its)
        _facing(i, patches[0], row, sector)
        looked = False
        for j in range(i + 1, n):
            f, s = row[j], sector[j]
            if not changed[i] and not changed[j]:
                if not f > 0.0:
                    continue
                if (
                    _on_the_way(x, y, z, radii[i], cx[j], cy[j], cz[j], radii[j], s, moved, its)
                    == 0
                ):
                    continue
            if f > 0.0:
                if not looked:
                    _look_around(x, y, z, radii[i], widest, pr, around)
                    looked = True
                f = _exchange(i, j, f, s, patches, pr, around)
            else:
                f = 0.0
            out[i, j] = f


@_jit
def mirror(begin, end, matrix):  # type: ignore[no-untyped-def]
    """Copy the upper triangle into the lower."""
    for i in range(begin, end):
        for j in range(i):
            matrix[i, j] = matrix[j, i]
        matrix[i, i] = 0.0


@_jit
def row_sums(begin, end, matrix, weights, out):  # type: ignore[no-untyped-def]
    """``out[i]``: sum of ``matrix[i, j] * weights[j]``, in four parts side by side."""
    n = matrix.shape[1]
    for i in range(begin, end):
        a, b, c, d = 0.0, 0.0, 0.0, 0.0
        for j in range(0, n - 3, 4):
            a += matrix[i, j] * weights[j]
            b += matrix[i, j + 1] * weights[j + 1]
            c += matrix[i, j + 2] * weights[j + 2]
            d += matrix[i, j + 3] * weights[j + 3]
        for j in range(n - n % 4, n):
            a += matrix[i, j] * weights[j]
        out[i] = (a + b) + (c + d)


@_jit
def scaled(begin, end, matrix, left, right, out):  # type: ignore[no-untyped-def]
    """``out[i, j] = left[i] * matrix[i, j] * right[j]``."""
    for i in range(begin, end):
        for j in range(matrix.shape[1]):
            out[i, j] = left[i] * matrix[i, j] * right[j]


@_jit
def nonzero(begin, end, matrix, some, counts):  # type: ignore[no-untyped-def]
    """``some[i, :counts[i]]``: where row i is not 0."""
    for i in range(begin, end):
        m = 0
        for k in range(matrix.shape[1]):
            some[i, m] = k
            m += matrix[i, k] != 0.0
        counts[i] = m


@_jit
def product(begin, end, matrix, some, counts, columns, added, out):  # type: ignore[no-untyped-def]
    """``out = added + matrix @ columns``; every column by itself, in a fixed order.

    Of each row those numbers are taken that `nonzero` listed, four at a time.
    """
    wide = columns.shape[1]
    for i in range(begin, end):
        m = counts[i]
        for c in range(wide):
            out[i, c] = added[i, c]
        for q in range(0, m - 3, 4):
            k0, k1, k2, k3 = some[i, q], some[i, q + 1], some[i, q + 2], some[i, q + 3]
            f0, f1, f2, f3 = matrix[i, k0], matrix[i, k1], matrix[i, k2], matrix[i, k3]
            for c in range(wide):
                two = f0 * columns[k0, c] + f1 * columns[k1, c]
                out[i, c] += two + (f2 * columns[k2, c] + f3 * columns[k3, c])
        for q in range(m - m % 4, m):
            k = some[i, q]
            f = matrix[i, k]
            for c in range(wide):
                out[i, c] += f * columns[k, c]


@_jit
def weighted(begin, end, rows, weights, out):  # type: ignore[no-untyped-def]
    """``out[i]``: sum over lamps of ``weights[lamp] * rows[lamp, i]``, in the lamps' order."""
    for i in range(begin, end):
        out[i] = 0.0
    for lamp in range(rows.shape[0]):
        w = weights[lamp]
        if w != 0.0:
            for i in range(begin, end):
                out[i] += w * rows[lamp, i]


@_jit
def node_weights(begin, end, notes, points, nodes, corners, shares, dead, pr, weights):  # type: ignore[no-untyped-def]
    """How much each of a point's four nodes counts: 0 behind something, or where it is covered."""
    found = notes[0][2]
    for i in range(begin, end):
        total = 0.0
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        for c in range(4):
            node = corners[i, c]
            w = shares[i, c]
            if w > 0.0 and dead[node]:
                w = 0.0
            if w > 0.0:
                qx, qy, qz = nodes[node, 0], nodes[node, 1], nodes[node, 2]
                n = _between(x, y, z, qx, qy, qz, 0.0, pr, found)
                if not _clear(x, y, z, qx, qy, qz, pr, found, n):
                    w = 0.0
            weights[i, c] = w
            total += w
        for c in range(4):
            weights[i, c] = weights[i, c] / total if total > 0.0 else 0.0


@_jit
def from_nodes(begin, end, corners, weights, values, out):  # type: ignore[no-untyped-def]
    """``out[column, point]``: values of the nodes, weighed."""
    for i in range(begin, end):
        for c in range(values.shape[1]):
            total = np.float32(0.0)
            for k in range(4):
                total += weights[i, k] * values[corners[i, k], c]
            out[c, i] = total
