"""What is to be known of an incident, most needed first, and what was said of it (S3-11, S3-36)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from stayline.incidents.queries.guiding import beside, live_threats
from stayline.incidents.queries.record import answers_of, last_run, protocol_of, runs_of
from stayline.library.errors import DocumentNotFound
from stayline.library.queries import form_in_force
from stayline_core.forms import AnswerState
from stayline_core.protocol.language import OPENED_IN_ERROR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stayline.incidents.models import Incident
    from stayline_core.forms import Field

ASKED_IN: Final = ("security_threat", "call_record")
"""The forms whose fields a procedure asks and notices."""

WITHOUT_A_VALUE: Final = frozenset(
    {
        AnswerState.CALLER_DID_NOT_SAY,
        AnswerState.REFUSED,
        AnswerState.UNKNOWN,
        AnswerState.NOT_ASKED,
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item to be known; `minimum`: nobody outside can act well without it (S3-36)."""

    field: Field
    minimum: bool


def wanted(row: Incident) -> tuple[Wanted, ...]:
    """Return what is to be known of an incident, by its procedures, most needed first.

    The run on screen and every threat that stands bring the list of their own procedure, the
    graver first, each item once. What the form asks of another kind of threat is left out.
    """
    run = last_run(row.id)
    if run is None or run.ended_how == OPENED_IN_ERROR:
        return ()
    here = protocol_of(run)
    protocols = sorted((here, *beside(row, here.id)), key=lambda one: one.level)
    kinds = {row.kind, *(one.kind for one in live_threats(row))}
    fields = _fields(kinds)
    least = {name for one in protocols for name in one.minimum}
    names = dict.fromkeys(name for one in protocols for name in one.gather)
    found = [Wanted(fields[name], minimum=name in least) for name in names if name in fields]
    return tuple(sorted(found, key=lambda one: not one.minimum))


def said_so_far(row: Incident) -> dict[str, dict[str, Any]]:
    """Return the last answer to each field in any run; that nobody asked replaces no answer."""
    found: dict[str, dict[str, Any]] = {}
    for run in runs_of(row.id):
        for name, said in answers_of(run).items():
            if said["value"] != AnswerState.NOT_ASKED or name not in found:
                found[name] = said
    return found


def not_yet_known(row: Incident, known: Iterable[str] = ()) -> tuple[Field, ...]:
    """Return the least that lets anybody act and that nobody knows yet.

    What the caller did not say is not known either. `known` names fields that were learned in
    another way than in the run.
    """
    said: Mapping[str, Mapping[str, Any]] = said_so_far(row)
    learned = {name for name, one in said.items() if one["value"] not in WITHOUT_A_VALUE}
    learned |= set(known)
    return tuple(one.field for one in wanted(row) if one.minimum and one.field.name not in learned)


def _fields(kinds: set[str]) -> dict[str, Field]:
    """Return the fields that these kinds of threat are asked, by name."""
    found: dict[str, Field] = {}
    for form_id in ASKED_IN:
        with suppress(DocumentNotFound):
            for one in form_in_force(form_id)[1].fields:
                if not one.only_for or kinds & set(one.only_for):
                    found.setdefault(one.name, one)
    return found
