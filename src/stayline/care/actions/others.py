"""People whom the record of the contact does not know: bystanders, and who listened afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stayline.care.actions.planning import Offer, is_real, offer_in_transaction
from stayline.care.actions.start import involved_people
from stayline.care.errors import BystanderRefused, ChoiceInvalid
from stayline.care.events import BystanderNamed
from stayline.care.policies import may_name_bystander
from stayline.care.queries import involved_in, people_near
from stayline.incidents.actions import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.models import Incident
from stayline.people.queries import person
from stayline.platform.transactions import action
from stayline.privacy.queries import excluded_people
from stayline_core.aftercare import Involved

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor


@action
def name_bystander(*, incident_id: UUID, person_id: UUID, actor: Actor, at: datetime) -> bool:
    """Offer aftercare to somebody who sat near a hard contact (S0-39).

    They get no access to the incident and learn nothing of it; its log says that somebody was
    named, not who. False when they were offered it already.

    Raises:
        BystanderRefused: `actor` was not in it and does not supervise its site; there may be
            no such incident.
        ChoiceInvalid: this person does not work at the site.
    """
    site = Incident.objects.filter(id=incident_id).values_list("site_id", flat=True).first()
    if site is None or actor.id in excluded_people(incident_id):
        raise BystanderRefused
    if not may_name_bystander(actor, site, involved_in(incident_id)):
        raise BystanderRefused
    incident = lock_incident_in_transaction(incident_id)
    if person_id not in {*people_near(person(actor.id)), actor.id}:
        raise ChoiceInvalid({"person": "Choose somebody of the list."})
    there = frozenset(one.id for one in involved_people(incident))
    offer = Offer(incident, person(person_id), Involved.BYSTANDER, there)
    if not is_real(incident, offer.person) or not offer_in_transaction(offer, actor=actor, at=at):
        return False
    log_in_transaction(incident, BystanderNamed(), actor=actor, at=at)
    return True


class ListenedTo:
    """Answers `quality.ListenedPort`: who judges or hears a contact afterwards is cared for too."""

    def listened_in_transaction(
        self, person_id: UUID, incident_id: UUID, *, how: str, actor: Actor, at: datetime
    ) -> None:
        """Offer this person what the plan says for reviewers; once an incident.

        They stay at work. The caller holds the transaction; the head of the incident is locked
        here, so call it before anything else of care is locked.
        """
        del how  # reading it and hearing it count the same
        incident = lock_incident_in_transaction(incident_id)
        who = person(person_id)
        there = frozenset(one.id for one in involved_people(incident))
        if is_real(incident, who):
            offer_in_transaction(Offer(incident, who, Involved.REVIEWER, there), actor=actor, at=at)
