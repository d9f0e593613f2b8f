"""Time what leaves an audit: plan, elevation, record, report and checklist.

    python benchmarks/pages.py [HALL.json ...]

Prints the machine, then the median and the slowest of ten runs after a first one.
"""

import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from planner.audit import audit
from planner.audit.record import to_json
from planner.catalog import read_layout
from planner.drawing import elevation, plan
from planner.drawing.elevation import elevations_worth_drawing
from planner.exchange import shipped
from planner.report import write_checklist, write_report

RUNS = 10


def timed(run: Callable[[], object]) -> str:
    first = time.perf_counter()
    run()
    first = time.perf_counter() - first
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        took.append(time.perf_counter() - start)
    return f"{statistics.median(took) * 1e3:8.1f} {max(took) * 1e3:8.1f} {first * 1e3:10.1f}"


def main() -> None:
    print(
        platform.platform(), platform.processor() or platform.machine(), platform.python_version()
    )
    names = sys.argv[1:] or [str(shipped.folder() / f"{name}.json") for name in shipped.halls()]
    print(f"{'hall':24} {'what':12} {'median':>8} {'slowest':>8} {'first':>10}  [ms]")
    for name in names:
        layout = read_layout(Path(name).read_bytes())
        judged = audit(layout)
        walls = elevations_worth_drawing(layout)
        work = {
            "plan": lambda layout=layout: plan(layout).svg(),
            "record": lambda judged=judged: to_json(judged),
            "report": lambda judged=judged: write_report(judged, "zh-CN"),
            "checklist": lambda judged=judged: write_checklist(judged, "zh-CN"),
        }
        if walls:
            work["elevation"] = lambda layout=layout, wall=walls[0]: elevation(layout, *wall).svg()
        for what, run in work.items():
            items = f"{layout.id} ({len(layout.fixtures)})"
            print(f"{items:24} {what:12} {timed(run)}")


if __name__ == "__main__":
    main()
