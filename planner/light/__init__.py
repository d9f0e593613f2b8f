"""How bright it is: photometry, direct and reflected light, readings.

light = HallLight(layout)            # one engine a level
ratios(layout, light)                # every place against the hall
repair_order(layout, light)          # which lamp first
WhatIf(light).ratios({"L7": 0.0})    # a lamp dead: far below a millisecond
light.update(changed)                # computes only what changed
walk(layout, light)                  # where to hold the meter
fit(layout, light)                   # the model held against the readings
picture.map_svg(picture.lux_map(light))
"""

from planner.light import files, picture
from planner.light.glare import mirrored, ugr_at, ugr_table
from planner.light.hall import HallLight, Target
from planner.light.photometry import Photometry, generic
from planner.light.photometry import read as read_photometry
from planner.light.ratios import (
    HallLevel,
    Ratio,
    Repair,
    WhatIf,
    hall_level,
    ratios,
    repair_order,
    swung,
)
from planner.light.readings import Fit, Stop, fit, walk
from planner.light.report import glare_at_eyes, report

__all__ = [
    "Fit",
    "HallLevel",
    "HallLight",
    "Photometry",
    "Ratio",
    "Repair",
    "Stop",
    "Target",
    "WhatIf",
    "files",
    "fit",
    "generic",
    "glare_at_eyes",
    "hall_level",
    "mirrored",
    "picture",
    "ratios",
    "read_photometry",
    "repair_order",
    "report",
    "swung",
    "ugr_at",
    "ugr_table",
    "walk",
]
