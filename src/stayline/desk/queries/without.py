"""What the desk keeps for when the server is gone: the step, the minimum-safe path, the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from stayline.desk.queries.contact import ContactPage
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import EmergencyNumber, emergency_agency, emergency_script
from stayline_core.minimum import MINIMUM_SAFE
from stayline_core.protocol.card import StepCard, protocol_card

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+)\}")
BLANK: Final = "…"

NOBODY_YET: Final = "Nobody had been called when the connection was lost."


@dataclass(frozen=True, slots=True)
class Saying:
    """Words to read out to the emergency services, for a place that is known or not."""

    heading: str
    words: tuple[str, ...]


class Without:
    """The panel of one contact. Nothing of it names the caller or repeats their words.

    It is kept in the browser's window, so it holds what a person needs to go on, and no more.
    """

    def __init__(self, page: ContactPage) -> None:
        """Keep the page; whoever made it has asked the policy."""
        self.page = page

    @property
    def wanted(self) -> bool:
        """Whether somebody may still need it: the contact or its incident is open."""
        incident = self.page.incident
        still = incident is not None and incident.state == "open"
        return self.page.contact.released_at is None or still

    @cached_property
    def number(self) -> EmergencyNumber | None:
        """The number for the caller's place; None when the place is not known."""
        country = self.page.contact.caller_country
        return emergency_agency(country) if country else None

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """What to say when one calls: with the place, and without."""
        try:
            document: Any = emergency_script()
        except DocumentNotFound:
            return ()
        words = document["agencies"][0]["words"]
        return (
            Saying("If you know the place", self._filled(words["known_place"])),
            Saying("If you do not", self._filled(words["unknown_place"])),
        )

    @property
    def coming(self) -> str:
        """Who was coming when the page was last drawn, as a sentence."""
        there = self.page.coming
        return there.sentence if there and there.state != "none" else NOBODY_YET

    @cached_property
    def path(self) -> tuple[StepCard, ...]:
        """The minimum-safe path, to be pressed through without the server."""
        words = {"supervisor_name": "My colleague"}
        return protocol_card(MINIMUM_SAFE, "", {}, words).steps

    def _filled(self, lines: list[str]) -> tuple[str, ...]:
        known = self.page.words

        def word(found: re.Match[str]) -> str:
            name = found.group(1)
            return known.get(name) or BLANK if name == "centre_name" else BLANK

        return tuple(PLACEHOLDER.sub(word, line) for line in lines)
