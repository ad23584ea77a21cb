"""What the studio's tests share: who writes, and a protocol to write the next version of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from stayline.library.actions import acknowledge_risk, start_draft
from stayline.library.models import Draft
from stayline.library.queries import risk_notice
from stayline.people.models import Person, Role, RoleGrant
from stayline.platform.actors import Actor
from stayline.studio.web import certify_papers, edit
from stayline.studio.web.drafts import CHECKS, PICTURES
from tests.cast import Cast
from tests.web.conftest import SignIn

KIND, DOCUMENT = "protocol", "self-harm"
PAGE = f"/studio/{KIND}/{DOCUMENT}/"


@pytest.fixture(autouse=True)
def _whole_bursts() -> None:
    """Nobody is told to come again because the same person wrote much in the test before."""
    for turns in (CHECKS, PICTURES, certify_papers.TURNS, edit.TURNS):
        turns.forget()


def with_role(actor: Actor, role: Role) -> Actor:
    """The same person with one more role."""
    person = Person.objects.get(id=actor.id)
    RoleGrant.objects.create(person=person, role=role.value, granted_at=datetime.now(UTC))
    return replace(actor, roles=actor.roles | {role.value})


def read_notice(actor: Actor, kind: str = KIND, document_id: str = DOCUMENT) -> None:
    """The person has read the notice of risk for this document."""
    acknowledge_risk(
        kind=kind,
        document_id=document_id,
        purpose="edit",
        notice=risk_notice().digest,
        actor=actor,
        at=datetime.now(UTC),
    )


@dataclass
class Writing:
    """A draft of the self-harm protocol, and the browsers of two who may write it."""

    draft: Draft
    mo: Client
    bo: Client

    @property
    def page(self) -> str:
        """The address of the draft."""
        return f"/studio/drafts/{self.draft.id}/"

    @property
    def text(self) -> str:
        """The text as it was saved last."""
        return bytes(Draft.objects.get(id=self.draft.id).source).decode()

    def saved(self) -> int:
        """Which save it is."""
        return Draft.objects.get(id=self.draft.id).revision


@pytest.fixture
def writing(cast: Cast, playbook: None, signed_in: SignIn) -> Writing:
    """Mo began a draft; Bo is a protocol owner as well, and both have read the notice."""
    bo = with_role(cast.bo, Role.PROTOCOL_OWNER)
    for one in (cast.mo, bo):
        read_notice(one)
    draft = start_draft(kind=KIND, document_id=DOCUMENT, actor=cast.mo, at=datetime.now(UTC))
    return Writing(draft, signed_in(cast.mo), signed_in(bo))


@pytest.fixture
def manager(cast: Cast, playbook: None, signed_in: SignIn) -> Client:
    """The manager's browser."""
    return signed_in(cast.mo)
