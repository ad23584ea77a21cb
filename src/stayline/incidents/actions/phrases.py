"""What was used beside the step: a phrase that was said, a technique of de-escalation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.incidents.actions._record import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.errors import PhraseRefused
from stayline.incidents.events import PhraseUsed, TechniqueNoted
from stayline.incidents.policies import may_speak_up
from stayline.incidents.queries import spoken_language, techniques_used
from stayline.library.queries import phrase_named, techniques
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.incidents.models import Incident
    from stayline.platform.actors import Actor


@action
def note_phrase(*, incident_id: UUID, phrase: str, actor: Actor, at: datetime) -> None:
    """Keep that a phrase from the library was said, in the words it had then (S4-42).

    It moves nothing and fills the record of the call. One that belongs to a technique of
    de-escalation marks that technique as used.

    Raises:
        NotOnTheList: `actor` does not handle this incident.
        PhraseRefused: no such phrase is offered here.
    """
    incident = _handled(incident_id, actor)
    language = spoken_language(incident)
    found = phrase_named(phrase, site=incident.site.slug, language=language)
    if found is None:
        raise PhraseRefused("This phrase is not offered here any more.", phrase=phrase)
    group, said = found
    event = PhraseUsed(
        phrase=phrase, purpose=said.purpose, words=said.text, technique=group.technique
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="step")


@action
def note_technique(
    *, incident_id: UUID, technique: str, used: bool, actor: Actor, at: datetime
) -> None:
    """Mark that a technique of de-escalation was used, or take the mark back (S2-20).

    Said twice, it is logged once.

    Raises:
        NotOnTheList: `actor` does not handle this incident.
        PhraseRefused: there is no such technique.
    """
    incident = _handled(incident_id, actor)
    if technique not in {one.technique for one in techniques()}:
        raise PhraseRefused("There is no such technique here.", technique=technique)
    if used == (technique in techniques_used(incident)):
        return
    event = TechniqueNoted(technique=technique, what="used" if used else "not used after all")
    log_in_transaction(incident, event, actor=actor, at=at, live="step")


def _handled(incident_id: UUID, actor: Actor) -> Incident:
    incident = lock_incident_in_transaction(incident_id)
    if not may_speak_up(actor, incident):
        raise NotOnTheList(incident=str(incident_id))
    return incident
