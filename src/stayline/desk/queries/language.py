"""In which language the words on the desk are, and what an agent should know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language_info

from stayline.incidents.models import Incident
from stayline.incidents.queries import words_of_run
from stayline_core.protocol import Protocol
from stayline_core.protocol.overlay import same_language


@dataclass(frozen=True, slots=True)
class LanguageCard:
    """The words on screen: `tag` names their language for screen readers.

    `says` is empty where there is nothing to know: the protocol's own words, and nobody wants
    others. `warns`: nobody has reviewed them, or there are none in the caller's language.
    `fillers` stand for what nobody knows yet, in the same language.
    """

    tag: str
    says: str = ""
    warns: bool = False
    fillers: Mapping[str, str] = field(default_factory=dict)


def language_card(incident: Incident, protocol: Protocol) -> LanguageCard:
    """Return in which language the words of a procedure stand, and whether that is all right."""
    worded = words_of_run(incident)
    wanted = (incident.contact.language if incident.contact else "") or incident.site.language
    if worded is not None:
        whose = (
            "Your site's own words" if worded.site else f"Words in {language_name(worded.locale)}"
        )
        checked = "reviewed" if worded.reviewed_by else "reviewed by nobody yet"
        return LanguageCard(
            worded.locale, f"{whose}, {checked}.", not worded.reviewed_by, worded.fillers
        )
    if wanted and not same_language(wanted, protocol.locale):
        named = language_name(wanted)
        says = (
            f"The caller speaks {named}. There are no words in it yet: say these in {named} if"
            " you speak it, or ask for somebody who does."
        )
        return LanguageCard(protocol.locale, says, warns=True)
    return LanguageCard(protocol.locale)


def filling(words: Mapping[str, str], card: LanguageCard | None) -> Mapping[str, str]:
    """Return what fills placeholders; what nobody knows is said in the language of the card."""
    fillers = card.fillers if card else {}
    return {**fillers, **{name: one for name, one in words.items() if one}}


def language_name(tag: str) -> str:
    """Return the name of a language in English; its tag where nobody knows one."""
    try:
        return str(get_language_info(tag.lower())["name"])
    except KeyError:
        return tag
