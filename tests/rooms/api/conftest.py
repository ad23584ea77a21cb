"""Machines with tokens, and a contact that one of them opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from stayline.people.actions import issue_token
from stayline.people.api import ACTING
from stayline.people.models import Site
from stayline.platform.actors import Actor
from tests.cast import Cast

THREAT = "If you shut us off on Monday, I don't want to be alive any more."


class Machine:
    """Something outside that calls the API with a token, or with none."""

    def __init__(self, secret: str = "", acting: str = "") -> None:
        self.secret, self.acting = secret, acting

    def stands_for(self, who: Actor | str) -> Machine:
        """The same machine at the desk of this person."""
        return Machine(self.secret, who if isinstance(who, str) else who.name.split()[0].lower())

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> HttpResponse:
        """One request; `headers` are written with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent["Authorization"] = f"Bearer {self.secret}"
        if self.acting:
            sent[ACTING] = self.acting
        content = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        return Client().generic(
            method, f"/api/v1/{path}", content, content_type="application/json", headers=sent
        )

    def get(self, path: str) -> HttpResponse:
        return self.ask("GET", path)

    def post(self, path: str, body: object = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, body, **headers)

    def opens(self, **fields: object) -> dict[str, Any]:
        """Open a contact that Ann has."""
        new = {"id": str(uuid4()), "agent": "platform-ann", **fields}
        done = self.post("contacts", new)
        assert done.status_code == 201, done.content
        return done.json()

    def says(self, contact: dict[str, Any], *texts: str, **headers: str) -> dict[str, Any]:
        """The caller says these lines, each with an id of its own."""
        lines = [{"id": str(uuid4()), "text": text} for text in texts]
        done = self.post(f"contacts/{contact['id']}/lines", {"lines": lines}, **headers)
        assert done.status_code == 202, done.content
        return done.json()


MakeMachine = Callable[..., Machine]


@pytest.fixture
def machine(cast: Cast) -> MakeMachine:
    """Make a machine with a token of these scopes, at the cast's site unless another is named."""

    def make(
        *scopes: str, site: Site | None = None, source: str = "tests", exercise: bool = False
    ) -> Machine:
        _, secret = issue_token(
            name=source,
            scopes=scopes,
            source=source,
            site_id=(site or cast.site).id,
            exercise=exercise,
            actor=cast.mo,
            at=datetime.now(UTC),
        )
        return Machine(secret)

    return make


@pytest.fixture
def platform(machine: MakeMachine) -> Machine:
    """A contact platform that may write contacts."""
    return machine("contacts:write")


@pytest.fixture
def drill(machine: MakeMachine) -> Machine:
    """A rehearsal that may act for the people of the site."""
    return machine("contacts:write", "exercise:act")


@pytest.fixture
def real_site(db: None) -> Site:
    """A site where contacts are real."""
    return Site.objects.create(slug="real", name="Real", zone="UTC", country="GB")


def problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is this problem document (RFC 9457), and return it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"].endswith(f"/{code}")
    assert body["title"]
    return body


def some_id() -> UUID:
    """An id that nothing has."""
    return uuid4()
