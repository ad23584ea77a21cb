"""What other rooms want of care, plugged in here: nobody else may look into it (`design.md` 2)."""

from __future__ import annotations


def plug_care() -> None:
    """Let care hear who reviews a contact, and let go of what was asked and is over."""
    from stayline.care.actions import ListenedTo
    from stayline.care.workers import CompanyDue
    from stayline.deadlines.ports import due_ports
    from stayline.quality.ports import listened

    listened.plug(ListenedTo())
    due_ports.plug(CompanyDue())
