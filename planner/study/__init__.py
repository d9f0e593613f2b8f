"""A layout under study: its geometry and analyses, each computed once, when first asked for."""

from planner.study.messages import Carried, resolve
from planner.study.study import Counter, Study

__all__ = ["Carried", "Counter", "Study", "resolve"]
