"""The registry of checks: a function in ``checks/`` becomes a word that packs can use.

A check measures and knows no threshold: thresholds are its keyword-only parameters, read
from the pack by the reader in their annotation.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_type_hints

from planner import units
from planner.errors import PackError
from planner.rules.finding import Judgement, NotApplicable, OnSite, Verdict
from planner.study import Study


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PackError(f"{value!r} is not a number")
    return float(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PackError(f"{value!r} is not a whole number")
    return value


def _angle(value: Any) -> float:
    if isinstance(value, str) and value.endswith("°"):
        return float(value.removesuffix("°"))
    raise PackError(f"{value!r} is not an angle: write a number and °")


def _share(value: Any) -> float:
    if isinstance(value, str) and value.endswith("%"):
        return round(float(value.removesuffix("%")) / 100, 9)
    raise PackError(f"{value!r} is not a share: write a number and %")


def _pair(read: Callable[[Any], float]) -> Callable[[Any], tuple[float, float]]:
    def both(pair: Any) -> tuple[float, float]:
        low, high = map(read, pair)
        if low > high:
            raise PackError(f"{pair!r} is upside down")
        return low, high

    return both


def _words(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value))


def _table(value: Any) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for key, words in value.items()}


Length = Annotated[float, units.length]  # written "3 m"
LengthRange = Annotated[tuple[float, float], _pair(units.length)]  # ["90 cm", "110 cm"]
Angle = Annotated[float, _angle]  # "45°"
AngleRange = Annotated[tuple[float, float], _pair(_angle)]
Share = Annotated[float, _share]  # "80%"
ShareRange = Annotated[tuple[float, float], _pair(_share)]
Number = Annotated[float, _number]  # 1.5
NumberRange = Annotated[tuple[float, float], _pair(_number)]
Count = Annotated[int, _count]  # 3
CountRange = Annotated[tuple[float, float], _pair(_number)]
Words = Annotated[tuple[str, ...], _words]
Table = Annotated[dict[str, tuple[str, ...]], _table]
Word = Annotated[str, str]
Flag = Annotated[bool, bool]

Measure = Callable[..., "Judgement | Iterable[Verdict]"]


@dataclass(frozen=True, slots=True)
class Check:
    """One way of measuring, and the conditions it can report."""

    name: str
    codes: frozenset[str]
    absent: frozenset[str]  # reasons for "not applicable"
    measure: Measure
    readers: dict[str, Callable[[Any], Any]]  # by keyword-only parameter
    hints: dict[str, Any]

    def read_params(self, params: dict[str, Any]) -> dict[str, Any]:
        """Turn a pack's words into the numbers `measure` takes.

        Raises
        ------
        PackError
            If a parameter is unknown or missing.
        """
        if self.readers.keys() != params.keys():
            raise PackError(
                f"check {self.name!r} takes {sorted(self.readers)}, got {sorted(params)}"
            )
        return {name: self.readers[name](value) for name, value in params.items()}

    def judge(self, study: Study, params: dict[str, Any]) -> Judgement:
        """Measure a hall; `params` as `read_params` returns them."""
        result = self.measure(study, **params)
        return result if isinstance(result, NotApplicable | OnSite) else tuple(result)


_registered: dict[str, Check] = {}


def check(*, codes: set[str], absent: set[str] | None = None) -> Callable[[Measure], Measure]:
    """Register a check under its function's name.

    `codes` are the conditions it reports, `absent` its reasons for "not applicable".
    """

    def register(measure: Measure) -> Measure:
        name = measure.__name__
        if name in _registered:
            raise PackError(f"two checks are called {name!r}")
        hints = get_type_hints(measure, include_extras=True)
        readers = {
            name: getattr(hints[name], "__metadata__", [hints[name]])[0]
            for name, parameter in inspect.signature(measure).parameters.items()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        _registered[name] = Check(
            name, frozenset(codes), frozenset(absent or ()), measure, readers, hints
        )
        return measure

    return register


@cache
def checks() -> dict[str, Check]:
    """Every check in ``checks/``, by name."""
    package = importlib.import_module("planner.rules.checks")
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
    return dict(_registered)
