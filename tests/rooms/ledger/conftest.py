"""A kind of entry of the tests' own, people to act, and a stream to write in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from stayline.ledger import actions
from stayline.ledger.events import Event, register
from stayline.platform.actors import Actor
from stayline.platform.transactions import action

BEGIN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CALLER = "caller:7f0c1b1e"


@register
class Noted(Event):
    """Something was noted, in the tests of the ledger."""

    kind = "ledger_tests.note.taken"
    personal = frozenset({"text"})
    sentence = "Noted: {text}"

    text: str
    details: object = None


def later(seconds: float) -> datetime:
    """The moment so many seconds after the test began."""
    return BEGIN + timedelta(seconds=seconds)


@action
def open_stream(
    *, exercise: bool = True, kind: str = "incident", about: UUID | None = None
) -> UUID:
    """A new stream, opened in a transaction of its own."""
    return actions.open_stream_in_transaction(
        kind=kind,  # type: ignore[arg-type]  # a test may try a kind that does not exist
        subject_id=about or uuid4(),
        exercise=exercise,
        at=BEGIN,
    )


Note = Callable[..., actions.Receipt]


@pytest.fixture
def ann() -> Actor:
    """Somebody who acts."""
    return Actor(id=uuid4(), pseudonym="p-ann", name="Ann")


@pytest.fixture
def stream(request: pytest.FixtureRequest) -> UUID:
    """An empty stream."""
    request.getfixturevalue("db")
    return open_stream()


@pytest.fixture
def note(stream: UUID, ann: Actor) -> Note:
    """Note something in the stream."""

    @action
    def noting(
        text: str, *, seconds: float = 0, subject: str = "", details: object = None
    ) -> actions.Receipt:
        return actions.append_in_transaction(
            stream, Noted(text=text, details=details, subject=subject), actor=ann, at=later(seconds)
        )

    return noting
