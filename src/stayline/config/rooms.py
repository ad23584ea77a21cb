"""Which rooms answer the ports of the record: effects, deadlines, telephony, what was delivered."""

from __future__ import annotations

from stayline.platform.plugs import Unplugged


def plug_rooms() -> None:
    """Plug the rooms that act on an incident.

    Raises:
        Unplugged: an effect of a protocol has no room that does it.
    """
    _effects()
    _due()
    _told()


def _effects() -> None:
    from stayline.care.actions.effects import CareEffects
    from stayline.command.actions.effects import CommandEffects
    from stayline.connectors.telephony_manual import ManualTelephony
    from stayline.escalation.actions import EscalationEffects
    from stayline.escalation.ports import telephony
    from stayline.incidents.ports import plug_effects, unplugged_effects
    from stayline.reports.actions.effects import ReportEffects

    telephony.plug(ManualTelephony())
    for port in (EscalationEffects(), ReportEffects(), CommandEffects(), CareEffects()):
        plug_effects(port)
    if missing := unplugged_effects():
        raise Unplugged(f"no room does these effects: {', '.join(sorted(missing))}")


def _due() -> None:
    from stayline.care.workers import CheckDue
    from stayline.contacts.workers import WindowDue
    from stayline.deadlines.ports import clock_step_ports, due_ports
    from stayline.escalation.workers import (
        AgentAbsent,
        LimitDue,
        ReceiverAbsent,
        RingAgainAfterStep,
        RungDue,
    )
    from stayline.incidents.workers import ObligationDue, SilenceDue, StepDue

    due_ports.plug(
        RungDue(),
        LimitDue(),
        ReceiverAbsent(),
        AgentAbsent(),
        ObligationDue(),
        StepDue(),
        SilenceDue(),
        CheckDue(),
        WindowDue(),
    )
    clock_step_ports.plug(RingAgainAfterStep())


def _told() -> None:
    from stayline.outbox.ports import delivered_ports
    from stayline.reports.workers import CaseArrived, RecordArrived

    delivered_ports.plug(CaseArrived(), RecordArrived())
