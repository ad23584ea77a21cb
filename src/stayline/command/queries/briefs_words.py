"""The plain words that briefs use for what the log holds in codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

KINDS: Final[Mapping[str, str]] = {
    "self_harm": "A person may end their life",
    "violence": "Threat of violence",
    "bomb": "Bomb threat",
    "abuse_disclosure": "Abuse was disclosed",
    "harassment": "Somebody is harassed",
    "emergency": "Emergency",
    "abusive_language": "Abuse of staff",
    "supervisor_demand": "A supervisor is asked for",
}
"""What happened, in words that a control room outside understands at once."""

SITUATIONS: Final[Mapping[str, str]] = {
    "third_party": "about somebody else than the caller",
    "suspicious_item": "an item that nobody can account for",
    "person_in_building": "in our building",
}
"""What the procedure that was taken adds to it."""

EVENTS: Final[Mapping[str, str]] = {
    "fire": "fire",
    "gas": "smell of gas",
    "medical": "somebody is ill or hurt",
    "crime": "crime",
}
"""What kind of emergency was answered."""

CHANNELS: Final[Mapping[str, str]] = {
    "voice": "by phone",
    "in_person": "in person",
    "chat": "by chat",
    "sms": "by text message",
    "email": "by email",
    "social_media": "by social media",
    "letter": "by letter",
    "staff": "reported by staff",
}

FORMS_OF_A_THREAT: Final[Mapping[str, str]] = {
    "direct": "said directly",
    "implied": "said in other words",
    "perceived": "perceived by the agent",
}

HAZARDS: Final[Mapping[tuple[str, str], str]] = {
    ("event.kind", "fire"): "Fire.",
    ("event.kind", "gas"): "Gas.",
    ("safety.in_danger_now", "yes"): "Somebody is in danger now.",
    ("safety.in_danger_now", "unknown"): "Whether anybody is in danger now is not known.",
    ("safety.means_at_hand", "yes"): "Something that can harm is at hand.",
    ("safety.others_at_risk", "yes"): "Children or others are there who could be hurt.",
    ("abuse.abuser_near", "yes"): "The person who hurts them is near.",
    ("event.out", "no"): "People are still inside.",
    ("item.touched", "yes"): "The item was touched or moved.",
    ("item.away", "no"): "People are near the item.",
    ("building.safe_place", "no"): "Our staff are not in a safe place.",
    ("risk.life", "yes"): "A life may be at risk.",
}
"""Observable answers that are a hazard, in plain words; nobody's own words and no method."""

KIND_HAZARDS: Final[Mapping[str, str]] = {
    "bomb": "Possible device.",
    "violence": "Somebody has threatened violence.",
}

HURT_HOW_MANY: Final = "Somebody is hurt; how many is not known."

CASUALTIES: Final[Mapping[tuple[str, str], str]] = {
    ("event.people_hurt", "yes"): HURT_HOW_MANY,
    ("event.people_hurt", "no"): "Nobody is hurt, as far as was said.",
    ("safety.already_done", "yes"): "The caller may be hurt already.",
}

LEVELS: Final = (
    "Life in danger now (L0).",
    "A threat or disclosure (L1).",
    "An implied threat, or past abuse (L2).",
    "Abuse of staff, no threat (L3).",
)


def moment_in(at: datetime, zone: str, *, day: bool = False) -> str:
    """Return a time by the 24-hour clock with its zone, as `14:16 GMT`; with its date on `day`."""
    here = at.astimezone(ZoneInfo(zone))
    return f"{here:%Y-%m-%d %H:%M %Z}" if day else f"{here:%H:%M %Z}"
