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
    from stayline.care.actions.effects import CareEffects  # noqa: PLC0415 - models exist only now
    from stayline.command.actions.effects import CommandEffects  # noqa: PLC0415
    from stayline.connectors.telephony_manual import ManualTelephony  # noqa: PLC0415
    from stayline.escalation.actions import EscalationEffects  # noqa: PLC0415
    from stayline.escalation.ports import telephony  # noqa: PLC0415
    from stayline.incidents.ports import plug_effects, unplugged_effects  # noqa: PLC0415
    from stayline.reports.actions.effects import ReportEffects  # noqa: PLC0415

    telephony.plug(ManualTelephony())
    for port in (EscalationEffects(), ReportEffects(), CommandEffects(), CareEffects()):
        plug_effects(port)
    if missing := unplugged_effects():
        raise Unplugged(f"no room does these effects: {', '.join(sorted(missing))}")


def _due() -> None:
    from stayline.care.workers import CheckDue  # noqa: PLC0415 - models exist only now
    from stayline.contacts.workers import WindowDue  # noqa: PLC0415
    from stayline.deadlines.ports import clock_step_ports, due_ports  # noqa: PLC0415
    from stayline.escalation.workers import (  # noqa: PLC0415
        AgentAbsent,
        LimitDue,
        ReceiverAbsent,
        RingAgainAfterStep,
        RungDue,
    )
    from stayline.incidents.workers import ObligationDue, StepDue  # noqa: PLC0415

    due_ports.plug(
        RungDue(),
        LimitDue(),
        ReceiverAbsent(),
        AgentAbsent(),
        ObligationDue(),
        StepDue(),
        CheckDue(),
        WindowDue(),
    )
    clock_step_ports.plug(RingAgainAfterStep())


def _told() -> None:
    from stayline.outbox.ports import delivered_ports  # noqa: PLC0415 - models exist only now
    from stayline.reports.workers import CaseArrived  # noqa: PLC0415

    delivered_ports.plug(CaseArrived())
