"""A difficult call as tests handle it: Ann's contact, the aid started, steps by what they cover."""

from __future__ import annotations

from stayline.contacts.models import Contact
from stayline.incidents.actions import hear_lines, start_aid, take_step
from stayline.incidents.queries import screen
from tests.cast import NOW, Cast, later, line
from tests.record import Opened

THREAT_TO_FAMILY = "If this issue is not resolved, I will hurt my family."
BOMB = "There is a bomb in your building."
SELF = "I am going to kill myself tonight."
ABUSED = "My husband hits me every night."


def aided(cast: Cast, contact: Contact | None = None, kind: str = "abusive_language") -> Opened:
    """A contact of Ann's in which she has started the aid."""
    contact = contact or cast.contact()
    start_aid(contact_id=contact.id, kind=kind, actor=cast.ann, at=NOW)
    return Opened(cast, contact.id)


def said(opened: Opened, words: str, at: int = 30) -> None:
    """The caller says something."""
    hear_lines(
        contact_id=opened.contact_id,
        lines=[line(at, words)],
        actor=opened.cast.ann,
        at=later(at),
    )


def take(opened: Opened, step: str, at: int = 10) -> None:
    """Ann takes a step that is always one press away."""
    take_step(
        incident_id=opened.incident.id,
        expected=opened.run.sequence,
        step=step,
        actor=opened.cast.ann,
        at=later(at),
    )


def shown(opened: Opened) -> str:
    """The step on the screen."""
    found = screen(opened.incident)
    assert found is not None
    return found[1].step


def warn(opened: Opened, times: int, at: int = 10) -> None:
    """Ann warns as often, each time with the words of the procedure, and says so by going on."""
    for number in range(times):
        take(opened, "abusive", at + 2 * number)
        opened.go_on(later(at + 2 * number + 1))


def end_by_warnings(opened: Opened) -> None:
    """Ann goes all the way: two warnings, the final notice, and telling them that it ends."""
    warn(opened, 4)
