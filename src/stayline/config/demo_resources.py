"""Who and what can be sent in a demo centre. All of it is invented, as are the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stayline.command.actions import add_resource
from stayline.command.queries import ResourceFields, available
from stayline.people.actions import DEMO_SITE
from stayline.people.queries import site_by_slug, system_actor

if TYPE_CHECKING:
    from datetime import datetime

_WEEKDAYS: Final = "Mon-Fri 07:00-19:00"

RESOURCES: Final = (
    ResourceFields(
        name="Gas crew 1",
        kind="crew",
        call_sign="GAS 1",
        capabilities="gas_crew, vehicle",
        area="Meadowbank, north of the river",
        near="Millbrook, Meadowbank, Fern Hill",
        contact="The foreman on shift",
        channel="voice",
        address="+15550141",
    ),
    ResourceFields(
        name="Gas crew 2",
        kind="crew",
        call_sign="GAS 2",
        capabilities="gas_crew, vehicle",
        area="Harbour and the south",
        near="Harbour, Harbor, South Quay",
        contact="The foreman on shift",
        channel="voice",
        address="+15550142",
    ),
    ResourceFields(
        name="Electricity crew",
        kind="crew",
        call_sign="LIGHT 1",
        capabilities="power_crew, vehicle",
        area="The whole network",
        channel="voice",
        address="+15550143",
    ),
    ResourceFields(
        name="Security patrol A",
        kind="security",
        call_sign="GUARD A",
        capabilities="security, first_aider",
        area="Meadowbank head office",
        near="Meadowbank, head office",
        channel="radio",
        address="Channel 4",
    ),
    ResourceFields(
        name="Security patrol B",
        kind="security",
        call_sign="GUARD B",
        capabilities="security, vehicle",
        area="Harbour Street office and the depots",
        near="Harbour, Harbor, depot",
        channel="radio",
        address="Channel 4",
    ),
    ResourceFields(
        name="Facilities on call",
        kind="team",
        capabilities="facilities, site_lead",
        area="All offices",
        channel="voice",
        address="+15550144",
    ),
    ResourceFields(
        name="Network engineer on duty",
        kind="specialist",
        capabilities="network_lead",
        area="Control room",
        channel="voice",
        address="+15550145",
    ),
    ResourceFields(
        name="Language line",
        kind="service",
        capabilities="language",
        area="By telephone",
        contact="Say the language first",
        channel="voice",
        address="+15550146",
    ),
    ResourceFields(
        name="Telephone engineer",
        kind="specialist",
        capabilities="technical",
        area="By telephone",
        channel="voice",
        address="+15550147",
        hours=_WEEKDAYS,
    ),
)
"""The resources of the demo's first site."""


def put_resources_on_list(at: datetime) -> None:
    """Put the invented resources on the demo's list, once: what was changed since stays."""
    site = site_by_slug(DEMO_SITE)
    if available(site.id, at=at, exercise=site.exercise):
        return
    actor = system_actor("command_line")
    for one in RESOURCES:
        add_resource(site_id=site.id, fields=one, actor=actor, at=at)
