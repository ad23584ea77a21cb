"""Notes beside the fields of a form: words of a site, and nothing else of the form changes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.forms import (
    MAX_EXAMPLE,
    MAX_NOTE,
    Form,
    Note,
    Notes,
    check_notes,
    load_notes,
    note_faults,
    with_notes,
    write_notes,
)

FORMS = Path(__file__).parents[2] / "src/stayline/playbook/forms"
FORM = Form.parse(json.loads((FORMS / "security_threat.json").read_text(encoding="utf-8")))

GOOD = """\
stayline: 1
kind: notes
id: security_threat-leeds
of: security_threat
site: leeds
title: Notes of the Leeds site
authors: [Bo Example]
sources: [Local practice]
review_by: 2027-06-30
fields:
  safety.location: {note: Ask for the postcode first., example: LS1 4AP}
  exact_words: {note: Word for word.}
"""


def read(source: str):
    return load_notes(source.encode(), file="notes.yaml")


def faults(source: str):
    found = check_notes(read(source), FORM, file="notes.yaml")
    return [(one.code, one.line) for one in found]


def test_notes_are_read_and_fit_the_form():
    notes = read(GOOD).notes
    assert notes is not None
    assert (notes.of, notes.site) == ("security_threat", "leeds")
    assert notes.fields["safety.location"] == Note("Ask for the postcode first.", "LS1 4AP")
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("kind: notes", "kind: wording", "Y08", 2),
        ("of: security_threat\n", "", "Y09", 1),
        ("note: Word for word.", "note: ''", "Y08", 12),
        ("note: Word for word.", "nte: Word", "Y07", 12),
        ("note: Word for word.", f"note: {'x' * (MAX_NOTE + 1)}", "Y08", 12),
        ("example: LS1 4AP", f"example: {'x' * (MAX_EXAMPLE + 1)}", "Y08", 11),
        ("{note: Word for word.}", "[a]", "Y08", 12),
        ("site: leeds", "site: leeds\ntype: string", "Y07", 6),
    ],
)
def test_a_fault_of_form_has_its_place(old, new, code, line):
    source = GOOD.replace(old, new)
    assert read(source).notes is None
    assert (code, line) in faults(source)


def test_a_field_that_the_form_lacks_is_refused_with_what_was_meant():
    (fault,) = check_notes(
        read(GOOD.replace("safety.location:", "safety.locaton:")), FORM, file="notes.yaml"
    )
    assert (fault.code, fault.line) == ("S08", 11)
    assert "safety.location" in fault.message


def test_notes_for_no_form_are_refused():
    assert faults(GOOD.replace("of: security_threat", "of: nothing")) == [("S08", 4)]
    (fault,) = check_notes(read(GOOD), None, file="notes.yaml")
    assert fault.code == "S08"


@given(st.text(max_size=200))
def test_reading_never_raises(text):
    load_notes((GOOD + text).encode("utf-8", "replace"), file="x")


@pytest.mark.covers("S1-53")
def test_a_note_changes_what_stands_beside_a_field_and_nothing_of_the_form():
    noted = with_notes(FORM, [read(GOOD).notes])
    field = noted.field("safety.location")
    assert field.note == "Ask for the postcode first."
    assert field.hint == "Ask for the postcode first. Example: LS1 4AP"
    assert noted.field("exact_words").hint == "Word for word."
    assert noted.digest == FORM.digest
    bare = [replace(one, note="", example="") for one in noted.fields]
    assert bare == [replace(one, note="", example="") for one in FORM.fields]


def test_of_two_notes_for_a_field_the_last_stands_and_what_is_gone_is_passed_over():
    first = Notes("a", "f", "A", None, {"exact_words": Note("one"), "gone": Note("x")})
    second = Notes("b", "f", "B", "here", {"exact_words": Note("two")})
    assert with_notes(FORM, [first, second]).field("exact_words").note == "two"
    assert with_notes(FORM, []) is FORM


@pytest.mark.parametrize(
    ("note", "parts"),
    [
        (Note("Fine.", "1-2-3"), set()),
        (Note(" "), {"note"}),
        (Note("x" * (MAX_NOTE + 1)), {"note"}),
        (Note("a\nb"), {"note"}),
        (Note("ok", "x" * (MAX_EXAMPLE + 1)), {"example"}),
        (Note("ok", "a\tb"), {"example"}),
    ],
)
def test_what_cannot_stand_beside_a_field_is_named(note, parts):
    assert set(note_faults(note)) == parts


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(
    st.dictionaries(
        st.sampled_from([one.name for one in FORM.fields]),
        st.builds(Note, WORDS, st.one_of(st.just(""), WORDS)),
        max_size=4,
    ),
    st.one_of(st.none(), WORDS),
)
def test_what_is_written_is_read_back(fields, site):
    notes = Notes("some-notes", "security_threat", 'The "title": of it', site, fields)
    loaded = load_notes(write_notes(notes), file="x")
    assert loaded.findings == ()
    assert loaded.notes == notes
