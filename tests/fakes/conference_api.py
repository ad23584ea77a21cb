"""A provider of calls on loopback, with every fault a test asks for.

It speaks of conferences, participants, calls and workers as Twilio publishes them (2010-04-01
and TaskRouter v1).

It posts nothing by itself: each change puts a call-back into `events`, and a test delivers them
late, twice, out of order or never.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SID = "AC" + "0" * 32
SECRET = "a-secret-of-the-tests"
WORKSPACE = "WS" + "1" * 32
BUSY, FREE = "WA" + "b" * 32, "WA" + "f" * 32

Form = dict[str, str]


@dataclass
class Participant:
    """Somebody in a conference."""

    call_sid: str
    label: str = ""
    muted: bool = False
    coaching: bool = False
    end_conference_on_exit: bool = True
    status: str = "connected"

    def shown(self, conference: str) -> dict[str, Any]:
        """As the interface shows it."""
        return {
            "account_sid": SID,
            "call_sid": self.call_sid,
            "label": self.label or None,
            "conference_sid": conference,
            "muted": self.muted,
            "hold": False,
            "coaching": self.coaching,
            "end_conference_on_exit": self.end_conference_on_exit,
            "start_conference_on_enter": True,
            "status": self.status,
        }


@dataclass
class ConferenceRow:
    """A conference and what it has told."""

    sid: str
    name: str
    status: str = "in-progress"
    sequence: int = 0
    people: dict[str, Participant] = field(default_factory=dict)


@dataclass
class Provider:
    """The provider's world. `faults` are used up one a request: see `Handler._do`."""

    url: str = ""
    now: datetime = field(default_factory=datetime.now)
    conferences: dict[str, ConferenceRow] = field(default_factory=dict)
    calls: list[Form] = field(default_factory=list)
    workers: dict[str, str] = field(default_factory=dict)
    events: list[Form] = field(default_factory=list)
    asked: list[tuple[str, str, Form]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    def conference(self, sid: str = "CF" + "c" * 32, name: str = "call-7") -> ConferenceRow:
        """A conference that begins."""
        return self.conferences.setdefault(sid, ConferenceRow(sid, name))

    def join(self, sid: str, person: Participant, *, after: float = 0) -> Form:
        """Somebody comes in, `after` so many seconds."""
        self.conferences[sid].people[person.call_sid] = person
        return self._event(sid, "participant-join", person, after)

    def leave(self, sid: str, call_sid: str, *, after: float = 0, failed: bool = False) -> Form:
        """Somebody goes, and the conference with them where it is made so."""
        row = self.conferences[sid]
        person = row.people.pop(call_sid)
        event = self._event(sid, "participant-leave", person, after)
        event["ParticipantCallStatus"] = "failed" if failed else "completed"
        if person.end_conference_on_exit or not row.people:
            self.end(sid, after=after)
        return event

    def end(self, sid: str, *, after: float = 0) -> Form:
        """The conference is over."""
        row = self.conferences[sid]
        row.people.clear()
        row.status = "completed"
        return self._event(sid, "conference-end", None, after)

    def _event(self, sid: str, name: str, person: Participant | None, after: float) -> Form:
        row = self.conferences[sid]
        row.sequence += 1
        event = {
            "AccountSid": SID,
            "ConferenceSid": sid,
            "FriendlyName": row.name,
            "StatusCallbackEvent": name,
            "SequenceNumber": str(row.sequence),
            "Timestamp": format_datetime(self.now + timedelta(seconds=after)),
        }
        if person is not None:
            event |= {
                "CallSid": person.call_sid,
                "ParticipantLabel": person.label,
                "Muted": str(person.muted).lower(),
                "Hold": "false",
                "Coaching": str(person.coaching).lower(),
                "EndConferenceOnExit": str(person.end_conference_on_exit).lower(),
                "StartConferenceOnEnter": "true",
            }
        self.events.append(event)
        return event


def _answer(provider: Provider, method: str, path: str, form: Form, *, act: bool) -> Any:
    """The answer to a request, or None: there is no such thing. Without `act` nothing is done."""
    for pattern, does in ROUTES:
        found = re.fullmatch(pattern, path)
        if found:
            return does(provider, method, form, found, act)
    return None


def _conference(
    provider: Provider, method: str, form: Form, found: re.Match[str], act: bool
) -> Any:
    row = provider.conferences.get(found["sid"])
    if row is None:
        return None
    if method == "POST" and form.get("Status") == "completed" and act:
        provider.end(row.sid)
    return {"sid": row.sid, "friendly_name": row.name, "status": row.status, "account_sid": SID}


def _participants(
    provider: Provider, method: str, form: Form, found: re.Match[str], act: bool
) -> Any:
    row = provider.conferences.get(found["sid"])
    if row is None:
        return None
    shown = [one.shown(row.sid) for one in row.people.values()]
    return {"participants": shown, "next_page_uri": None, "page": 0, "page_size": 50}


def _participant(
    provider: Provider, method: str, form: Form, found: re.Match[str], act: bool
) -> Any:
    row = provider.conferences.get(found["sid"])
    person = row.people.get(found["call"]) if row else None
    if row is None or person is None:
        return None
    if act:
        for name, key in (
            ("Muted", "muted"),
            ("Coaching", "coaching"),
            ("EndConferenceOnExit", "end_conference_on_exit"),
        ):
            if name in form:
                setattr(person, key, form[name] == "true")
        provider._event(row.sid, "participant-modify", person, 0)
    return person.shown(row.sid)


def _calls(provider: Provider, method: str, form: Form, found: re.Match[str], act: bool) -> Any:
    if method == "GET":
        shown = [one for one in provider.calls if one["to"] == form.get("To", one["to"])]
        return {"calls": shown, "next_page_uri": None, "page": 0, "page_size": 50}
    made = {
        "sid": f"CA{len(provider.calls):032d}",
        "to": form["To"],
        "from": form["From"],
        "status": "queued",
        "url": form["Url"],
    }
    if act:
        provider.calls.append(made)
    return made


def _worker(provider: Provider, method: str, form: Form, found: re.Match[str], act: bool) -> Any:
    sid = found["sid"]
    if sid not in provider.workers:
        return None
    if act and "ActivitySid" in form:
        provider.workers[sid] = form["ActivitySid"]
        if form.get("RejectPendingReservations") == "true":
            provider.rejected.append(sid)
    now = provider.workers[sid]
    return {"sid": sid, "activity_sid": now, "available": now == FREE, "workspace_sid": WORKSPACE}


BASE = rf"/2010-04-01/Accounts/{SID}"
ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (BASE + r"/Conferences/(?P<sid>\w+)\.json", _conference),
    (BASE + r"/Conferences/(?P<sid>\w+)/Participants\.json", _participants),
    (BASE + r"/Conferences/(?P<sid>\w+)/Participants/(?P<call>\w+)\.json", _participant),
    (BASE + r"/Calls\.json", _calls),
    (rf"/v1/Workspaces/{WORKSPACE}/Workers/(?P<sid>\w+)", _worker),
]


class Handler(BaseHTTPRequestHandler):
    """Answers for the provider of its server."""

    provider: Provider

    def do_GET(self) -> None:
        """Answer what reads."""
        self._do(dict(_flat(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        """Answer what changes."""
        length = int(self.headers.get("content-length") or 0)
        self._do(dict(_flat(self.rfile.read(length).decode())))

    def _do(self, form: Form) -> None:
        """Answer as published, or as the next fault says.

        A number is that status; `lies` is an answer as if nothing had been asked; `lost` does it
        and answers nothing.
        """
        path = urlsplit(self.path).path
        self.provider.asked.append((self.command, path, form))
        wanted = "Basic " + base64.b64encode(f"{SID}:{SECRET}".encode()).decode()
        if self.headers.get("authorization") != wanted:
            self._say(401, {"code": 20003, "message": "no", "status": 401})
            return
        fault = self.provider.faults.pop(0) if self.provider.faults else ""
        if fault.isdecimal():
            self._say(int(fault), {"code": 20000 + int(fault), "message": "no"})
            return
        found = _answer(self.provider, self.command, path, form, act=fault != "lies")
        if fault == "lost":
            self.close_connection = True
        elif found is None:
            self._say(404, {"code": 20404, "message": "not found", "status": 404})
        else:
            self._say(201 if self.command == "POST" else 200, found)

    def _say(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(now: datetime) -> Iterator[Provider]:
    """A provider that listens on loopback until the test is over."""
    provider = Provider(now=now)
    handler = type("OfThisProvider", (Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _flat(text: str) -> Iterator[tuple[str, str]]:
    for name, values in parse_qs(text, keep_blank_values=True).items():
        yield name, values[-1]
