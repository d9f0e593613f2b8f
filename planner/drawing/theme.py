"""Colours by role, in light and dark, and the type they are set with.

A drawing names roles (``wall``, ``carrier``), never colours. On paper a role is its light
colour. On a page it is a CSS variable of its own, ``--d-wall``, whose value is the page's
``--wall`` where the page defines one, else the colour below: the dark one under an ancestor
with ``data-theme="dark"``, or where the picture stands alone and its viewer prefers dark.
"""

from typing import Literal

Theme = Literal["paper", "page"]

PAPER_FONT = "Noto Sans CJK SC"
PAGE_FONT = (
    "'Segoe UI','PingFang SC','Microsoft YaHei UI','Microsoft YaHei',"
    "'Noto Sans CJK SC','Noto Sans SC',system-ui,sans-serif"
)

COLOURS: dict[str, tuple[str, str]] = {
    "page": ("#FFFFFF", "#12161C"),
    "floor": ("#FFFFFF", "#1B222C"),
    "halo": ("#FFFFFF", "#1B222C"),
    "ink": ("#18212C", "#E6EBF2"),
    "ink-2": ("#465364", "#B3BECC"),
    "ink-3": ("#5F6C7D", "#8F9BAB"),
    "line": ("#DDE3EA", "#2C3541"),
    "line-2": ("#8895A6", "#6B7889"),
    "primary": ("#1D5BB8", "#3A73D0"),
    "primary-soft": ("#E7EFFA", "#1B2C47"),
    "on-primary": ("#FFFFFF", "#FFFFFF"),
    "critical": ("#A3161A", "#FF8A80"),
    "on-critical": ("#FFFFFF", "#12161C"),
    "major": ("#BC5000", "#FFB070"),
    "on-major": ("#FFFFFF", "#12161C"),
    "minor": ("#6E5600", "#F2D56B"),
    "minor-soft": ("#FFF1B8", "#3A3212"),
    "unsure": ("#3F5A7A", "#A9C2E0"),
    "unsure-soft": ("#EAF0F7", "#1F2A38"),
    "pass": ("#1B7340", "#7CD39B"),
    "pass-soft": ("#E6F4EB", "#16301F"),
    "wall": ("#2A333F", "#AEBAC9"),
    "wall-thin": ("#5B6776", "#8F9BAB"),
    "glass": ("#DCEBF5", "#2B4457"),
    "furniture": ("#FFFFFF", "#222A35"),
    "furniture-line": ("#6B7788", "#8996A7"),
    "furniture-dark": ("#8A96A5", "#6F7C8E"),
    "furniture-detail": ("#D0D6DD", "#3C4756"),
    "carrier": ("#5A3E9C", "#B7A2F2"),
    "carrier-soft": ("#EDE8F7", "#33294F"),
    "tile": ("#F0F2F5", "#202833"),
    "dim": ("#5F6C7D", "#A3AFBF"),
    "lamp": ("#B4BECA", "#4A5666"),
    "z-service": ("#EDF5EF", "#1C2C25"),
    "z-self": ("#E8F4F6", "#1A2C32"),
    "z-wait": ("#F2F0F9", "#25243A"),
    "z-exp": ("#FBF7E8", "#2C2A1D"),
    "z-entry": ("#FBF1E6", "#30271C"),
    "z-room": ("#F3F5F8", "#202732"),
    "skirting": ("#E3E7EC", "#2A3340"),
    "person": ("#A9B4C1", "#566273"),
}


def colour(role: str, theme: Theme) -> str:
    """What an SVG attribute holds for a role; a colour ``#RRGGBB`` or ``none`` stays itself."""
    if role == "none" or role.startswith("#"):
        return role
    return COLOURS[role][0] if theme == "paper" else f"var(--d-{role})"


def style() -> str:
    """The style sheet of a picture on a page."""
    light = ";".join(f"--d-{role}:var(--{role},{c[0]})" for role, c in COLOURS.items())
    dark = ";".join(f"--d-{role}:var(--{role},{c[1]})" for role, c in COLOURS.items())
    return (
        f".hall-sheet{{{light};font-variant-numeric:tabular-nums}}"
        f'[data-theme="dark"] .hall-sheet,.hall-sheet[data-theme="dark"]{{{dark}}}'
        f"@media (prefers-color-scheme:dark){{svg.hall-sheet:root{{{dark}}}}}"
    )
