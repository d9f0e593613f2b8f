"""Drawn halls with lamps."""

from tests.plans import plan

PLAN = """
####################WWWWWW#####DDDD####
#  p      p                           #
#                                     #
#                                     #
#         y  y         #              #
#                      #####d##########
#                      #              #
#   q                  #              #
#              e       #              #
#                      #              #
#                                     #
#    c  c  k           #              #
#                      #              #
######################################
"""


def lamps(nx=5, ny=3, x0=1.5, dx=3.5, y0=1.0, dy=2.0):
    """Panels in rows."""
    return [
        {
            "id": f"A{i}{j}",
            "kind": "luminaire_panel",
            "level": "L1",
            "at": [x0 + dx * i, y0 + dy * j],
            "height": 3.0,
        }
        for i in range(nx)
        for j in range(ny)
    ]


def spot(name, at, target, **more):
    return {
        "id": name,
        "kind": "luminaire_spot",
        "level": "L1",
        "at": at,
        "height": 2.9,
        "target": target,
        "display": True,
    } | more


def hall(**changes):
    """Two rooms, a shop window, counters, a showcase, a demo table, 15 panels and 3 spots."""
    lights = [*lamps(), spot("S1", [1.8, 5.0], "p1"), spot("S2", [5.3, 5.0], "p2")]
    lights += [spot("S3", [11.5, 5.8], "W1"), spot("S4", [3.2, 3.0], "q1")]
    return plan(PLAN, hall={"luminaires": lights} | changes)


def with_lamps(layout, **by_id):
    """The layout with some lamps' fields changed."""
    new = [
        lamp.model_copy(update=by_id[lamp.id]) if lamp.id in by_id else lamp
        for lamp in layout.luminaires
    ]
    return layout.model_copy(update={"luminaires": tuple(new)})


def with_fixtures(layout, **by_id):
    """The layout with some fixtures' fields changed."""
    new = [f.model_copy(update=by_id[f.id]) if f.id in by_id else f for f in layout.fixtures]
    return layout.model_copy(update={"fixtures": tuple(new)})
