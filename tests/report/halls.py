"""Halls for reports: an ordinary one with mistakes, an empty one, one with very many findings."""

from planner.model import Layout
from tests.plans import plan

DRAWING = """
##########################################
#                                        #
#  c  c  c  c                            #
#                             #####d######
#r                           p#          #
#                             #  e       #
#                             #          #
#p                            ############
#                                       p#
#                                   a a  #
#s            e   e                     p#
#s                                  a a  #
#s            e   e                      #
#p                                      p#
#             l      r                   #
#                                        #
#    p                            p      #
##WWWWWWWWWW######DDDD####WWWWWWWWWW######
"""


def ordinary(**changes: object) -> Layout:
    """A hall of 20 by 8 metres with a few mistakes, readings, a waiver and an instrument."""
    hall = {
        "id": "riverside",
        "name": {"zh-CN": "滨江路营业厅", "en": "Riverside Road"},
        "branch": {
            "id": "A-0387",
            "name": {"zh-CN": "滨江路营业厅", "en": "Riverside Road"},
            "region": {"zh-CN": "城南区", "en": "South"},
            "hall_class": "medium",
            "standing": "existing",
        },
        "as_of": "2026-03-14",
        "instruments": [{"id": "m1", "name": "LX-1", "sort": "meter", "error_share": 0.05}],
        "lux_readings": [
            *(
                {
                    "id": f"h{n}",
                    "level": "L1",
                    "lux": 300.0 + n,
                    "of": "hall",
                    "at": [3.0 + 2 * n, 4.0],
                    "height": 0.75,
                    "instrument": "m1",
                }
                for n in range(6)
            ),
            *(
                {
                    "id": f"x{n}",
                    "level": "L1",
                    "lux": lux,
                    "of": "window",
                    "subject": window,
                    "plane": "vertical",
                    "instrument": "m1",
                }
                for n, (window, lux) in enumerate(
                    [
                        ("W1", 760.0),
                        ("W1", 750.0),
                        ("W1", 770.0),
                        ("W2", 410.0),
                        ("W2", 400.0),
                        ("W2", 415.0),
                    ]
                )
            ),
        ],
        "waivers": [
            {
                "rule": "P46-06",
                "subject": "p3",
                "reason": "业主不同意打孔",
                "by": "王经理",
                "until": "2026-12-31",
            }
        ],
    }
    heights = {
        "p1": 0.86,
        "p2": 1.0,
        "p3": 1.3,
        "p4": 1.12,
        "p5": 0.58,
        "p6": 0.95,
        "p7": 1.45,
        "p8": 1.05,
    }
    return plan(
        DRAWING,
        set={name: {"height": height} for name, height in heights.items()},
        zones={
            "entrance": [7.0, 0.0, 12.0, 3.0],
            "service_counters": [0.5, 6.0, 8.0, 8.0],
            "waiting": [16.0, 1.5, 20.0, 5.0],
            "self_service": [0.0, 2.0, 1.5, 4.0],
            "experience": [6.0, 2.0, 10.0, 4.0],
            "vip_room": [14.6, 5.2, 20.0, 6.6],
        },
        hall=hall | changes,
    )


def empty() -> Layout:
    """Four walls and a door."""
    return plan(
        """
        ############
        #          #
        #          #
        #          #
        ####DD######
        """
    )


def crowded(number: int = 100) -> Layout:
    """A long shop with `number` posters, all hung too high."""
    each = number // 2
    rows = ["#" * (each + 2), "#" + "p" * each + "#"]
    rows += ["#" + " " * each + "#"] * 8
    rows += ["#" + "p" * each + "#"]
    rows.append("##DDD" + "#" * (each - 3))
    row = list(rows[-2])
    row[1:6] = "     "
    rows[-2] = "".join(row)
    count = sum(line.count("p") for line in rows)
    return plan(
        "\n".join(rows),
        cell=1.0,
        set={f"p{n}": {"height": round(1.2 + n / 500, 3)} for n in range(1, count + 1)},
    )


def two_levels() -> Layout:
    """The ordinary hall with a room above it, where two more posters hang."""
    ring = [[0.0, 0.0], [8.0, 0.0], [8.0, 6.0], [0.0, 6.0]]
    posters = [
        {
            "id": f"u{n}",
            "kind": "poster_57x84",
            "level": "L2",
            "at": [2.0 + 2 * n, 5.995],
            "facing_deg": 270.0,
            "height": height,
        }
        for n, height in ((1, 1.0), (2, 1.4))
    ]
    return ordinary(
        levels=[
            {
                "id": "L2",
                "name": {"zh-CN": "二层", "en": "Upper floor"},
                "outline": ring,
                "floor": 3.6,
            }
        ],
        walls=[
            {"id": f"v{n}", "level": "L2", "start": a, "end": b}
            for n, (a, b) in enumerate(zip(ring, ring[1:] + ring[:1], strict=True))
        ],
        fixtures=posters,
    )
