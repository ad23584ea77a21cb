"""The kinds of documents beside protocols, and the parser of each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from stayline.library.queries.advice import ADVICE, parse_advice
from stayline.library.queries.aftercare import AFTERCARE, parse_aftercare
from stayline.library.queries.codes import CODES, parse_codes
from stayline.library.queries.directory import parse_directory
from stayline.library.queries.documents import parse_card
from stayline.library.queries.guides import GUIDES, parse_guide
from stayline.library.queries.laws import LAWS, parse_laws
from stayline.library.queries.phrases import PHRASES, parse_phrases
from stayline.library.queries.scenarios import SCENARIO
from stayline_core import agency_format, assessment, authority, leading, messaging, selfcare
from stayline_core.allocation import KIND as ALLOCATION
from stayline_core.allocation import parse_allocation
from stayline_core.command_roles import KIND as COMMAND
from stayline_core.command_roles import parse_structure
from stayline_core.courses import parse_course, parse_curriculum
from stayline_core.scenario import parse_scenario
from stayline_core.scorecard import refuse_unsound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OWN_KIND: Final = frozenset(
    {ADVICE, ALLOCATION, "course", "curriculum", AFTERCARE, CODES, LAWS, SCENARIO}
    | {
        COMMAND,
        assessment.KIND,
        authority.KIND,
        leading.KIND,
        messaging.KIND,
        selfcare.KIND,
        *GUIDES,
    }
)
"""Kinds whose documents say so themselves, under `kind`."""

PARSERS: Final[Mapping[str, Callable[[Mapping[str, Any]], object]]] = MappingProxyType(
    {
        "form": refuse_unsound,
        "card": parse_card,
        "directory": parse_directory,
        PHRASES: parse_phrases,
        ADVICE: parse_advice,
        AFTERCARE: parse_aftercare,
        ALLOCATION: parse_allocation,
        CODES: parse_codes,
        LAWS: parse_laws,
        agency_format.KIND: agency_format.parse_formats,
        assessment.KIND: assessment.parse_assessment,
        authority.KIND: authority.parse_limits,
        COMMAND: parse_structure,
        "course": parse_course,
        "curriculum": parse_curriculum,
        leading.KIND: leading.parse_duties,
        messaging.KIND: messaging.parse_messaging,
        selfcare.KIND: selfcare.parse_page,
        SCENARIO: parse_scenario,
        **dict.fromkeys(GUIDES, parse_guide),
    }
)


def refuse_faulty(kind: str, body: Mapping[str, Any]) -> None:
    """Refuse a document of these kinds that could not be used; others pass unread.

    Raises:
        KeyError, TypeError, ValueError: it has a fault; the text says what is wrong.
    """
    said = body.get("kind", kind)
    if kind in OWN_KIND and said != kind:
        raise ValueError(f"kind: it lies among those of “{kind}”, and says “{said}”")
    parse = PARSERS.get(said)
    if parse is not None:
        parse(body)
