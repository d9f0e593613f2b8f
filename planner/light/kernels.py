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
RAYS = 2  # rays that ask whether a far patch is seen
PAIR_RAYS = 3  # the same between two patches
HALF_DEGREE = 360.0 / math.pi  # radians to steps of the photometric table
_pool: list[ThreadPoolExecutor] = []


def in_rows(kernel: Callable[..., Any], rows: int, *arguments: Any) -> None:
    """Run ``kernel(first, last, *arguments)`` over all rows, on every core."""
    if WORKERS == 1 or rows < 64:
        kernel(0, rows, *arguments)
        return
    if not _pool:
        _pool.append(ThreadPoolExecutor(WORKERS, thread_name_prefix="light"))
    parts = WORKERS * 4  # smaller parts, so that an uneven one does not keep the rest waiting
    cuts = np.linspace(0, rows, parts + 1).astype(int)
    pairs = itertools.pairwise(cuts)
    jobs = [_pool[0].submit(kernel, int(a), int(b), *arguments) for a, b in pairs if b > a]
    for job in jobs:
        job.result()


def _jit(function: Callable[..., Any]) -> Any:
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


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
    turn = turns[lamp]
    total = 0.0
    for s in range(a, b):
        dx, dy, dz = x - sub[s, 0], y - sub[s, 1], z - sub[s, 2]
        r2 = dx * dx + dy * dy + dz * dz
        cosine = -(dx * nx + dy * ny + dz * nz)
        if cosine <= 0.0 or r2 < 1e-8:
            continue
        r = math.sqrt(r2)
        ux, uy, uz = dx / r, dy / r, dz / r
        lx = turn[0, 0] * ux + turn[1, 0] * uy + turn[2, 0] * uz
        ly = turn[0, 1] * ux + turn[1, 1] * uy + turn[2, 1] * uz
        lz = turn[0, 2] * ux + turn[1, 2] * uy + turn[2, 2] * uz
        candela = _intensity(lx, ly, lz, tab, starts[lamp], planes[lamp], steps[lamp])
        if candela > 0.0 and _clear(sub[s, 0], sub[s, 1], sub[s, 2], x, y, z, pr, found, n):
            total += candela * cosine / (r2 * r)
    return total / (b - a)


@_jit
def direct_points(begin, end, points, normals, dead, lamps, source, tables, middles, pr, out):  # type: ignore[no-untyped-def]
    """Direct light of some lamps at points: ``out[lamp, point]`` [lx at full output]."""
    split = source[1]
    found = np.empty(pr[4].shape[0], np.int64)
    for i in range(begin, end):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
        for lamp in lamps:
            out[lamp, i] = 0.0
            if dead[i]:
                continue
            mx, my, mz, wide = middles[lamp]
            if (mx - x) * u + (my - y) * v + (mz - z) * w <= -wide:
                continue
            n = _between(mx, my, mz, x, y, z, wide, pr, found)
            a, b = split[lamp], split[lamp + 1]
            out[lamp, i] = _lit(x, y, z, u, v, w, source, a, b, lamp, tables, pr, found, n)


@_jit
def direct_points_again(  # type: ignore[no-untyped-def]
    begin, end, points, normals, dead, changed, source, tables, middles, pr, moved, out
):
    """The same where a moved prism may have stood or stand between, or the point changed."""
    split = source[1]
    found = np.empty(pr[4].shape[0], np.int64)
    for i in range(begin, end):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
        for lamp in range(split.shape[0] - 1):
            mx, my, mz, wide = middles[lamp]
            if not changed[i] and _between(mx, my, mz, x, y, z, wide, moved, found) == 0:
                continue
            out[lamp, i] = 0.0
            if dead[i] or (mx - x) * u + (my - y) * v + (mz - z) * w <= -wide:
                continue
            n = _between(mx, my, mz, x, y, z, wide, pr, found)
            a, b = split[lamp], split[lamp + 1]
            out[lamp, i] = _lit(x, y, z, u, v, w, source, a, b, lamp, tables, pr, found, n)


@_jit
def _patch_lit(i, lamp, patches, source, tables, middles, pr, found):  # type: ignore[no-untyped-def]
    """Mean over a patch's samples; the sub-sources of a lamp take turns."""
    centres, normals, areas, samples, live, counts, radii, turn = patches
    split = source[1]
    if counts[i] == 0:
        return 0.0
    u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
    mx, my, mz, wide = middles[lamp]
    x, y, z = centres[i, 0], centres[i, 1], centres[i, 2]
    wide += radii[i]
    if (mx - x) * u + (my - y) * v + (mz - z) * w <= -wide:
        return 0.0
    n = _between(mx, my, mz, x, y, z, wide, pr, found)
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
def direct_patches(begin, end, patches, lamps, source, tables, middles, pr, out):  # type: ignore[no-untyped-def]
    """Direct light of some lamps on patches: ``out[patch, lamp]`` [lx at full output]."""
    found = np.empty(pr[4].shape[0], np.int64)
    for i in range(begin, end):
        for lamp in lamps:
            out[i, lamp] = _patch_lit(i, lamp, patches, source, tables, middles, pr, found)


@_jit
def direct_patches_again(  # type: ignore[no-untyped-def]
    begin, end, patches, changed, source, tables, middles, pr, moved, out
):
    """The same where a moved prism may have stood or stand between, or the patch changed."""
    centres, radii = patches[0], patches[6]
    found = np.empty(pr[4].shape[0], np.int64)
    for i in range(begin, end):
        x, y, z = centres[i, 0], centres[i, 1], centres[i, 2]
        for lamp in range(out.shape[1]):
            mx, my, mz, wide = middles[lamp]
            wide += radii[i]
            if changed[i] or _between(mx, my, mz, x, y, z, wide, moved, found) > 0:
                out[i, lamp] = _patch_lit(i, lamp, patches, source, tables, middles, pr, found)


@_jit
def _point_patch(i, px, py, pz, u, v, w, j, patches, pr, found):  # type: ignore[no-untyped-def]
    """Configuration factor of patch `j` seen from a point, shadows taken away."""
    centres, normals, areas, samples, live, counts, radii, turn = patches
    if counts[j] == 0:
        return 0.0
    cx, cy, cz = centres[j, 0], centres[j, 1], centres[j, 2]
    dx, dy, dz = cx - px, cy - py, cz - pz
    a, b, c = normals[j, 0], normals[j, 1], normals[j, 2]
    r2 = dx * dx + dy * dy + dz * dz
    if r2 >= NEAR * areas[j]:
        cp = dx * u + dy * v + dz * w
        cq = -(dx * a + dy * b + dz * c)
        if cp <= 0.0 or cq <= 0.0:
            return 0.0
        f = cp * cq / r2 * areas[j] / (math.pi * r2 + areas[j])
        n = _between(px, py, pz, cx, cy, cz, radii[j], pr, found)
        if n == 0:
            return f
        arrived = 0.0
        for ray in range(RAYS):
            s = turn[j, (i * 5 + j * 3 + ray * 7) & 15]
            if _clear(
                px, py, pz, samples[j, s, 0], samples[j, s, 1], samples[j, s, 2], pr, found, n
            ):
                arrived += 1.0
        return f * arrived / RAYS
    n = _between(px, py, pz, cx, cy, cz, radii[j], pr, found)
    part = areas[j] / counts[j]
    total = 0.0
    for s in range(samples.shape[1]):
        if not live[j, s]:
            continue
        qx, qy, qz = samples[j, s, 0], samples[j, s, 1], samples[j, s, 2]
        dx, dy, dz = qx - px, qy - py, qz - pz
        r2 = dx * dx + dy * dy + dz * dz
        cp = dx * u + dy * v + dz * w
        cq = -(dx * a + dy * b + dz * c)
        if cp <= 0.0 or cq <= 0.0 or r2 < 1e-10:
            continue
        if _clear(px, py, pz, qx, qy, qz, pr, found, n):
            total += cp * cq / r2 * part / (math.pi * r2 + part)
    return total


@_jit
def gather_factors(begin, end, points, normals, dead, patches, pr, out):  # type: ignore[no-untyped-def]
    """``out[point, patch]``: how much of a point's sky each patch fills."""
    found = np.empty(pr[4].shape[0], np.int64)
    for i in range(begin, end):
        if dead[i]:
            out[i, :] = 0.0
            continue
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
        for j in range(out.shape[1]):
            out[i, j] = _point_patch(i, x, y, z, u, v, w, j, patches, pr, found)


@_jit
def gather_factors_again(  # type: ignore[no-untyped-def]
    begin, end, points, normals, dead, changed_point, changed_patch, patches, pr, moved, out
):
    """The same where a moved prism may matter."""
    centres, radii = patches[0], patches[6]
    found = np.empty(pr[4].shape[0], np.int64)
    for i in range(begin, end):
        if dead[i]:
            out[i, :] = 0.0
            continue
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        u, v, w = normals[i, 0], normals[i, 1], normals[i, 2]
        for j in range(out.shape[1]):
            if not changed_point[i] and not changed_patch[j]:
                qx, qy, qz = centres[j, 0], centres[j, 1], centres[j, 2]
                if (qx - x) * u + (qy - y) * v + (qz - z) * w <= -radii[j]:
                    continue  # behind the point: it was and is 0
                if _between(x, y, z, qx, qy, qz, radii[j], moved, found) == 0:
                    continue
            out[i, j] = _point_patch(i, x, y, z, u, v, w, j, patches, pr, found)


@_jit
def _exchange(i, j, patches, pr, found):  # type: ignore[no-untyped-def]
    """Exchange area of two patches (area times form factor), shadows taken away [m²]."""
    centres, normals, areas, samples, live, counts, radii, turn = patches
    if counts[i] == 0 or counts[j] == 0:
        return 0.0
    px, py, pz = centres[i, 0], centres[i, 1], centres[i, 2]
    qx, qy, qz = centres[j, 0], centres[j, 1], centres[j, 2]
    dx, dy, dz = qx - px, qy - py, qz - pz
    r2 = dx * dx + dy * dy + dz * dz
    wide = max(radii[i], radii[j])
    n = samples.shape[1]
    if r2 >= NEAR * max(areas[i], areas[j]):
        ci = dx * normals[i, 0] + dy * normals[i, 1] + dz * normals[i, 2]
        cj = -(dx * normals[j, 0] + dy * normals[j, 1] + dz * normals[j, 2])
        if ci <= 0.0 or cj <= 0.0:
            return 0.0
        soft = math.sqrt(areas[i] * areas[j])
        area = areas[i] * areas[j] * ci * cj / (r2 * (math.pi * r2 + soft))
        k = _between(px, py, pz, qx, qy, qz, wide, pr, found)
        if k == 0:
            return area
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
        return area * arrived / PAIR_RAYS
    total = 0.0
    ai, aj = areas[i] / counts[i], areas[j] / counts[j]
    soft = math.sqrt(ai * aj)
    for s in range(n):
        if not live[i, s]:
            continue
        for t in range(n):
            if not live[j, t]:
                continue
            dx = samples[j, t, 0] - samples[i, s, 0]
            dy = samples[j, t, 1] - samples[i, s, 1]
            dz = samples[j, t, 2] - samples[i, s, 2]
            r2 = dx * dx + dy * dy + dz * dz
            ci = dx * normals[i, 0] + dy * normals[i, 1] + dz * normals[i, 2]
            cj = -(dx * normals[j, 0] + dy * normals[j, 1] + dz * normals[j, 2])
            if ci > 1e-9 and cj > 1e-9:
                total += ai * aj * ci * cj / (r2 * (math.pi * r2 + soft))
    if total == 0.0:
        return 0.0
    k = _between(px, py, pz, qx, qy, qz, wide, pr, found)
    if k == 0:
        return total
    seen, asked = 0.0, 0.0
    for s in range(n):
        if not live[i, s]:
            continue
        t = turn[j, (s * 5 + i + j) & 15]
        asked += 1.0
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
            seen += 1.0
    return total * seen / asked


@_jit
def exchange_areas(begin, end, order, patches, pr, out):  # type: ignore[no-untyped-def]
    """``out[i, j]`` for j above i [m²]; rows come in `order`, so that the parts are even."""
    found = np.empty(pr[4].shape[0], np.int64)
    for row in range(begin, end):
        i = order[row]
        for j in range(i + 1, out.shape[0]):
            out[i, j] = _exchange(i, j, patches, pr, found)


@_jit
def exchange_areas_again(begin, end, order, changed, patches, pr, moved, out):  # type: ignore[no-untyped-def]
    """The same where a moved prism may matter."""
    centres, normals, radii = patches[0], patches[1], patches[6]
    found = np.empty(pr[4].shape[0], np.int64)
    for row in range(begin, end):
        i = order[row]
        x, y, z = centres[i, 0], centres[i, 1], centres[i, 2]
        a, b, c = normals[i, 0], normals[i, 1], normals[i, 2]
        for j in range(i + 1, out.shape[0]):
            if not changed[i] and not changed[j]:
                qx, qy, qz = centres[j, 0], centres[j, 1], centres[j, 2]
                if (qx - x) * a + (qy - y) * b + (qz - z) * c <= -radii[j]:
                    continue
                wide = max(radii[i], radii[j])
                if _between(x, y, z, qx, qy, qz, wide, moved, found) == 0:
                    continue
            out[i, j] = _exchange(i, j, patches, pr, found)


@_jit
def mirror(begin, end, matrix):  # type: ignore[no-untyped-def]
    """Copy the upper triangle into the lower."""
    for i in range(begin, end):
        for j in range(i):
            matrix[i, j] = matrix[j, i]
        matrix[i, i] = 0.0


@_jit
def row_sums(begin, end, matrix, weights, out):  # type: ignore[no-untyped-def]
    """``out[i]``: sum of ``matrix[i, j] * weights[j]``."""
    for i in range(begin, end):
        total = 0.0
        for j in range(matrix.shape[1]):
            total += matrix[i, j] * weights[j]
        out[i] = total


@_jit
def scaled(begin, end, matrix, left, right, out):  # type: ignore[no-untyped-def]
    """``out[i, j] = left[i] * matrix[i, j] * right[j]``."""
    for i in range(begin, end):
        for j in range(matrix.shape[1]):
            out[i, j] = left[i] * matrix[i, j] * right[j]


@_jit
def product(begin, end, matrix, columns, added, out):  # type: ignore[no-untyped-def]
    """``out = added + matrix @ columns``; every column by itself, in a fixed order."""
    wide = columns.shape[1]
    for i in range(begin, end):
        for c in range(wide):
            out[i, c] = added[i, c]
        for k in range(matrix.shape[1]):
            f = matrix[i, k]
            if f != 0.0:
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
def node_weights(begin, end, points, nodes, corners, shares, dead, pr, weights):  # type: ignore[no-untyped-def]
    """How much each of a point's four nodes counts: 0 behind something, or where it is covered."""
    found = np.empty(pr[4].shape[0], np.int64)
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
