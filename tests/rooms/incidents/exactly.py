"""Small sample protocols for situations, so that these tests say what they need and no more."""

from __future__ import annotations

from stayline.library.actions import load_documents
from stayline.library.actions.load import Shipped, body_of
from stayline.library.models import InForce
from stayline.library.queries import protocol_by_digest
from stayline.people.queries import system_actor
from tests.cast import NOW

SAMPLE = """\
stayline: 1
kind: protocol
id: {name}
title: {title}
handles: [{harm}]
situation: {situation}
level: {level}
channels: [voice, in_person, chat, sms]
duties: [{duty}]
ladder: {ladder}
obligations:
  - id: {name}-plan
    do: {{start: aftercare}}
    by: system
    from: contact_ended
    within: 20m
    otherwise: [{{notify: supervisor}}]
on: {{contact_lost: lost, contact_resumed: first, released: over}}
start: first
steps:
  first: {{title: First, say: ["I hear you."], next: over}}
  lost: {{title: They are gone, note: [Wait.], next: over}}
  over: {{title: Over, end: handed_over}}
"""


def sample(  # each is what a test is about
    name: str,
    harm: str,
    situation: str,
    *,
    level: str = "L1",
    ladder: str = "crisis",
    duty: str = "confidential",
) -> Shipped:
    """A protocol for a situation, with one step."""
    title = name.replace("-", " ").capitalize()
    source = SAMPLE.format(
        name=name,
        title=title,
        harm=harm,
        situation=situation,
        level=level,
        ladder=ladder,
        duty=duty,
    ).encode()
    return Shipped("protocol", name, source, body_of("protocol", source, f"{name}.yaml"))


def only_these(*samples: Shipped) -> None:
    """Let these be the only protocols for situations that are in force."""
    for row in InForce.objects.filter(kind="protocol"):
        if protocol_by_digest(row.version_id).situation is not None:
            row.delete()
    load_documents(samples, mode="demo", actor=system_actor("command_line"), at=NOW)
