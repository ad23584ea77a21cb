"""Who may open which live stream: signed tickets, and what happens when they are old.

A page that may show a topic carries a ticket for it: signed, 60 s, one topic, one session, one
person. Every connect asks whether the session is still signed in. A browser that reconnects
later sends the same, now expired, ticket: then, and only with the cookie of the same session,
the policy is asked again. After `LONGEST` the page must be loaded anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.core import signing
from django.http import HttpRequest

from stayline.platform.errors import Forbidden
from stayline.platform.live.publish import session_hash
from stayline.platform.ports import LiveTopicPort, live_topics

SALT: Final = "stayline.live.ticket"
FRESH: Final = timedelta(seconds=60)
LONGEST: Final = timedelta(hours=12)
TOPICS_AT_MOST: Final = 8


class TopicForbidden(Forbidden):
    """You may not watch this."""

    code = "platform.live.forbidden"


class TicketRefused(Forbidden):
    """This live stream cannot be opened; load the page again."""

    code = "platform.live.ticket_refused"


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who opened a stream, from which session, on which topics."""

    person_id: UUID
    session: str
    session_key: str
    topics: tuple[str, ...]


def port_of(topic: str) -> LiveTopicPort | None:
    """Return the port that knows the topic's prefix, if any room does."""
    prefix = topic.partition(":")[0]
    return next((port for port in live_topics if port.prefix == prefix), None)


def may_watch(person_id: UUID, topic: str) -> bool:
    """Return whether a person may watch a topic; nobody may watch an unknown one."""
    port = port_of(topic)
    return port is not None and port.may_watch(person_id, topic)


def issue(request: HttpRequest, topic: str) -> str:
    """Return a ticket for the signed-in person of `request`, after asking the policy.

    Raises:
        TopicForbidden: nobody is signed in, or the policy says no.
    """
    person_id = request.user.pk
    if person_id is None or request.session.session_key is None:
        raise TopicForbidden
    if not may_watch(person_id, topic):
        raise TopicForbidden
    session = session_hash(request.session.session_key)
    return signing.dumps({"t": topic, "s": session, "p": str(person_id)}, salt=SALT)


def admit(tickets: list[str], session_key: str) -> Admitted:
    """Return who may open a stream with these tickets and the cookie of their session.

    Raises:
        TicketRefused: a ticket is forged, older than `LONGEST` or another session's; the
            session has ended; or an expired ticket's topic is no longer allowed.
    """
    if not 0 < len(tickets) <= TOPICS_AT_MOST or not session_key:
        raise TicketRefused
    session = session_hash(session_key)
    read = [_read(ticket, session) for ticket in tickets]
    person_id = person_of_session(session_key)
    if person_id is None:
        raise TicketRefused
    for topic, owner, fresh in read:
        if owner != str(person_id) or not (fresh or may_watch(person_id, topic)):
            raise TicketRefused
    return Admitted(person_id, session, session_key, tuple(topic for topic, _, _ in read))


def still_admitted(admitted: Admitted) -> bool:
    """Return whether the session is still signed in and may still watch all its topics."""
    if person_of_session(admitted.session_key) != admitted.person_id:
        return False
    return all(may_watch(admitted.person_id, topic) for topic in admitted.topics)


def person_of_session(session_key: str) -> UUID | None:
    """Return who is signed in with a session now: not expired, active, same password."""
    request = HttpRequest()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(session_key)
    user = auth.get_user(request)
    return user.pk if user.is_authenticated and user.is_active else None


def _read(ticket: str, session: str) -> tuple[str, str, bool]:
    """Return a ticket's topic and person, and whether it is fresh."""
    try:
        content = signing.loads(ticket, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        raise TicketRefused from None
    if content["s"] != session:
        raise TicketRefused
    try:
        signing.loads(ticket, salt=SALT, max_age=FRESH)
    except signing.SignatureExpired:
        return content["t"], content["p"], False
    return content["t"], content["p"], True
