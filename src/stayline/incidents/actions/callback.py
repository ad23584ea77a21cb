"""Calling a lost caller back: proposed to a supervisor, recorded by hand, never automatic."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.incidents.actions._owe import (
    meet_in_transaction,
    owe_in_transaction,
    perform_in_transaction,
)
from stayline.incidents.actions._record import lock_incident_in_transaction, log_in_transaction
from stayline.incidents.errors import (
    CallbackInvalid,
    CallbackRefused,
    NotASupervisor,
    ReasonMissing,
)
from stayline.incidents.events import (
    CallbackAgreed,
    CallbackProposed,
    CallbackTried,
    HelpDecided,
)
from stayline.incidents.models import Callback, Incident
from stayline.incidents.policies import may_decide, may_speak_up
from stayline.incidents.queries import (
    RULES,
    TRIES,
    callback,
    callback_rule,
    live_threats,
    subject_of,
)
from stayline.platform.transactions import action
from stayline.privacy.errors import NotOnTheList

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

OUTCOMES: Final = frozenset({"answered", "no_answer", "not_the_caller"})
"""How a try ended. Somebody else who answers is told nothing of the subject."""

DECIDE_WITHIN: Final = timedelta(minutes=2)
"""So long has the supervisor to decide on emergency services, before managers hear of it."""


def propose_callback_in_transaction(incident: Incident, *, actor: Actor, at: datetime) -> None:
    """Tell supervisors that the caller is lost, and what the rule says about calling back.

    A difficult call proposes nothing. The caller holds the transaction and the head.
    """
    if not live_threats(incident):
        return
    rule = callback_rule(incident)
    event = CallbackProposed(rule=rule, says=RULES[rule])
    log_in_transaction(incident, event, actor=actor, at=at, live="coming", urgent=True)
    perform_in_transaction(
        incident, "notify", "supervisor", because="the caller is lost", actor=actor, at=at
    )


@action
def agree_callback(*, incident_id: UUID, with_whom: str, actor: Actor, at: datetime) -> Callback:
    """Record who agreed to a call-back after a bomb threat, or the safe way after abuse.

    For a bomb: police or telecoms security, by name. For abuse: how and when the person said
    that it is safe to reach them.

    Raises:
        NotASupervisor: `actor` does not decide here.
        ReasonMissing: nobody and nothing is named.
        CallbackRefused: this incident needs no agreement.
    """
    incident = _decided(incident_id, actor)
    if not with_whom.strip():
        raise ReasonMissing("with_whom")
    rule = callback_rule(incident)
    if rule == "propose":
        raise CallbackRefused("Calling back needs no agreement here.", rule=rule)
    row = Callback.objects.create(
        incident=incident,
        kind="agreed" if rule == "agreement" else "safe",
        by=actor.id,
        at=at,
    )
    event = CallbackAgreed(
        what="police or telecoms security" if rule == "agreement" else "a safe way is on record",
        note=with_whom,
        subject=subject_of(incident),
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="coming")
    return row


@action
def record_callback_try(*, incident_id: UUID, outcome: str, actor: Actor, at: datetime) -> Callback:
    """Record that somebody called back from another line, and how it went.

    After two tries without an answer in a self-harm incident the supervisor owes a decision on
    emergency services.

    Raises:
        NotOnTheList: `actor` does not handle this incident.
        CallbackInvalid: the outcome is none.
        CallbackRefused: nobody was lost; a bomb and nobody agreed; abuse and no safe way known.
    """
    incident = lock_incident_in_transaction(incident_id)
    if not may_speak_up(actor, incident):
        raise NotOnTheList(incident=str(incident_id))
    if outcome not in OUTCOMES:
        raise CallbackInvalid({"outcome": f"Choose one of {', '.join(sorted(OUTCOMES))}."})
    rule = callback(incident)
    if not rule.allowed:
        raise CallbackRefused(rule.says, rule=rule.rule)
    row = Callback.objects.create(
        incident=incident, kind="try", outcome=outcome, by=actor.id, at=at
    )
    event = CallbackTried(ordinal=rule.tries + 1, outcome=outcome.replace("_", " "))
    log_in_transaction(incident, event, actor=actor, at=at, live="coming")
    _owe_decision(incident, actor=actor, at=at)
    return row


@action
def decide_on_help(
    *, incident_id: UUID, send: bool, reason: str, actor: Actor, at: datetime
) -> Incident:
    """Decide whether emergency services are sent to somebody who was lost; with a reason.

    A yes asks a named person to call, with the words to say; nothing is ever called by itself.

    Raises:
        NotASupervisor: `actor` does not decide here.
        ReasonMissing: no reason was given.
    """
    incident = _decided(incident_id, actor)
    if not reason.strip():
        raise ReasonMissing
    event = HelpDecided(
        decided="send" if send else "do not send", reason=reason, subject=subject_of(incident)
    )
    log_in_transaction(incident, event, actor=actor, at=at, live="coming", urgent=True)
    meet_in_transaction(incident, do_kind="decide", do_target="help", actor=actor, at=at)
    if send:
        perform_in_transaction(
            incident,
            "dispatch",
            "emergency_services",
            because="a supervisor decided",
            actor=actor,
            at=at,
        )
    return incident


def _decided(incident_id: UUID, actor: Actor) -> Incident:
    incident = lock_incident_in_transaction(incident_id)
    if not may_decide(actor, incident):
        raise NotASupervisor
    return incident


def _owe_decision(incident: Incident, *, actor: Actor, at: datetime) -> None:
    unanswered = incident.callbacks.filter(kind="try").exclude(outcome="answered").count()
    answered = incident.callbacks.filter(kind="try", outcome="answered").exists()
    harms = {one.kind for one in live_threats(incident)}
    if "self_harm" not in harms or answered or unanswered < TRIES:
        return
    owe_in_transaction(
        incident,
        name="decide_on_help",
        do_kind="decide",
        do_target="help",
        by="supervisor",
        within=DECIDE_WITHIN,
        otherwise=[{"kind": "raise", "target": "management"}],
        actor=actor,
        at=at,
    )
