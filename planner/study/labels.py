"""How people call the things of a hall."""

from planner import i18n
from planner.catalog import kinds
from planner.model import Fixture, Layout, Level, Luminaire, StaffPost, Zone, named


def label(layout: Layout, subject: str) -> dict[str, str]:
    """A subject's name by language: what it is, then its id, e.g. 海报 P2 · Poster P2."""
    return {lang: _label(layout, subject, lang) for lang in i18n.languages()}


def _label(layout: Layout, subject: str, lang: str) -> str:
    if subject == layout.id:
        return i18n.say("study.hall", lang)
    head, _, rest = subject.partition("/")
    thing = layout.by_id.get(head)
    if thing is None:
        return subject
    if rest:
        face, tier, pocket = (rest.split("/") + ["", ""])[:3]
        values = {"rack": _label(layout, head, lang), "face": face, "tier": tier, "pocket": pocket}
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
