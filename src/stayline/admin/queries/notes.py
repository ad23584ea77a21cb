"""What the screens of notes beside fields show: forms, their fields, one field (S1-53)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from stayline.library.errors import DocumentNotFound, NotesNotYours
from stayline.library.policies import may_change_notes, may_see_notes
from stayline.library.queries import (
    FieldNotes,
    NoteEntry,
    field_notes,
    form_here,
    forms_with_notes,
    note_history,
    own_notes,
)
from stayline.people.queries import sites
from stayline.platform.actors import Actor
from stayline_core.forms import Field, Form, Note

EVERY_SITE: Final = "every-site"
"""Stands in an address for all sites together."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where notes stand: at one site, or (`id` None) at every one. `key` names it in addresses."""

    key: str
    name: str
    id: UUID | None
    slug: str | None


@dataclass(frozen=True, slots=True)
class FormNotes:
    """A form, how many fields of it somebody fills, and how many have a note of this place."""

    form: Form
    fields: int
    own: int


@dataclass(frozen=True, slots=True)
class NotesPage:
    """The fields of a form with their notes; `form` None: the list of forms."""

    place: Place
    places: tuple[Place, ...]
    forms: tuple[FormNotes, ...]
    form: Form | None = None
    fields: tuple[FieldNotes, ...] = ()


@dataclass(frozen=True, slots=True)
class NotePage:
    """One field: its notes, how it looks with what was typed, and every change so far.

    `expected` is the version of the place's notes that the page shows; `typed` what stands in
    the boxes; `preview` the field with it, where it was asked for.
    """

    place: Place
    form: Form
    beside: FieldNotes
    expected: str
    typed: Note
    preview: Field | None
    history: tuple[NoteEntry, ...]


def places(actor: Actor) -> tuple[Place, ...]:
    """Return where `actor` may change notes: their own site first, every site last."""
    found = [Place(one.slug, one.name, one.id, one.slug) for one in sites()]
    found.sort(key=lambda one: one.id != actor.site_id)
    every = Place(EVERY_SITE, "Every site", None, None)
    return tuple(one for one in (*found, every) if may_change_notes(actor, one.id))


def place_named(actor: Actor, key: str) -> Place:
    """Return the place of this name, or the first there is where none is named.

    Raises:
        NotesNotYours: `actor` may change no notes, or none there.
    """
    allowed = places(actor) if may_see_notes(actor) else ()
    for one in allowed:
        if key in {"", one.key}:
            return one
    raise NotesNotYours


def notes_page(actor: Actor, *, key: str, form_id: str = "") -> NotesPage:
    """Return the forms beside whose fields notes stand, or the fields of one of them.

    Raises:
        NotesNotYours: `actor` may not change notes there.
        DocumentNotFound: there is no such form.
    """
    place = place_named(actor, key)
    page = NotesPage(place, places(actor), ())
    if not form_id:
        return replace(page, forms=tuple(_counted(form, place) for form in forms_with_notes()))
    form, fields = form_here(form_id), field_notes(form_id, place.slug)
    return replace(page, form=form, fields=tuple(fields))


def note_page(
    actor: Actor, *, key: str, form_id: str, field: str, typed: Note | None = None
) -> NotePage:
    """Return the page of one field; with `typed` as it would look.

    Raises:
        NotesNotYours: `actor` may not change notes there.
        DocumentNotFound: there is no such form, or nobody fills such a field of it.
    """
    place = place_named(actor, key)
    form = form_here(form_id)
    beside = next(
        (one for one in field_notes(form_id, place.slug) if one.field.name == field), None
    )
    if beside is None:
        raise DocumentNotFound(form=form_id, field=field)
    own = own_notes(form_id, place.slug)
    shown = typed or beside.own or beside.shipped
    preview = replace(beside.field, note=shown.note, example=shown.example) if typed else None
    return NotePage(
        place=place,
        form=form,
        beside=beside,
        expected=own[0] if own else "",
        typed=shown,
        preview=preview,
        history=tuple(note_history(form_id, field, place.slug)),
    )


def _counted(form: Form, place: Place) -> FormNotes:
    fields = field_notes(form.id, place.slug)
    return FormNotes(form, len(fields), sum(one.own is not None for one in fields))
