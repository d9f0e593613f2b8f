"""How people call the things of a hall."""

from collections.abc import Iterable

from planner import i18n
from planner.catalog import kinds
from planner.model import Fixture, Layout, Level, Luminaire, StaffPost, Zone, named
from planner.study.journeys import journeys_of

MOST_NAMES = 5  # in one sentence; of the rest it says how many they are


def label(layout: Layout, subject: str) -> dict[str, str]:
    """A subject's name by language: what it is, then its id, e.g. 海报 P2 · Poster P2."""
    return {lang: _label(layout, subject, lang) for lang in i18n.languages()}


def names(layout: Layout, subjects: Iterable[str], *, bare: bool = False) -> dict[str, str]:
    """Several subjects in a row, by language; pockets of one rack are counted.

    `bare`: things by their ids alone, for sentences that say what they are.
    """
    pockets: dict[str, int] = {}
    for subject in subjects:
        head, slash, rest = subject.partition("/")
        of = head if slash and rest.count("/") == 2 else subject
        pockets[of] = pockets.get(of, 0) + (of != subject)
    shown = dict(list(pockets.items())[:MOST_NAMES])
    left = len(pockets) - len(shown)
    return {
        lang: i18n.say("study.comma", lang).join(
            i18n.say("study.pockets", lang, rack=_label(layout, name, lang), n=number)
            if number
            else _bare(layout, name, lang)
            if bare
            else _label(layout, name, lang)
            for name, number in shown.items()
        )
        + (i18n.say("study.more", lang, left=left) if left else "")
        for lang in i18n.languages()
    }


def _bare(layout: Layout, subject: str, lang: str) -> str:
    thing = layout.by_id.get(subject)
    by_name = thing is None or isinstance(thing, Level | Zone)
    return _label(layout, subject, lang) if by_name else subject


def _label(layout: Layout, subject: str, lang: str) -> str:
    if subject == layout.id:
        return i18n.say("study.hall", lang)
    head, _, rest = subject.partition("/")
    thing = layout.by_id.get(head)
    if thing is None:
        journey = next((j for j in journeys_of(layout) if j.id == subject), None)
        return named(journey.name, lang) if journey else subject
    if rest:
        face, tier, pocket = ([*rest.split("/"), "", ""])[:3]
        side = f"study.side.{face}" if face in ("front", "back") else "study.side.other"
        values = {
            "rack": _label(layout, head, lang),
            "face": i18n.say(side, lang, face=face),
            "tier": tier,
            "pocket": pocket,
        }
        return i18n.say("study.pocket" if pocket else "study.face", lang, **values)
    if getattr(thing, "name", None):
        name = named(thing.name, lang)
        return name if isinstance(thing, (Level, Zone)) else f"{name} {thing.id}"
    if isinstance(thing, Fixture | Luminaire):
        kind = kinds()[thing.kind]
        sort = _sort(kind.traits, lang) or kind.name[lang]
        return f"{sort} {thing.id}"
    if isinstance(thing, Zone):
        return i18n.say(f"study.use.{thing.use}", lang)
    if isinstance(thing, StaffPost):
        return f"{i18n.say(f'study.role.{thing.role}', lang)} {thing.id}"
    return f"{i18n.say(f'study.{type(thing).__name__.lower()}', lang)} {thing.id}"


def _sort(traits: frozenset[str], lang: str) -> str:
    """The short word for a family of kinds, where it has one."""
    for trait in ("light_box", "window_sticker", "poster", "rollup", "x_banner", "rack"):
        if trait in traits:
            return i18n.say(f"study.sort.{trait}", lang)
    return ""
