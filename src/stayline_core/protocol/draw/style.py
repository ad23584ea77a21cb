"""Colours and type of a drawing, light and dark: the product's own tokens, as plain CSS."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

Theme = Literal["light", "dark", "both"]

THEMES: Final[tuple[Theme, ...]] = ("both", "light", "dark")
FONT: Final = (
    'Inter,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans","Noto Sans",sans-serif'
)

LIGHT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bg": "#f3f5f7",
        "surface": "#ffffff",
        "surface-2": "#f6f8f9",
        "ink": "#15202b",
        "ink-2": "#45525f",
        "line": "#d3dae0",
        "ctl": "#5d6c7a",
        "accent": "#0f5f6b",
        "accent-ink": "#0b4f5a",
        "accent-soft": "#e4f0f2",
        "danger": "#b3202c",
        "danger-ink": "#8f1620",
        "danger-soft": "#fdeced",
        "amber": "#9a5600",
        "amber-ink": "#5a3300",
        "amber-soft": "#fff1d9",
        "blue": "#1f4f93",
        "blue-ink": "#1a4178",
        "blue-soft": "#e8effa",
        "ok": "#1c6b45",
        "ok-ink": "#165537",
        "ok-soft": "#e4f4eb",
        "mark": "#ffe59a",
        "mark-ink": "#2e2300",
        "mark-line": "#8a5a00",
    }
)
DARK: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bg": "#10151a",
        "surface": "#191f26",
        "surface-2": "#212932",
        "ink": "#eef2f5",
        "ink-2": "#b4c0ca",
        "line": "#35414c",
        "ctl": "#8c9ba9",
        "accent": "#63c4d1",
        "accent-ink": "#8ad6e0",
        "accent-soft": "#17323a",
        "danger": "#ff8d93",
        "danger-ink": "#ffb3b7",
        "danger-soft": "#3a1c20",
        "amber": "#f0b34d",
        "amber-ink": "#ffd391",
        "amber-soft": "#35280f",
        "blue": "#8db6f2",
        "blue-ink": "#b3cff8",
        "blue-soft": "#1a2a42",
        "ok": "#63c992",
        "ok-ink": "#93dcb4",
        "ok-soft": "#15301f",
        "mark": "#5c4508",
        "mark-ink": "#fff3cf",
        "mark-line": "#f0c65a",
    }
)

INK_ON: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        ".sd-h1": ("ink", "bg"),
        ".sd-lead": ("ink-2", "bg"),
        ".sd-strong": ("ink", "bg"),
        ".sd-title": ("ink", "surface"),
        ".sd-text": ("ink", "surface"),
        ".sd-soft": ("ink-2", "surface"),
        ".sd-label": ("ink-2", "surface"),
        ".sd-number-text": ("ink", "surface-2"),
        ".sd-number-text.sd-on-main": ("accent-ink", "accent-soft"),
        ".sd-wait": ("amber-ink", "surface"),
        ".sd-fault": ("danger-ink", "surface"),
        ".sd-tab-text": ("ink", "surface"),
        ".sd-tab-text.sd-offer": ("amber-ink", "surface"),
        ".sd-tab-text.sd-gate": ("amber-ink", "amber-soft"),
        ".sd-tab-text.sd-on-main": ("accent-ink", "surface"),
        ".sd-band-text.sd-start": ("accent-ink", "accent-soft"),
        ".sd-band-text.sd-event": ("blue-ink", "blue-soft"),
        ".sd-band-text.sd-press": ("danger-ink", "danger-soft"),
        ".sd-tag-text.sd-ring": ("ok-ink", "ok-soft"),
        ".sd-tag-text.sd-level": ("amber-ink", "amber-soft"),
        ".sd-tag-text.sd-out": ("danger-ink", "danger-soft"),
        ".sd-tag-text.sd-paper": ("blue-ink", "blue-soft"),
        ".sd-frame-text": ("ink-2", "bg"),
        ".sd-standing-text": ("amber-ink", "amber-soft"),
        ".sd-order-text": ("mark-ink", "mark"),
    }
)
"""Each kind of text: the token of its colour, and of what it stands on."""

_SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".sd-bg": "fill:{bg}",
        ".sd-card": "fill:{surface};stroke:{ctl};stroke-width:1.5",
        ".sd-card.sd-branch-card": "fill:{surface};stroke:{ctl};stroke-dasharray:5 3",
        ".sd-card.sd-end-card": "fill:{surface};stroke:{ink};stroke-width:3",
        ".sd-card.sd-on-main": "stroke:{accent};stroke-width:3",
        ".sd-card.sd-walked": "stroke:{mark-line};stroke-width:4",
        ".sd-card.sd-faulty": "stroke:{danger};stroke-width:4",
        ".sd-number": "fill:{surface-2};stroke:{ctl}",
        ".sd-number.sd-on-main": "fill:{accent-soft};stroke:{accent}",
        ".sd-tab": "fill:{surface};stroke:{ctl};stroke-width:1.5",
        ".sd-tab.sd-offer": "stroke:{amber};stroke-dasharray:4 3",
        ".sd-tab.sd-gate": "fill:{amber-soft};stroke:{amber}",
        ".sd-tab.sd-on-main": "stroke:{accent};stroke-width:2",
        ".sd-mark.sd-start": "fill:{accent}",
        ".sd-mark.sd-event": "fill:{blue}",
        ".sd-mark.sd-press": "fill:{danger}",
        ".sd-bar": "stroke:{amber};stroke-width:3",
        ".sd-band.sd-start": "fill:{accent-soft};stroke:{accent}",
        ".sd-band.sd-event": "fill:{blue-soft};stroke:{blue}",
        ".sd-band.sd-press": "fill:{danger-soft};stroke:{danger}",
        ".sd-tag.sd-ring": "fill:{ok-soft};stroke:{ok}",
        ".sd-tag.sd-level": "fill:{amber-soft};stroke:{amber}",
        ".sd-tag.sd-out": "fill:{danger-soft};stroke:{danger}",
        ".sd-tag.sd-paper": "fill:{blue-soft};stroke:{blue}",
        ".sd-frame": "fill:none;stroke:{ctl};stroke-width:1.5;stroke-dasharray:2 4",
        ".sd-edge": "fill:none;stroke:{ctl};stroke-width:1.75",
        ".sd-edge.sd-offer": "stroke:{amber};stroke-dasharray:6 4",
        ".sd-edge.sd-on-main": "stroke:{accent};stroke-width:3.5",
        ".sd-edge.sd-walked": "stroke:{mark-line};stroke-width:5",
        ".sd-head": "fill:{ctl}",
        ".sd-head.sd-offer": "fill:{amber}",
        ".sd-head.sd-on-main": "fill:{accent}",
        ".sd-head.sd-walked": "fill:{mark-line}",
        ".sd-tile": "fill:{surface};stroke:{line}",
        ".sd-standing": "fill:{amber-soft};stroke:{amber};stroke-width:1.5",
        ".sd-order": "fill:{mark};stroke:{mark-line}",
        ".sd-dot": "fill:{accent}",
        ".sd-rule": "stroke:{line}",
    }
)
_TYPE: Final = (
    f".sd text{{font:12px {FONT};letter-spacing:0}}"
    ".sd .sd-h1{font-size:24px;font-weight:700}"
    ".sd .sd-lead,.sd .sd-strong{font-size:13px}.sd .sd-strong{font-weight:700}"
    ".sd .sd-big{font-size:20px}.sd .sd-small{font-size:12px}"
    ".sd .sd-title{font-size:14px;font-weight:700}"
    ".sd .sd-label,.sd .sd-number-text,.sd .sd-tab-text,.sd .sd-band-text,.sd .sd-tag-text,"
    ".sd .sd-order-text,.sd .sd-standing-text{font-size:11px;font-weight:700}"
    ".sd .sd-frame-text{font-size:11px}"
    ".sd .sd-number-text,.sd .sd-tab-text,.sd .sd-order-text{text-anchor:middle}"
)


def stylesheet(theme: Theme) -> str:
    """The CSS of a drawing; with `both` it follows what the reader's system prefers."""
    if theme == "dark":
        return _TYPE + _rules(DARK)
    if theme == "light":
        return _TYPE + _rules(LIGHT)
    dark = f"@media screen and (prefers-color-scheme:dark){{{_rules(DARK)}}}"
    return _TYPE + _rules(LIGHT) + dark


def _rules(tokens: Mapping[str, str]) -> str:
    shapes = [f".sd {name}{{{rule.format_map(tokens)}}}" for name, rule in _SHAPES.items()]
    inks = [f".sd {name}{{fill:{tokens[ink]}}}" for name, (ink, _) in INK_ON.items()]
    return "".join((*shapes, *inks))
