"""Notes beside the fields of a form, as a site writes them: data, and nothing but words (S1-53).

```yaml
stayline: 1
kind: notes
id: security_threat-leeds
of: security_threat
site: leeds
title: Notes of the Leeds site
fields:
  safety.location: {note: Ask for the postcode first., example: "LS1 4AP"}
```
A form's own document stays as it is: what its question is, what it may hold, whether it is
asked or only noticed. Without `site` the notes stand at every site.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from stayline_core.forms.document import Form
from stayline_core.protocol.findings import Finding, has_errors
from stayline_core.protocol.language import frozen_map
from stayline_core.protocol.load import document_head
from stayline_core.protocol.reading import DOCUMENT_NAME, Path, Positions, Reader, did_you_mean
from stayline_core.protocol.tree import Node, read_tree

MAX_NOTE: Final = 300
MAX_EXAMPLE: Final = 120
"""So many letters can be read beside a field while somebody speaks."""

_REQUIRED: Final = ("stayline", "kind", "id", "of", "title", "fields")
_KEYS: Final = (*_REQUIRED, "site", "authors", "sources", "review_by")


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a field: how to ask or fill it, and perhaps an example."""

    note: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a site beside the fields of one form; `site` None: of every site."""

    id: str
    of: str
    title: str
    site: str | None = None
    fields: Mapping[str, Note] = field(default_factory=frozen_map)


@dataclass(frozen=True, slots=True)
class LoadedNotes:
    """What reading a notes document gave; `notes` is None if a finding is an error."""

    notes: Notes | None
    findings: tuple[Finding, ...]
    positions: Positions


def load_notes(source: bytes, *, file: str) -> LoadedNotes:
    """Read a notes document. Never raises: faults are findings (Y01 to Y13)."""
    root, findings = read_tree(source, file)
    reader = Reader(file)
    notes = None if root is None else _notes(reader, root)
    found = (*findings, *reader.findings)
    return LoadedNotes(None if has_errors(found) else notes, found, reader.positions)


def check_notes(loaded: LoadedNotes, form: Form | None, *, file: str) -> tuple[Finding, ...]:
    """Return the findings of notes against the form that they name: S08 for what it lacks."""
    if loaded.notes is None:
        return loaded.findings
    if form is None or form.id != loaded.notes.of:
        mark = loaded.positions.of("of")
        message = f"There is no form “{loaded.notes.of}” here."
        return (*loaded.findings, Finding("S08", "error", file, *mark, message))
    names = [one.name for one in form.fields]
    unknown = (
        Finding(
            "S08",
            "error",
            file,
            *loaded.positions.of("fields", name),
            f"The form {form.id} has no field “{name}”.{did_you_mean(name, names)}",
        )
        for name in loaded.notes.fields
        if name not in names
    )
    return (*loaded.findings, *unknown)


def with_notes(form: Form, notes: Iterable[Notes]) -> Form:
    """Return the form with notes put beside its fields; of two for one field the last stands.

    A note for a field that the form does not have (any more) is passed over.
    """
    fields = {name: note for one in notes for name, note in one.fields.items()}
    if not fields:
        return form
    noted = (
        replace(one, note=fields[one.name].note, example=fields[one.name].example)
        if one.name in fields
        else one
        for one in form.fields
    )
    return replace(form, fields=tuple(noted))


def note_faults(note: Note) -> dict[str, str]:
    """Return what is wrong with a note that somebody typed, by part; empty: nothing."""
    faults = {}
    if not note.note.strip():
        faults["note"] = "Write the note, or go back to the shipped one."
    elif len(note.note) > MAX_NOTE:
        faults["note"] = f"{len(note.note)} characters; {MAX_NOTE} can be read beside a field."
    elif not _one_line(note.note):
        faults["note"] = "A note is plain text in one paragraph."
    if len(note.example) > MAX_EXAMPLE:
        faults["example"] = f"{len(note.example)} characters; {MAX_EXAMPLE} at most."
    elif not _one_line(note.example):
        faults["example"] = "An example is plain text in one line."
    return faults


def write_notes(notes: Notes) -> bytes:
    """Return notes as the document that `load_notes` reads back to the same notes."""
    lines = ["stayline: 1", "kind: notes", f"id: {notes.id}", f"of: {notes.of}"]
    if notes.site is not None:
        lines.append(f"site: {_quoted(notes.site)}")
    lines.append(f"title: {_quoted(notes.title)}")
    lines.append("fields:" if notes.fields else "fields: {}")
    for name, one in notes.fields.items():
        lines += [f"  {_quoted(name)}:", f"    note: {_quoted(one.note)}"]
        if one.example:
            lines.append(f"    example: {_quoted(one.example)}")
    return ("\n".join(lines) + "\n").encode()


def _one_line(text: str) -> bool:
    return text.isprintable()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _notes(reader: Reader, root: Node) -> Notes | None:
    values = reader.table(root, (), _KEYS, _REQUIRED)
    document_head(reader, values, "notes")
    handlers: dict[str, Callable[[Node], Any]] = {
        "id": lambda n: reader.name(n, DOCUMENT_NAME, "a document"),
        "of": reader.text,
        "site": reader.text,
        "title": reader.text,
        "fields": lambda n: _fields(reader, n),
    }
    read = {key: handler(values[key]) for key, handler in handlers.items() if key in values}
    for key in ("authors", "sources"):
        if key in values:
            reader.texts(values[key], (key,))
    if "review_by" in values:
        reader.date(values["review_by"])
    return Notes(**read) if set(_REQUIRED) <= set(values) else None


def _fields(reader: Reader, node: Node) -> Mapping[str, Note]:
    found: dict[str, Note] = {}
    for name, value in reader.table(node, ("fields",)).items():
        note = _note(reader, value, ("fields", name))
        if note is not None:
            found[name] = note
    return frozen_map(found)


def _note(reader: Reader, node: Node, path: Path) -> Note | None:
    values = reader.table(node, path, ("note", "example"), ("note",))
    texts = {key: reader.text(value) for key, value in values.items()}
    if "note" not in texts:
        return None
    note = Note(**texts)
    if note.note:
        for key, fault in note_faults(note).items():
            reader.fault("Y08", values[key], fault)
    return note
