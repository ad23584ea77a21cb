"""Which room answers which port. Start fails when one is unplugged.

Each room's lines stand together in a function of their own, called from `plug`; a room that
is not built has no line. Imports are inside the functions because models exist only once
Django has loaded every application.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from stayline.config.loading import is_loopback
from stayline.config.options import Settings
from stayline.config.rooms import plug_rooms
from stayline.platform.plugs import Unplugged, empty_slots


def plug() -> None:
    """Plug every port of every room, once, at start.

    Raises:
        Unplugged: a port has no answer, with the names of all such ports.
    """
    _platform()
    _deadlines()
    _connectors()
    plug_rooms()
    missing = empty_slots()
    if missing:
        message = f"unplugged: {', '.join(missing)}; add a line to stayline/config/wiring.py"
        raise Unplugged(message)


def _platform() -> None:
    """Plug what the web's edge needs: who may watch what; who is at a screen is kept by people."""
    from stayline.config.live_topics import topics
    from stayline.people.workers import PresenceKeeper
    from stayline.platform import ports

    ports.presence.plug(PresenceKeeper())
    ports.live_topics.plug(*topics())


def _connectors() -> None:
    """Plug what reaches outside: keys, and the ways by which messages leave."""
    from django.conf import settings

    from stayline.connectors.keys_file import FileKeys
    from stayline.platform.ports import keys

    keys.plug(FileKeys(settings.STAYLINE_MASTER_KEY))
    _ways_out(settings.STAYLINE)


def _ways_out(options: Settings) -> None:
    """Plug by which ways cases leave. Exercises have a file of their own and never another way."""
    from stayline.connectors.jsonl_file import JsonlFile
    from stayline.connectors.webhook_out import WebhookOut
    from stayline.outbox.ports import senders

    case = frozenset({"case"})
    exercises = options.data_dir / "cases-exercise.jsonl"
    senders.plug(JsonlFile(exercises, case, for_exercise=True))
    if options.case_channel == "webhook":
        url, secret = options.case_webhook_url, options.case_webhook_secret
        outside = not is_loopback(urlsplit(url).hostname or "")
        senders.plug(WebhookOut(url, secret, case, reaches_outside=outside))
    else:
        senders.plug(JsonlFile(options.case_path, case, for_exercise=False))
    _pages_out(options)


def _pages_out(options: Settings) -> None:
    """Plug by which ways pages leave; which of them a centre has stands in its database."""
    from stayline.connectors.pages_out import PagesOut
    from stayline.connectors.sms_voice import TwilioReplies
    from stayline.escalation.ports import replies
    from stayline.outbox.ports import senders
    from stayline.outbox.queries import open_way, ways_of_kinds

    demo = options.mode == "demo"
    for exercise in (False, True):
        senders.plug(PagesOut(open_way, for_exercise=exercise, demo=demo))
    replies.plug(TwilioReplies(ways_of_kinds))


def _deadlines() -> None:
    """Let readiness ask for the watcher, and the watchdog for what nothing watches."""
    from stayline.command.workers.deployments import CheckInsWatched
    from stayline.command.workers.messages import AnswersWatched, ReportsWatched
    from stayline.config.watching import LadderAudit, ObligationAudit, watcher_check
    from stayline.deadlines.ports import audit_ports
    from stayline.platform.http.health import readiness

    readiness.plug(watcher_check)
    if not len(audit_ports):
        audit_ports.plug(LadderAudit(), ObligationAudit(), CheckInsWatched())
        audit_ports.plug(AnswersWatched(), ReportsWatched())
