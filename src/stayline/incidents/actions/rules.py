"""The centre's own times for what is owed: set, taken back, and what is owed computed anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from stayline.incidents.actions._record import (
    lock_incident_in_transaction,
    tell_floor_in_transaction,
)
from stayline.incidents.actions._times import recompute_in_transaction
from stayline.incidents.errors import OwedRuleInvalid, OwedRuleNotFound, OwedRuleNotYours
from stayline.incidents.events import OwedRuleRemoved, OwedRuleSet
from stayline.incidents.models import Incident, OwedRule
from stayline.incidents.policies import may_set_times
from stayline.incidents.queries.owed import may_be_owed
from stayline.ledger.actions import append_in_transaction
from stayline.people.actions.system import system_stream
from stayline.people.queries import site
from stayline.platform.transactions import action

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from stayline.platform.actors import Actor

SHORTEST: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(days=30)
"""The times that a rule may give."""


@action
def set_owed_rule(  # a rule is all of these
    *,
    what: str,
    within: timedelta,
    level: int,
    site_id: UUID | None,
    because: str,
    actor: Actor,
    at: datetime,
) -> OwedRule:
    """Want something owed sooner than its document does, at a level and above, at a site or all.

    `what` is an effect and its target, as in `file security_threat`. What is owed now is
    computed anew in the same transaction, and each log says why. A rule never gives more time
    than a document: of several, the shortest holds.

    Raises:
        OwedRuleNotYours: `actor` does not set the centre's times, or not those of this site.
        OwedRuleInvalid: a field is wrong; it names each.
    """
    if not may_set_times(actor, site_id):
        raise OwedRuleNotYours
    if faults := _faults(what, within, level, because):
        raise OwedRuleInvalid(faults)
    do_kind, _, do_target = what.partition(" ")
    rule = OwedRule.objects.create(
        site_id=site_id,
        level=level,
        do_kind=do_kind,
        do_target=do_target,
        within_s=int(within.total_seconds()),
        because=because.strip(),
        set_by=actor.id,
        set_at=at,
    )
    event = OwedRuleSet(
        rule=str(rule.id),
        what=what,
        within=str(within),
        level=level,
        site=site(site_id).name if site_id else "every site",
        because=rule.because,
    )
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    _compute_anew(
        rule, because=f"the centre's own time was set: {rule.because}", actor=actor, at=at
    )
    return rule


@action
def remove_owed_rule(*, rule_id: UUID, actor: Actor, at: datetime) -> OwedRule:
    """Take a rule back: what is owed now has its document's time again. Told twice, it stands.

    Raises:
        OwedRuleNotFound: no rule has this id.
        OwedRuleNotYours: `actor` does not set the centre's times, or not those of this site.
    """
    rule = OwedRule.objects.select_for_update().filter(id=rule_id).first()
    if rule is None:
        raise OwedRuleNotFound
    if not may_set_times(actor, rule.site_id):
        raise OwedRuleNotYours
    if rule.removed_at is not None:
        return rule
    rule.removed_at, rule.removed_by = at, actor.id
    rule.save(update_fields=["removed_at", "removed_by"])
    event = OwedRuleRemoved(rule=str(rule.id), what=f"{rule.do_kind} {rule.do_target}")
    append_in_transaction(system_stream(at), event, actor=actor, at=at)
    because = f"the centre's own time was taken back: {rule.because}"
    _compute_anew(rule, because=because, actor=actor, at=at)
    return rule


def _faults(what: str, within: timedelta, level: int, because: str) -> dict[str, str]:
    faults = {}
    if what not in {one.what for one in may_be_owed()}:
        faults["what"] = "Choose something that a document owes."
    if not SHORTEST <= within <= LONGEST:
        faults["within"] = "Give at least a minute and at most 30 days."
    if level not in range(4):
        faults["level"] = "Choose a level from L0 to L3."
    if not because.strip():
        faults["because"] = "Say what asks for it: a law, a contract, your own policy."
    return faults


def _compute_anew(rule: OwedRule, *, because: str, actor: Actor, at: datetime) -> None:
    """Compute what is owed in every incident that the rule is about, each under its head."""
    rows = Incident.objects.filter(
        level__lte=rule.level,
        obligations__state="owed",
        obligations__do_kind=rule.do_kind,
        obligations__do_target=rule.do_target,
    )
    if rule.site_id is not None:
        rows = rows.filter(site_id=rule.site_id)
    for found in sorted(set(rows.values_list("id", flat=True))):
        incident = lock_incident_in_transaction(found)
        if recompute_in_transaction(incident, because=because, actor=actor, at=at):
            tell_floor_in_transaction(incident)
