"""One contact on the desk: rooms joined for one person and one moment.

Each part is looked up when the page first asks for it, so one fragment costs one fragment.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stayline.command.queries import (
    Agency,
    DispatchView,
    dispatches,
    named_services,
    offered,
    spoken_facts,
)
from stayline.contacts.models import Contact
from stayline.contacts.queries import Caller, caller, contact
from stayline.desk.policies import may_open_contact, may_release
from stayline.desk.queries.aids import Aids
from stayline.desk.queries.difficult import DifficultCall, difficult_call, heard_manners
from stayline.desk.queries.gathering import GatheringCard, gathering_card
from stayline.desk.queries.language import LanguageCard, filling, language_card
from stayline.desk.queries.line import LineCard, line_card
from stayline.desk.queries.steps import StepCard, step_card
from stayline.desk.queries.wording import OwnWords, own_words
from stayline.escalation.queries import (
    Coming,
    Follower,
    Guided,
    coming,
    followers,
    guidance_to_see,
)
from stayline.incidents.models import Incident, Obligation
from stayline.incidents.policies import may_drive, supervises_incident
from stayline.incidents.queries import (
    Guide,
    LineView,
    ParkedRun,
    SwitchOffer,
    banners,
    by_contact,
    certified_offer,
    earlier_unresolved,
    lines,
    obligations,
    open_switches,
    parked_runs,
    screen,
    suggests_specialised,
    threats,
)
from stayline.incidents.queries.ways import Reach, reach
from stayline.ledger.errors import ContentErased
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import Card, Service, card, crisis_plan, emergency_agency, noted_form
from stayline.people.policies import supervises
from stayline.platform.actors import Actor
from stayline.privacy.errors import NotOnTheList
from stayline.reports.queries import DraftView, draft, gathering, reports_of
from stayline_core.forms import Field
from stayline_core.minimum import MINIMUM_SAFE
from stayline_core.protocol import Protocol, Screen

if TYPE_CHECKING:
    from stayline.incidents.models import Threat

LINES: Final = 200
FIRST: Final = {"security_threat": 0, "people_at_risk": 1}
"""Which reports stand before the others on the desk."""

UNREVIEWED: Final = "The desk in Spanish has not been reviewed by a native crisis professional yet."

ASKED_IN: Final = ("security_threat", "call_record")
"""The forms whose fields a procedure asks and notices."""

RECORD: Final = "call_record"
"""The record that a difficult call always owes (S2-27, S2-31)."""

BOMB_CARD: Final = "bomb-checklist"
ANGER_CARD: Final = "de-escalation"

ON_CARD: Final = frozenset(
    {"exact_words", "threat_kind", "conditional", "imminent", "channel", "self_harm"}
)
"""Which fields of the report stand on the desk's card, beside those of the caller's safety."""


class ContactPage:
    """Everything the contact page may show, each part looked up at its first use."""

    def __init__(
        self, row: Contact, incident: Incident | None, *, actor: Actor, at: datetime
    ) -> None:
        """Keep the rows; the caller has asked the policy."""
        self.contact = row
        self.incident = incident
        self.actor = actor
        self.at = at
        self.zone = row.site.zone
        self.live_topic = f"incident:{incident.id}" if incident else f"contact:{row.id}"

    @cached_property
    def caller(self) -> Caller:
        """What is known of the caller."""
        return caller(self.contact)

    @property
    def caller_name(self) -> str:
        """The caller's name, or "the caller"."""
        return self.caller.name or _("the caller")

    @property
    def heading(self) -> str:
        """Who is on which channel, or that the caller has left."""
        if self.contact.channel_class == "none":
            return _("Seen or heard, reported by staff")
        name = self.caller.name or _("The caller")
        if self.caller_left:
            return _("%(name)s has left the contact") % {"name": name}
        by = _("by %(channel)s") % {"channel": self.channel_words.lower()}
        ways = {"voice": _("on the phone"), "in_person": _("in person")}
        return f"{name}, {ways.get(self.contact.channel, by)}"

    @property
    def channel_words(self) -> str:
        """The channel in words."""
        return _(str(self.contact.get_channel_display()))

    @property
    def unreviewed(self) -> str:
        """What is to be known of the language of this desk; empty: it is its own (X-3)."""
        return _(UNREVIEWED) if (get_language() or "").startswith("es") else ""

    @property
    def caller_left(self) -> bool:
        """Whether the caller's leg has ended."""
        return self.contact.caller_left_at is not None

    @cached_property
    def line(self) -> LineCard | None:
        """How the line stands, as a telephone confirmed it (S1-41); None: it is no call."""
        return line_card(self.contact)

    @property
    def kept_open(self) -> bool:
        """Whether a duty keeps the contact open now (X-1)."""
        held = self.incident is not None and "keep_contact_open" in self.incident.duties
        return held and self.contact.released_at is None

    @property
    def identity_waived(self) -> bool:
        """Whether authentication is waived (S1-8)."""
        return self.incident is not None and "authentication_waived" in self.incident.duties

    @property
    def account_withheld(self) -> bool:
        """Whether nothing of the account is told, since nobody proved who calls (X-7)."""
        return self.identity_waived and self.contact.authentication != "passed"

    @property
    def assigned_to(self) -> str:
        """The role the procedure is assigned to now: the agent's until a receiver spoke (S1-1)."""
        owner = self.incident.owner if self.incident else None
        return ", ".join(str(grant) for grant in owner.roles.all()) if owner else ""

    @property
    def graver_levels(self) -> tuple[int, ...]:
        """The levels that whoever handles it may raise it to (S3-16)."""
        return tuple(range(self.incident.level)) if self.incident else ()

    @property
    def business_locked(self) -> bool:
        """Whether business waits until the caller's safety is recorded (S4-43)."""
        incident = self.incident
        if incident is None or "safety_before_business" not in incident.duties:
            return False
        return incident.safety_recorded_at is None

    @property
    def confidential(self) -> bool:
        """Whether the confidentiality reminder stands (S1-37)."""
        return self.incident is not None and "confidential" in self.incident.duties

    @property
    def supervises(self) -> bool:
        """Whether the reader is a supervisor of this contact."""
        if self.incident is not None:
            return supervises_incident(self.actor, self.incident)
        return supervises(self.actor, self.contact.site_id)

    @property
    def may_release(self) -> bool:
        """Whether the reader is shown the end of the contact."""
        return may_release(self.actor, self.contact, self.incident)

    @cached_property
    def lines(self) -> list[LineView]:
        """What was said, the oldest first."""
        return lines(self.contact.id, limit=LINES)

    @cached_property
    def protocol(self) -> Protocol | None:
        """The protocol that guides this contact."""
        return self._shown[0] if self._shown else None

    @cached_property
    def step(self) -> StepCard | None:
        """The current step, or nothing without an incident."""
        if self.incident is None or self._shown is None:
            return None
        protocol, shown = self._shown
        owner = self.incident.owner
        return step_card(
            shown,
            fields=self._fields,
            words=filling(self.words, self.language),
            said=spoken_facts(self.incident),
            mine=self.mine,
            owner=owner.name if owner else "",
            minimum=protocol.id == MINIMUM_SAFE.id,
        )

    @property
    def mine(self) -> bool:
        """Whether the reader moves the run."""
        return self.incident is not None and may_drive(self.actor, self.incident)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """What fills the placeholders of sentences to say."""
        agent = self.contact.agent
        country = self.contact.caller_country
        number = emergency_agency(country) if country else None
        return {
            "supervisor_name": self.coming.who if self.coming else "",
            "agent_name": agent.name.split()[0] if agent else "",
            "caller_name": self.caller.name,
            "centre_name": self.contact.site.name.split(",")[0],
            "emergency_number": number.named if number else "",
        }

    @cached_property
    def own_words(self) -> OwnWords | None:
        """The place for the reader's own words, where they go out in writing (S4-41)."""
        return own_words(self)

    @cached_property
    def language(self) -> LanguageCard | None:
        """In which language the words of the step are, while a procedure guides."""
        if self.incident is None or self._shown is None:
            return None
        return language_card(self.incident, self._shown[0])

    @cached_property
    def coming(self) -> Coming | None:
        """Who is coming."""
        return coming(self.incident) if self.incident else None

    @cached_property
    def followers(self) -> list[Follower]:
        """Who reads along (S2-4): whoever has the contact sees that they do."""
        return followers(self.incident.id) if self.incident else []

    @cached_property
    def guided(self) -> list[Guided]:
        """What was written to the reader and is not confirmed as read, the oldest first (S2-5)."""
        return guidance_to_see(self.incident, self.actor.id) if self.incident else []

    @cached_property
    def reach(self) -> Reach | None:
        """By which other ways the person can be reached, and which were used (S3-2)."""
        if self.incident is None or self.contact.channel_class == "none":
            return None
        return reach(self.incident)

    @property
    def guided_more(self) -> int:
        """How many messages wait behind the one that is shown."""
        return len(self.guided) - 1

    @cached_property
    def dispatches(self) -> list[DispatchView]:
        """Calls for help from outside."""
        if self.incident is None:
            return []
        return dispatches(self.incident, speaker=self.actor, at=self.at)

    @cached_property
    def offered(self) -> list[Agency]:
        """Other help from outside that can be asked for by one press (S0-41)."""
        over = self.contact.released_at is not None
        if over and (self.incident is None or self.incident.state != "open"):
            return []
        return offered(self.incident)

    @cached_property
    def services(self) -> list[Service]:
        """The services to name to the caller, once the procedure offers them."""
        return named_services(self.incident) if self.incident else []

    @cached_property
    def cards(self) -> list[Card]:
        """The reference cards that can be opened beside the call; using them is optional.

        The aid for anger stands in every incident (S1-6), the bomb checklist in every contact
        with a threat, first where a bomb is the threat (S1-60).
        """
        if self.incident is None:
            return []
        kinds = {one.kind for one in self.threats} | {self.incident.kind}
        names = [BOMB_CARD, ANGER_CARD] if "bomb" in kinds else [ANGER_CARD, BOMB_CARD]
        if self.difficult is not None and not self.difficult.locked:
            names.remove(BOMB_CARD)
        found = (card(name) for name in names)
        return [one for one in found if one is not None]

    @cached_property
    def obligations(self) -> list[Obligation]:
        """What is owed."""
        return list(obligations(self.incident)) if self.incident else []

    @cached_property
    def threats(self) -> list[Threat]:
        """The threats of the incident."""
        return list(threats(self.incident)) if self.incident else []

    @cached_property
    def drafts(self) -> list[DraftView]:
        """The reports of the incident, as they fill themselves, what a threat owes first."""
        return [_on_card(one) for one in self._whole_drafts]

    @cached_property
    def gathering(self) -> GatheringCard | None:
        """What is still to be learned, while the incident is open and something is (S3-11)."""
        if self.incident is None or self.incident.state != "open" or self._shown is None:
            return None
        found = gathering(self.incident, self._whole_drafts)
        protocol, shown = self._shown
        return gathering_card(found, protocol, shown, mine=self.mine)

    @cached_property
    def heard(self) -> list[str]:
        """What was heard that opens nothing by itself: abuse of staff, a wish for a supervisor."""
        return heard_manners(self.contact.id)

    @cached_property
    def difficult(self) -> DifficultCall | None:
        """The difficult call with its warnings, while its procedure is on the screen (L3)."""
        if self.incident is None:
            return None
        return difficult_call(
            self.incident,
            ended=self.step is not None and bool(self.step.ended),
            caller_left=self.caller_left,
            approves=self.contact.site.ending_needs_approval,
        )

    @cached_property
    def switches(self) -> list[SwitchOffer]:
        """The procedures of threats that one press changes to, the gravest first (S0-14)."""
        return open_switches(self.incident, self.actor, at=self.at) if self.incident else []

    @cached_property
    def certified(self) -> Guide | None:
        """The procedure that the reader can take, while a built-in path guides (S0-15)."""
        if self.incident is None or not self.mine:
            return None
        return certified_offer(self.incident, self.actor, at=self.at)

    @cached_property
    def standing(self) -> list[str]:
        """What is to be known of the procedure: a template, lapsed, stale, or not trained on."""
        return banners(self.incident, self.actor, at=self.at) if self.incident else []

    @cached_property
    def parked(self) -> list[ParkedRun]:
        """The procedures that wait to be taken up again by one press; none is offered twice."""
        shown = {one.title for one in self.switches}
        found = parked_runs(self.incident) if self.incident else []
        return [one for one in found if one.title not in shown]

    @cached_property
    def aids(self) -> Aids:
        """What may help beside the step: more exact procedures, phrases, the card, the limits."""
        return Aids(self)

    @cached_property
    def earlier(self) -> int:
        """How many earlier calls of this caller were not resolved (S2-30)."""
        return earlier_unresolved(self.contact)

    @cached_property
    def specialised(self) -> bool:
        """Whether so many were that a specialised team is suggested (S2-29)."""
        return suggests_specialised(self.contact)

    @cached_property
    def record(self) -> UUID | None:
        """The record of this call that is still to be filed, once the contact is over."""
        if self.incident is None or self.contact.released_at is None:
            return None
        rows = reports_of(self.incident.id)
        return next((one.id for one in rows if one.form_id == RECORD and not one.number), None)

    @property
    def mine_to_write(self) -> bool:
        """Whether the reader had this contact, and so writes its record."""
        return self.contact.agent_id == self.actor.id

    @cached_property
    def plan(self) -> str:
        """The site's own crisis management plan; empty: it has written none."""
        return self.contact.site.emergency_plan

    @cached_property
    def out_plan(self) -> str:
        """What whoever needs out reads: the site's own plan, else the playbook's (S2-45)."""
        return crisis_plan(self.plan)

    @cached_property
    def _whole_drafts(self) -> list[DraftView]:
        """The reports with all their fields; none that were erased."""
        found = []
        rows = reports_of(self.incident.id) if self.incident else []
        for row in sorted(rows, key=lambda one: FIRST.get(one.form_id, len(FIRST))):
            with suppress(ContentErased):
                found.append(draft(row.id))
        return found

    @cached_property
    def _shown(self) -> tuple[Protocol, Screen] | None:
        return screen(self.incident) if self.incident else None

    @cached_property
    def _fields(self) -> Mapping[str, Field]:
        found: dict[str, Field] = {}
        for form_id in ASKED_IN:
            with suppress(DocumentNotFound):
                fields = noted_form(form_id, self.contact.site.slug).fields
                found |= {one.name: one for one in fields if one.name not in found}
        return found


def _on_card(whole: DraftView) -> DraftView:
    """Return the draft with the fields that stand on the card: those with an answer."""
    fields = (
        view
        for view in whole.fields
        if view.answer is not None and (view.field.safety or view.field.name in ON_CARD)
    )
    return replace(whole, fields=tuple(fields))


def contact_page(contact_id: UUID, *, actor: Actor, at: datetime) -> ContactPage:
    """Return the page of a contact.

    Raises:
        ContactNotFound: no contact has this id.
        NotOnTheList: `actor` may not see it.
    """
    row = contact(contact_id)
    incident = by_contact(contact_id)
    if not may_open_contact(actor, row, incident):
        raise NotOnTheList
    return ContactPage(row, incident, actor=actor, at=at)
