"""Template tags every screen uses: icons, levels, times, answers.

Levels and states are told by word and shape first, by colour third (WCAG 2.2, 1.4.1). Times are
shown in the site's zone on the 24-hour clock; the machine-readable value keeps its offset.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stayline.platform.live.tickets import TopicForbidden, issue
from stayline_core.forms import CALLER_DID_NOT_SAY_TEXT, Answer, AnswerState, AskMode, Field

register = template.Library()

ICONS: Final = Path(__file__).resolve().parent.parent / "static" / "vendor" / "tabler-icons"
OUTLINE: Final = re.compile(
    r"<svg[^>]*>\s*(?:<path stroke=\"none\"[^>]*/>)?(?P<shape>.*?)</svg>", re.DOTALL
)
HIDDEN: Final = 'aria-hidden="true" focusable="false"'
STROKED: Final = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round"'
)

OCTAGON: Final = (
    '<path fill="currentColor" d="M8.2 2h7.6L22 8.2v7.6L15.8 22H8.2L2 15.8V8.2z"/>'
    '<path fill="none" stroke="var(--sl-danger-fill)" stroke-width="2.6" stroke-linecap="round" '
    'd="M12 7v6M12 16.7v.2"/>'
)
LEVEL_SHAPES: Final = (
    OCTAGON,
    '<path fill="currentColor" d="M12 2.6 23 21.4H1z"/>',
    '<path fill="currentColor" d="M12 1.5 22.5 12 12 22.5 1.5 12z"/>',
    '<circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" stroke-width="3"/>',
)
"""Octagon, triangle, diamond, ring: the levels can be told apart without colour."""

LEVEL_WORDS: Final = (
    "Life in danger now",
    "Threat or disclosure",
    "Implied or past",
    "Abusive, no threat",
)
"""What each level is called on every screen; the published table says when it holds."""

HARM_WORDS: Final = {
    "self_harm": "Self-harm",
    "violence": "Violence",
    "bomb": "Bomb threat",
    "abuse_disclosure": "Abuse disclosed",
    "abusive_language": "Abusive language",
    "supervisor_demand": "Asks for a supervisor",
    "harassment": "Harassment",
    "emergency": "Emergency",
    "other": "Help called by button",
}
"""Kinds of harm in words; they never stand on wall-boards, pages or notices."""


@cache
def _shape(name: str) -> str:
    found = OUTLINE.search((ICONS / f"{name}.svg").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{name}.svg is no icon")
    return " ".join(found["shape"].split())


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Return the icon called `name` as inline SVG, hidden from screen readers.

    Raises:
        FileNotFoundError: no such icon is shipped; a page must not show an empty box.
    """
    classes = "sl-i sl-i-lg" if size == "lg" else "sl-i"
    return mark_safe(  # noqa: S308 - the shapes are shipped files, never input
        f'<svg class="{classes}" {HIDDEN} {STROKED}>{_shape(name)}</svg>'
    )


@register.simple_tag
def level(number: int) -> SafeString:
    """Return the mark of a level: shape, number and word."""
    shape = mark_safe(  # noqa: S308 - a constant of this file
        f'<svg viewBox="0 0 24 24" {HIDDEN}>{LEVEL_SHAPES[number]}</svg>'
    )
    words = _(LEVEL_WORDS[number])
    return format_html(
        '<span class="sl-level sl-level-{}">{}L{} · {}</span>', number, shape, number, words
    )


@register.filter
def level_words(number: int) -> str:
    """Return the word of a level."""
    return _(LEVEL_WORDS[number])


@register.filter
def harm_words(kind: str) -> str:
    """Return the words for a kind of harm."""
    return _(HARM_WORDS[kind]) if kind in HARM_WORDS else kind.replace("_", " ").capitalize()


@register.filter
def plainly(name: str) -> str:
    """Return an identifier as words: `keep_contact_open` is "Keep contact open"."""
    return name.replace("_", " ").replace("-", " ").strip().capitalize()


@register.simple_tag
def moment(at: datetime | None, zone: str = "UTC", style: str = "clock") -> SafeString:
    """Return a time in the site's zone: `clock` (14:02:31), `minute` (14:02), `soon` or `day`.

    `soon` says which day too, for days that are near; `day` also names year and zone, for
    places where a reader may be elsewhere.
    """
    if at is None:
        return SafeString("")
    here = at.astimezone(ZoneInfo(zone))
    shapes = {
        "clock": "%H:%M:%S",
        "minute": "%H:%M",
        "soon": "%a %-d %b, %H:%M",
        "day": "%a %-d %b %Y, %H:%M %Z",
    }
    return format_html(
        '<time datetime="{}">{}</time>',
        here.isoformat(timespec="seconds"),
        here.strftime(shapes[style]),
    )


@register.simple_tag
def age(since: datetime | None, now: datetime) -> SafeString:
    """Return how long ago `since` was, as minutes and seconds; `floor.js` lets it run on.

    For the floor only: the agent of a crisis contact sees no running clock.
    """
    if since is None:
        return SafeString("")
    seconds = max(0, int((now - since) / timedelta(seconds=1)))
    hours, rest = divmod(seconds, 3600)
    text = (
        f"{rest // 60}:{rest % 60:02}" if not hours else f"{hours}:{rest // 60:02}:{rest % 60:02}"
    )
    stamp = since.astimezone(UTC).isoformat(timespec="seconds")
    return format_html(
        '<time class="sl-clock" datetime="{}" data-age="{}">{}</time>', stamp, seconds, text
    )


class Span(Protocol):
    """Where marked words begin and end, in characters."""

    start: int
    end: int


@register.filter
def marked(text: str, spans: Sequence[Span]) -> SafeString:
    """Return `text` with the words at `spans` highlighted; everything is escaped.

    Overlaps are merged; what lies outside the text is ignored.
    """
    edges = {0, len(text)}
    for span in spans:
        edges |= {min(max(span.start, 0), len(text)), min(max(span.end, 0), len(text))}
    parts = []
    for start, end in pairwise(sorted(edges)):
        inside = any(span.start <= start and end <= span.end for span in spans)
        parts.append(format_html("<mark>{}</mark>" if inside else "{}", text[start:end]))
    return mark_safe("".join(parts).replace("</mark><mark>", ""))  # noqa: S308 - escaped part by part


@register.simple_tag(takes_context=True)
def live_url(context: Mapping[str, Any], *topics: str) -> str:
    """Return the address of one live stream of `topics`, with a ticket for each.

    A topic that this person may not watch is left out; without any, the address is empty and
    the page is as it was loaded.
    """
    request: HttpRequest = context["request"]
    tickets = []
    for topic in filter(None, topics):
        with suppress(TopicForbidden):
            tickets.append(("ticket", issue(request, topic)))
    return f"/live/events?{urlencode(tickets)}" if tickets else ""


@register.filter
def get(mapping: Mapping[str, object] | None, key: str) -> object:
    """Return `mapping[key]`, or nothing."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def initials(name: str) -> str:
    """Return up to two initials of a name."""
    return "".join(word[0] for word in name.split()[:2]).upper()


OWED_WORDS: Final = {
    "raise": "Tell {}",
    "notify": "Tell {}",
    "start": "Start {}",
    "dispatch": "Call {}",
    "signpost": "Offer {}",
    "file": "Send the {} report",
    "open_case": "Open the case in the supervisors’ queue",
    "advise": "Give the advice {}",
    "confirm": "Confirm that help has {}",
    "decide": "Decide on {}",
}
FILE_WORDS: Final = {
    "security_threat": "Send the threat report",
    "people_at_risk": "Record who is at risk",
    "call_record": "Write the record of the call",
}
TARGET_WORDS: Final = {
    "aftercare": "aftercare for everyone involved",
    "emergency_services": "the emergency services",
    "police": "the local police",
    "crisis_line": "a crisis line",
    "assistance": "an assistance programme",
    "in_house": "the in-house specialist",
    "handoff": "a supervisor who takes over",
    "help": "sending help",
    "management": "a manager",
    "supervisor": "a supervisor",
}
OWED_STATES: Final = {
    "waiting": "Not due yet",
    "owed": "Owed",
    "missed": "Missed, still owed",
    "met": "Done",
    "waived": "Waived by a supervisor",
    "void": "Not owed: opened in error",
}


class Owed(Protocol):
    """What is owed, as far as its words need it."""

    do_kind: str
    do_target: str


@register.filter
def owed_words(owed: Owed) -> str:
    """Return what is owed in words."""
    if owed.do_kind == "file" and owed.do_target in FILE_WORDS:
        return FILE_WORDS[owed.do_target]
    shape = OWED_WORDS.get(owed.do_kind.rstrip("_"), owed.do_kind + " {}")
    target = TARGET_WORDS.get(owed.do_target, owed.do_target.replace("_", " "))
    return shape.format(target)


@register.filter
def owed_state(state: str) -> str:
    """Return how an obligation stands, in words."""
    return OWED_STATES.get(state, state)


@register.filter
def task_class(state: str) -> str:
    """Return the class of a task's mark for an obligation's state."""
    return {"met": "done", "waived": "done", "void": "done", "missed": "bad"}.get(state, "due")


@register.filter
def task_icon(state: str) -> str:
    """Return the icon of an obligation's state; done, due and missed differ in shape."""
    shapes = {"met": "circle-check", "waived": "circle-check", "missed": "alert-triangle"}
    return shapes.get(state, "clock" if state == "owed" else "circle")


FIELD_STATES: Final = (
    (AnswerState.CALLER_DID_NOT_SAY, CALLER_DID_NOT_SAY_TEXT),
    (AnswerState.REFUSED, "Would not answer"),
    (AnswerState.NOT_ASKED, "Not asked"),
    (AnswerState.UNKNOWN, "Not known"),
)
"""What can stand in place of a value; "Call Did not say" letter for letter (S1-55)."""

VOICED_ONLY: Final = frozenset({AnswerState.CALLER_DID_NOT_SAY, AnswerState.REFUSED})


@register.simple_tag
def field_id(name: str) -> str:
    """Return the name that a form's field has on its page, so that a link can lead to it."""
    return "f-" + re.sub(r"[^a-z0-9]+", "-", name.lower())


@register.inclusion_tag("platform/form_field.html")
def form_field(
    field: Field,
    answer: Answer | None = None,
    *,
    fault: str | None = "",
    save_url: str = "",
    filled: bool = False,
    missing: bool = False,
) -> dict[str, object]:
    """Draw one field of a form document: its control, its states, what is wrong with it.

    The one renderer of every form (`design.md` 3.5). With `save_url` it saves as typed.
    """
    value = answer.value if answer else None
    chosen = value if isinstance(value, tuple) else ((str(value),) if value is not None else ())
    states = [
        (state.value, words)
        for state, words in FIELD_STATES
        if field.ask is AskMode.ASK or state not in VOICED_ONLY
    ]
    text = chosen[0] if len(chosen) == 1 else ""
    return {
        "field": field,
        "id": field_id(field.name),
        "kind": field.kind.value,
        "options": [(one, field.label_of(one), one in chosen) for one in field.values],
        "text": text,
        "long": field.verbatim or len(text) > 60 or field.name.endswith("summary"),  # noqa: PLR2004 - characters that fit one line
        "states": states,
        "state": answer.state.value if answer and answer.value is None else "",
        "fault": fault,
        "save_url": save_url,
        "filled": filled,
        "missing": missing,
    }


@register.filter
def first_name(name: str) -> str:
    """Return the first word of a name."""
    return name.split(maxsplit=1)[0] if name else ""
