"""The light engine: one for the live picture and for the audit.

Direct light comes from subdivided luminous openings, past walls and everything that
stands in the way. What surfaces reflect is found by radiosity on patches, one column per
lamp, so that a lamp switched, dimmed or aimed costs one column and nothing else; the
patches then light the receivers (final gather). An edit leaves exactly what a new engine
would compute, bit for bit: only those numbers are computed anew that the edit can reach.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from planner import i18n
from planner.errors import LightError, Problem
from planner.light import kernels
from planner.light.kernels import in_rows, scratch
from planner.light.scene import (
    Lamp,
    Patches,
    Prism,
    Receiver,
    Scene,
    _joined,
    pack,
    prism_patches,
    room_patches,
    standing,
)

Array = np.ndarray[Any, Any]

PRISM_PATCH = 0.8  # m; size of the patches of what stands in the room
CLOSING = 12  # rounds that make a patch's form factors add up to one
RASTER = 40  # points; in a raster of so many every second one gathers, the rest lie between
COVERED = 1e-4  # m; a receiver deeper than this in a prism is covered


class Engine:
    """A scene and the light in it.

    `direct` and `indirect` hold lux at full output, one row a lamp and one column a
    receiver point; the last row of `indirect` is the light from outside at 1 lx.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.lamps = list(scene.lamps)
        self.prisms = [*scene.room.sheets, *scene.prisms]
        self.receivers = list(scene.receivers)
        self.states = np.array([lamp.state for lamp in self.lamps], float)
        self._number = {prism.id: k for k, prism in enumerate(self.prisms)}
        self._lamp = {lamp.id: k for k, lamp in enumerate(self.lamps)}
        _each_once(self.prisms, "prism")
        _each_once(self.lamps, "lamp")
        self._pack_points()
        self._mesh()
        self._see()
        self._direct()
        self._exchange()
        self._solve()

    # --- asking ---

    def place(self, receiver: str) -> slice:
        """Where a receiver's points lie in the rows."""
        return self._places[receiver]

    def lux(self, states: Array | None = None) -> Array:
        """Illuminance of every point, for given lamp states or the present ones [lx]."""
        out = np.empty(self.total.shape[1])
        weights = self.states if states is None else np.asarray(states, float)
        weights = np.append(weights, self.scene.outdoor_lux)
        kernels.weighted(0, len(out), self.total, weights, out)
        return out

    def at(self, points: Array, normals: Array) -> tuple[Array, Array]:
        """Direct and reflected light of each lamp at any points: two arrays (lamps, points).

        The last row of the second is the light from outside at 1 lx.
        """
        points, normals = np.ascontiguousarray(points, float), np.ascontiguousarray(normals, float)
        n, lamps = len(points), len(self.lamps)
        dead = np.zeros(n, bool)
        direct = np.zeros((lamps, n), np.float32)
        rows = np.arange(lamps)
        notes = scratch(self._packed, len(self._area))
        kernels.direct_points(
            0, n, notes, points, normals, dead, rows, *self._sources, self._packed, direct
        )
        factors = np.zeros((n, len(self._area)), np.float32)
        kernels.gather_factors(
            0, n, notes, points, normals, dead, self._patches, self._packed, factors
        )
        return direct, self._gathered(factors).T

    @property
    def surfaces(self) -> tuple[Array, Array, Array]:
        """Middles (n, 3) [m], normals (n, 3) and areas [m²] of the patches that reflect."""
        x, y, z, a, b, c, area, _ = self._patches[0]
        return np.stack([x, y, z], axis=1), np.stack([a, b, c], axis=1), area

    def _notes(self, moved: tuple[Array, ...] | None = None) -> Callable[[], Any]:
        return lambda: scratch(self._packed, len(self._area), moved)

    @property
    def packed(self) -> tuple[Array, ...]:
        """The prisms as the kernels take them."""
        return self._packed

    @property
    def tilt_factors(self) -> Array:
        """What each lamp's tilt leaves of its flux."""
        return self._tilts

    def lamp_number(self, lamp: str) -> int:
        """The row of a lamp."""
        return self._lamp[lamp]

    # --- edits ---

    def switch(self, lamp: str, state: float) -> None:
        """Switch or dim a lamp."""
        number = self._lamp[lamp]
        self.states[number] = state
        self.lamps[number] = replace(self.lamps[number], state=state)

    def set_lamp(self, lamp: Lamp) -> None:
        """Aim or move a lamp, or give it another photometry."""
        number = self._lamp[lamp.id]
        self.lamps[number] = lamp
        self.states[number] = lamp.state
        self._pack_lamps()
        one = np.array([number])
        self._direct_rows(one)
        self._columns(number, number + 1)

    def set_prism(self, prism: Prism, receivers: tuple[Receiver, ...] = ()) -> None:
        """Move something that stands in the room, with the receivers that move with it."""
        number = self._number[prism.id]
        old = self.prisms[number]
        self.prisms[number] = prism
        changed_points = self._take_receivers(receivers)
        own = np.flatnonzero(self._raw.owner == number)
        new = prism_patches(prism, number, self.scene.room, PRISM_PATCH, self._solid)
        count = 0 if new is None else len(new.area)
        # another size: its patches have other places in the rows; built: the room changes
        if count != len(own) or old.fixed or prism.fixed:
            self.__init__(  # type: ignore[misc]
                replace(
                    self.scene,
                    prisms=tuple(self.prisms[len(self.scene.room.sheets) :]),
                    lamps=tuple(self.lamps),
                    receivers=tuple(self.receivers),
                )
            )
            return
        if new is not None:
            for name in ("samples", "normals", "area", "reflectance", "lets_in", "allowed"):
                getattr(self._raw, name)[own] = getattr(new, name)
        self._packed = pack(self.prisms)
        before = (self._live, self._area, self._covered.copy())
        self._see()
        moved = pack([old, prism])
        changed = np.zeros(len(self._area), np.bool_)
        changed[own] = True
        changed |= (before[0] != self._live).any(axis=1)
        changed |= before[1] != self._area
        changed_points |= before[2] != self._covered
        self._again(changed, changed_points, moved)
        self._solve()

    def set_receivers(self, receivers: tuple[Receiver, ...]) -> None:
        """Move places where light is asked for; what reflects stays as it is."""
        changed = self._take_receivers(receivers)
        before = self._covered.copy()
        self._cover()
        changed |= before != self._covered
        self._again_at(np.zeros(len(self._area), np.bool_), changed, pack([]))
        self._gather()
        self._to_points(0, len(self.lamps) + 1)

    def _take_receivers(self, receivers: tuple[Receiver, ...]) -> Array:
        changed = np.zeros(len(self.points), bool)
        names = [r.id for r in self.receivers]
        for receiver in receivers:
            place = self._places[receiver.id]
            if len(receiver.points) != place.stop - place.start:
                raise ValueError(f"receiver {receiver.id}: another number of points")
            if receiver.outside != bool(self._outside[place].any()):
                raise ValueError(f"receiver {receiver.id}: on the other side of the wall")
            self.receivers[names.index(receiver.id)] = receiver
            self.points[place] = receiver.points
            self.normals[place] = receiver.normals
            changed[place] = True
        return changed

    def _again(self, changed: Array, changed_points: Array, moved: tuple[Array, ...]) -> None:
        """Whatever a moved prism, or a changed patch or point, can have changed."""
        pr, notes = self._packed, self._notes(moved)
        in_rows(
            kernels.direct_patches_again,
            len(self._area),
            self._patches,
            changed,
            *self._sources,
            pr,
            moved,
            self._on_patches,
            scratch=notes,
        )
        self._on_patches[:, self._street] = 0.0
        in_rows(
            kernels.exchange_areas_again,
            len(self._area),
            self._order,
            changed,
            self._patches,
            pr,
            moved,
            self._shared,
            scratch=notes,
        )
        self._again_at(changed, changed_points, moved)

    def _again_at(self, changed: Array, changed_points: Array, moved: tuple[Array, ...]) -> None:
        """The same at the receivers."""
        dead, pr, nodes = self._dead, self._packed, self._nodes
        notes = self._notes(moved)
        in_rows(
            kernels.direct_points_again,
            len(self.points),
            self.points,
            self.normals,
            dead,
            changed_points,
            *self._sources,
            pr,
            moved,
            self.direct,
            scratch=notes,
        )
        self.direct[:, self._outside] = 0.0
        self._street_lamps(range(len(self.lamps)))
        in_rows(
            kernels.gather_factors_again,
            len(nodes),
            np.ascontiguousarray(self.points[nodes]),
            np.ascontiguousarray(self.normals[nodes]),
            np.ascontiguousarray(dead[nodes]),
            np.ascontiguousarray(changed_points[nodes]),
            changed,
            self._patches,
            pr,
            moved,
            self._factors,
            scratch=notes,
        )

    # --- building ---

    def _pack_points(self) -> None:
        self._places: dict[str, slice] = {}
        at = 0
        outside = []
        for receiver in self.receivers:
            n = len(receiver.points)
            self._places[receiver.id] = slice(at, at + n)
            outside.append(np.full(n, receiver.outside))
            at += n
        parts = [r.points for r in self.receivers] or [np.zeros((0, 3))]
        facing = [r.normals for r in self.receivers] or [np.zeros((0, 3))]
        self.points = np.ascontiguousarray(np.concatenate(parts), float)
        self.normals = np.ascontiguousarray(np.concatenate(facing), float)
        self._outside = np.concatenate(outside) if outside else np.zeros(0, bool)
        masks = [np.ones(len(r.points), bool) if r.mask is None else r.mask for r in self.receivers]
        self._wanted = np.concatenate(masks) if masks else np.zeros(0, bool)
        self._pack_nodes()
        self._packed = pack(self.prisms)
        self._pack_lamps()

    def _pack_nodes(self) -> None:
        """The points that gather reflected light, and who takes which share of whom."""
        nodes: list[Array] = []
        corners: list[Array] = []
        shares: list[Array] = []
        for receiver in self.receivers:
            start = self._places[receiver.id].start
            number = np.arange(len(receiver.points))
            first = sum(len(part) for part in nodes)
            if receiver.shape is None or len(number) < RASTER or min(receiver.shape) < 4:
                nodes.append(start + number)
                corners.append(np.repeat(first + number[:, None], 4, axis=1))
                shares.append(np.tile([1.0, 0.0, 0.0, 0.0], (len(number), 1)))
                continue
            rows, columns = receiver.shape
            kept = [np.unique(np.append(np.arange(0, n, 2), n - 1)) for n in (rows, columns)]
            nodes.append(start + (kept[0][:, None] * columns + kept[1][None]).ravel())
            (i, s), (j, t) = (_on_lattice(k, n) for k, n in zip(kept, (rows, columns), strict=True))
            wide = len(kept[1])
            i, s = np.repeat(i, columns), np.repeat(s, columns)
            j, t = np.tile(j, rows), np.tile(t, rows)
            corner = first + i * wide + j
            corners.append(np.stack([corner, corner + 1, corner + wide, corner + wide + 1], 1))
            shares.append(np.stack([(1 - s) * (1 - t), (1 - s) * t, s * (1 - t), s * t], 1))
        self._nodes = np.concatenate(nodes) if nodes else np.zeros(0, np.int64)
        empty = np.zeros((0, 4))
        self._corners = np.concatenate(corners).astype(np.int64) if corners else empty.astype(int)
        self._shares = np.ascontiguousarray(np.concatenate(shares) if shares else empty, float)

    def _weigh_nodes(self) -> None:
        """Shares of the nodes a point can see; a point that sees none takes the nearest it does."""
        points, dead = self.points, self._dead
        nodes = np.ascontiguousarray(points[self._nodes])
        gone = np.ascontiguousarray(dead[self._nodes])
        weights = np.zeros_like(self._shares)
        corners = self._corners.copy()
        in_rows(
            kernels.node_weights,
            len(points),
            points,
            nodes,
            corners,
            self._shares,
            gone,
            self._packed,
            weights,
            scratch=self._notes(),
        )
        self._mixed = corners
        self._weights = weights.astype(np.float32)
        for i in np.flatnonzero((weights.sum(axis=1) == 0) & ~dead):
            near = np.argsort(((nodes - points[i]) ** 2).sum(axis=1), kind="stable")
            near = near[~gone[near]][:40]
            if len(near) == 0:
                continue
            # 40 nodes are asked at once: each as the one node of a copy of the point
            copies = np.repeat(points[i][None], len(near), axis=0)
            asked = np.repeat(near[:, None], 4, axis=1).astype(np.int64)
            one = np.tile([1.0, 0.0, 0.0, 0.0], (len(near), 1))
            seen = np.zeros_like(one)
            kernels.node_weights(
                0, len(near), self._notes()(), copies, nodes, asked, one, gone, self._packed, seen
            )
            best = near[int(np.argmax(seen[:, 0]))]
            self._mixed[i] = best
            self._weights[i] = (1.0, 0.0, 0.0, 0.0)

    def _pack_lamps(self) -> None:
        lamps = self.lamps
        sub = [lamp.sub_sources for lamp in lamps]
        split = np.cumsum([0, *map(len, sub)])
        sheet: dict[int, tuple[int, int, float]] = {}
        tables: list[Array] = []
        at = 0
        for lamp in lamps:
            if id(lamp.photometry) not in sheet:
                table, step = lamp.photometry.table
                sheet[id(lamp.photometry)] = (at, len(table), step)
                tables.append(table.ravel())
                at += table.size
        chosen = [sheet[id(lamp.photometry)] for lamp in lamps]
        tilts = [lamp.photometry.tilt_factor(lamp.tilt_deg) for lamp in lamps]
        turns = np.array([lamp.turn for lamp in lamps]).reshape(-1, 3, 3)
        self._sources = (
            (
                np.ascontiguousarray(np.concatenate(sub) if sub else np.zeros((0, 3))),
                split.astype(np.int64),
                np.ascontiguousarray(turns),
            ),
            (
                np.concatenate(tables) if tables else np.zeros(1),
                np.array([c[0] for c in chosen], np.int64),
                np.array([c[1] for c in chosen], np.int64),
                np.array([c[2] for c in chosen], float),
            ),
            tuple(
                np.ascontiguousarray(m)
                for m in np.array([_middle(points) for points in sub], float).reshape(-1, 4).T
            ),
        )
        self._tilts = np.array(tilts, float)
        outline = self.scene.room.outline.buffer(1e-6)
        self._street = np.array(
            [not shapely.intersects_xy(outline, *lamp.at[:2]) for lamp in lamps], bool
        )

    def _mesh(self) -> None:
        parts = [room_patches(self.scene)]
        self._solid = standing(self.prisms, self.scene.room.height, floor=True, ceiling=True)
        for number, prism in enumerate(self.prisms):
            patches = prism_patches(prism, number, self.scene.room, PRISM_PATCH, self._solid)
            if patches is not None:
                parts.append(patches)
        self._raw: Patches = _joined(parts)
        n = len(self._raw.area)
        half = np.arange((n + 1) // 2)
        order = np.empty(n, np.int64)  # long and short rows take turns
        order[0::2] = half
        order[1::2] = n - 1 - half[: n // 2]
        self._order = order

    def _see(self) -> None:
        """Which samples and receivers are free, and what is left of each patch."""
        raw = self._raw
        n, s = raw.samples.shape[:2]
        flat = np.ascontiguousarray(raw.samples.reshape(-1, 3))
        hidden = np.zeros(n * s, np.bool_)
        in_rows(kernels.inside, n * s, flat, self._packed, 0.0, hidden)
        # what stands outside the room, or above its ceiling, is no surface of it
        beyond = np.zeros(n * s, bool)
        own = np.repeat(raw.owner >= 0, s)
        if own.any():
            room = self.scene.room
            shapely.prepare(room.outline)
            x, y, z = flat[own].T
            beyond[own] = ~shapely.intersects_xy(room.outline, x, y) | (z > room.height) | (z < 0)
        live = (raw.allowed.reshape(-1) & ~hidden & ~beyond).reshape(n, s)
        counts = live.sum(axis=1)
        area = raw.area * counts / s
        weight = live / np.maximum(counts, 1)[:, None]
        centres = (raw.samples * weight[..., None]).sum(axis=1)
        part = (counts < s) & (counts > 0)
        if part.any():  # the middle of what is left may lie under what covers it
            gap = ((raw.samples[part] - centres[part][:, None]) ** 2).sum(axis=2)
            nearest = np.where(live[part], gap, np.inf).argmin(axis=1)
            centres[part] = raw.samples[part, nearest]
        self._area = area
        self._live, self._counts = live, counts.astype(np.int64)
        radii = np.sqrt(((raw.samples - centres[:, None]) ** 2).sum(axis=2).max(axis=1))
        radii[counts == 0] = 0.0  # nothing is left of these, and nowhere is their middle
        self._patches = (
            (*np.ascontiguousarray(centres.T), *np.ascontiguousarray(raw.normals.T), area, radii),
            (raw.samples.copy(), live, self._counts, _turns(live)),
        )
        self._cover()

    def _cover(self) -> None:
        """Which receivers no meter can be held at, and which nodes the others take."""
        covered = np.zeros(len(self.points), np.bool_)
        in_rows(kernels.inside, len(self.points), self.points, self._packed, -COVERED, covered)
        self._covered = covered | ~self._wanted
        self._dead = self._covered | self._outside
        self._weigh_nodes()

    @property
    def covered(self) -> Array:
        """Receiver points that lie inside something: no meter can be held there."""
        return self._covered

    def _direct(self) -> None:
        lamps, n = len(self.lamps), len(self.points)
        self.direct = np.zeros((lamps, n), np.float32)
        self._on_patches = np.zeros((len(self._area), lamps), np.float32)
        self._direct_rows(np.arange(lamps))

    def _direct_rows(self, rows: Array) -> None:
        if len(rows) == 0:
            return
        in_rows(
            kernels.direct_points,
            len(self.points),
            self.points,
            self.normals,
            self._dead,
            rows,
            *self._sources,
            self._packed,
            self.direct,
            scratch=self._notes(),
        )
        self._street_lamps(rows)
        in_rows(
            kernels.direct_patches,
            len(self._area),
            self._patches,
            rows,
            *self._sources,
            self._packed,
            self._on_patches,
            scratch=self._notes(),
        )
        self._on_patches[:, self._street] = 0.0

    def _street_lamps(self, rows: Any) -> None:
        """Lamps on the street light what looks at the street, and nothing inside."""
        self.direct[self._street] = 0.0
        outside = np.flatnonzero(self._outside)
        chosen = np.array([row for row in rows if self._street[row]], np.int64)
        if len(outside) == 0 or len(chosen) == 0:
            return
        out = np.zeros((len(self.lamps), len(outside)), np.float32)
        none = pack([])
        kernels.direct_points(
            0,
            len(outside),
            scratch(none),
            self.points[outside],
            self.normals[outside],
            np.zeros(len(outside), bool),
            chosen,
            *self._sources,
            none,
            out,
        )
        self.direct[np.ix_(chosen, outside)] = out[chosen]

    def _exchange(self) -> None:
        n = len(self._area)
        self._shared = np.zeros((n, n), np.float32)
        in_rows(
            kernels.exchange_areas,
            n,
            self._order,
            self._patches,
            self._packed,
            self._shared,
            scratch=self._notes(),
        )
        nodes = self._nodes
        self._factors = np.zeros((len(nodes), n), np.float32)
        in_rows(
            kernels.gather_factors,
            len(nodes),
            np.ascontiguousarray(self.points[nodes]),
            np.ascontiguousarray(self.normals[nodes]),
            np.ascontiguousarray(self._dead[nodes]),
            self._patches,
            self._packed,
            self._factors,
            scratch=self._notes(),
        )

    def _solve(self) -> None:
        """Close the form factors and solve every column."""
        n = len(self._area)
        in_rows(kernels.mirror, n, self._shared)
        area = np.maximum(self._area, 1e-9)
        gone = self._counts == 0
        x = np.ones(n)
        sums = np.empty(n)
        for _ in range(CLOSING):  # x_i x_j A_ij has rows that add up to the patch's area
            in_rows(kernels.row_sums, n, self._shared, x, sums)
            x = np.sqrt(x * area / np.maximum(sums, 1e-12))
            x[gone] = 0.0
        shape = (n, n)
        if getattr(self, "_bounce", np.zeros(0)).shape != shape:
            self._bounce = np.empty(shape, np.float32)
        left = (x / area).astype(np.float32)
        right = (x * self._raw.reflectance).astype(np.float32)
        in_rows(kernels.scaled, n, self._shared, left, right, self._bounce)
        self._bouncing = _listed(self._bounce)
        self._gather()
        self._rate = _rate(self._raw.reflectance, self._area)
        self._rounds = _rounds(self._rate)
        lamps = len(self.lamps)
        self._bounced = np.zeros((n, lamps + 1), np.float32)
        self.indirect = np.zeros((lamps + 1, len(self.points)), np.float32)
        self.total = np.zeros((lamps + 1, len(self.points)), np.float32)
        self._columns(0, lamps + 1)

    def _gather(self) -> None:
        """Make ready what brings light from patches to the nodes."""
        self._gathering = _listed(self._factors)
        filled = np.empty(len(self._nodes))
        ones = np.ones(self._factors.shape[1])
        in_rows(kernels.row_sums, len(filled), self._factors, ones, filled)
        self._filled = filled

    def _columns(self, first: int, last: int) -> None:
        """Solve some lamps' columns and bring their light to the receivers."""
        n, lamps = len(self._area), len(self.lamps)
        glow = self._raw.lets_in * (self._counts > 0)
        source = np.zeros((n, last - first), np.float32)
        for column in range(first, last):
            if column < lamps:
                tilt = np.float32(self._tilts[column])
                source[:, column - first] = self._on_patches[:, column] * tilt
            else:
                first_light = np.zeros((n, 1), np.float32)
                share = np.maximum(self._raw.reflectance, 1e-6)
                exitance = (glow / share).astype(np.float32)[:, None]
                none = np.zeros((n, 1), np.float32)
                in_rows(kernels.product, n, *self._bouncing, exitance, none, first_light)
                source[:, column - first] = first_light[:, 0]
        # start from the even light that the whole room would settle to
        kept = self._area * self._raw.reflectance
        even = np.empty(last - first)
        in_rows(kernels.row_sums, last - first, np.ascontiguousarray(source.T), kept, even)
        even /= max(self._area.sum() - kept.sum(), 1e-9)
        before = source + even.astype(np.float32)[None]
        x = np.empty_like(before)
        in_rows(kernels.product, n, *self._bouncing, before, source, x)
        y = np.empty_like(x)
        weight = 1.0
        for k in range(1, self._rounds):  # Chebyshev's semi-iteration: half the rounds
            weight = 1.0 / (1.0 - self._rate**2 * (0.5 if k == 1 else 0.25 * weight))
            in_rows(kernels.product, n, *self._bouncing, x, source, y)
            y = np.float32(weight) * (y - before) + before
            before, x, y = x, y, before
        # one plain bounce last: where no light arrives there is none, not a rest of the method
        in_rows(kernels.product, n, *self._bouncing, np.maximum(x, 0.0), source, y)
        x = y
        bounced = x * self._raw.reflectance.astype(np.float32)[:, None]
        if last > lamps:
            bounced[:, -1] += glow.astype(np.float32)
        self._bounced[:, first:last] = bounced
        self._to_points(first, last)

    def _to_points(self, first: int, last: int) -> None:
        """Bring some columns' light from the patches to the receivers."""
        lamps = len(self.lamps)
        bounced = np.ascontiguousarray(self._bounced[:, first:last])
        at_nodes = self._product(self._gathering, bounced, self._filled)
        at_points = np.empty((last - first, len(self.points)), np.float32)
        in_rows(
            kernels.from_nodes, len(self.points), self._mixed, self._weights, at_nodes, at_points
        )
        self.indirect[first:last] = at_points
        self.indirect[first:last, self._dead] = 0.0
        if last > lamps:
            self.indirect[-1, self._outside] = 1.0
        self.total[first:last] = self.indirect[first:last]
        upto = min(last, lamps)
        tilts = self._tilts[first:upto, None].astype(np.float32)
        self.total[first:upto] += self.direct[first:upto] * tilts

    def _product(self, factors: tuple[Array, ...], bounced: Array, filled: Array) -> Array:
        """Light from patches to points; what they leave open of a point's sky is shared out."""
        out = np.zeros((len(filled), bounced.shape[1]), np.float32)
        in_rows(kernels.product, len(filled), *factors, bounced, np.zeros_like(out), out)
        return out * (1 / np.where(filled > 0.02, filled, np.inf)).astype(np.float32)[:, None]

    def _gathered(self, factors: Array) -> Array:
        filled = np.empty(len(factors))
        kernels.row_sums(0, len(factors), factors, np.ones(factors.shape[1]), filled)
        return self._product(_listed(factors), self._bounced, filled)


def _listed(matrix: Array) -> tuple[Array, Array, Array]:
    """A matrix with the places of each row that are not 0, and how many."""
    some, counts = np.empty(matrix.shape, np.int32), np.empty(len(matrix), np.int64)
    in_rows(kernels.nonzero, len(matrix), matrix, some, counts)
    return matrix, some, counts


def _on_lattice(kept: Array, n: int) -> tuple[Array, Array]:
    """For each of n places the kept one below it, and its share of the way to the next."""
    x = np.arange(n)
    below = np.clip(np.searchsorted(kept, x, "right") - 1, 0, len(kept) - 2)
    return below, (x - kept[below]) / (kept[below + 1] - kept[below])


def _turns(live: Array) -> Array:
    """Sixteen live samples of each patch, in a mixed order, the same ones again where few live."""
    s = live.shape[1]
    order = np.array([0, 4, 8, 2, 6, 1, 5, 7, 3])[np.arange(s) % 9]
    ranked = np.argsort(~live[:, order], axis=1, kind="stable")  # the live ones first
    counts = np.maximum(live.sum(axis=1), 1)
    return order[np.take_along_axis(ranked, np.arange(16)[None] % counts[:, None], axis=1)]


def _middle(points: Array) -> tuple[float, float, float, float]:
    """Middle of some points, and how far they reach from it [m]."""
    middle = points.mean(axis=0)
    return (*middle, float(np.linalg.norm(points - middle, axis=1).max()))


def _rate(reflectance: Array, area: Array) -> float:
    """How much of the light a bounce keeps, from above: half-way from the mean to the best."""
    mean = float((reflectance * area).sum() / max(area.sum(), 1e-9))
    return float(min(max((mean + reflectance.max()) / 2, 0.1), 0.95))


def _rounds(rate: float) -> int:
    """How many rounds leave less than a hundred-thousandth of what the even start missed."""
    shrinks = rate / (1.0 + math.sqrt(1.0 - rate * rate))
    return max(4, math.ceil(math.log(5e-6) / math.log(shrinks)))


def _each_once(things: list[Any], sort: str) -> None:
    names = [thing.id for thing in things]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        problem = Problem("light.twice", values={"id": twice})
        raise LightError(i18n.say("light.twice", "en", id=twice), problems=(problem,))
