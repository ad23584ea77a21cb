"""One incident as tests handle it: read anew each time, driven by whoever should."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stayline.contacts.models import Contact
from stayline.incidents.actions import (
    Driven,
    answer_step,
    go_on,
    lock_incident_in_transaction,
    move_owner_in_transaction,
    tell_run_in_transaction,
)
from stayline.incidents.models import Incident, Obligation, Run
from stayline.incidents.queries import by_contact, laws_at_closing, log
from stayline.platform.actors import Actor
from stayline.platform.transactions import action
from stayline.privacy.actions import grant_in_transaction
from stayline_core.protocol import Event, LadderFact
from tests.cast import NOW, Cast

THREAT = "If you don't remove the solar panels, I'm going to kill myself."


@dataclass(frozen=True)
class Opened:
    """An incident of the tests, by its contact."""

    cast: Cast
    contact_id: UUID

    @property
    def incident(self) -> Incident:
        """The incident as it is now."""
        found = by_contact(self.contact_id)
        assert found is not None
        return found

    @property
    def contact(self) -> Contact:
        """The contact as it is now."""
        return Contact.objects.get(id=self.contact_id)

    @property
    def run(self) -> Run:
        """The run as it is now."""
        return Run.objects.get(incident=self.incident, parked_at=None)

    @property
    def kinds(self) -> list[str]:
        """The kinds of the log's entries, in order."""
        return [one.kind for one in log(self.incident)]

    @property
    def laws_kept(self) -> dict[str, str]:
        """Every law and policy that closing asks about, as kept."""
        return {law.id: "" for law in laws_at_closing(self.incident)}

    def obligation(self, name: str) -> Obligation:
        """The one obligation of this name."""
        return Obligation.objects.get(incident=self.incident, name=name)

    def answer(self, field: str, value: str, at: datetime = NOW) -> Driven:
        """Ann answers on the screen as it is."""
        return answer_step(
            incident_id=self.incident.id,
            expected=self.run.sequence,
            field=field,
            value=value,
            actor=self.cast.ann,
            at=at,
        )

    def go_on(self, at: datetime = NOW) -> Driven:
        """Ann goes on."""
        return go_on(
            incident_id=self.incident.id, expected=self.run.sequence, actor=self.cast.ann, at=at
        )

    def let_in(self, actor: Actor, because: str = "supervises", at: datetime = NOW) -> None:
        """Put somebody on the incident's list."""
        _let_in(self.incident.id, actor, because, at)

    def tell(self, event: Event, actor: Actor | None = None, at: datetime = NOW) -> None:
        """Let a fact reach the run."""
        _tell(self.incident.id, event, actor or self.cast.bo, at)

    def hand_over_to(self, actor: Actor, at: datetime = NOW) -> None:
        """Let somebody accept, join and speak, so that the run is theirs."""
        self.let_in(actor, "accepted", at)
        for what in ("accepted", "joined", "spoke"):
            self.tell(LadderFact(what, "crisis"), actor, at)
        _move(self.incident.id, actor, at)


@action
def _let_in(incident_id: UUID, actor: Actor, because: str, at: datetime) -> None:
    row = lock_incident_in_transaction(incident_id)
    grant_in_transaction(
        row.id, actor, because=because, stream_id=row.stream_id, actor=actor, at=at
    )


@action
def _tell(incident_id: UUID, event: Event, actor: Actor, at: datetime) -> None:
    tell_run_in_transaction(lock_incident_in_transaction(incident_id), event, actor=actor, at=at)


@action
def _move(incident_id: UUID, actor: Actor, at: datetime) -> None:
    row = lock_incident_in_transaction(incident_id)
    move_owner_in_transaction(row, actor.id, actor=actor, at=at)
