"""Forms: what a report asks, what was answered, and what is still open.

A form is a JSON Schema 2020-12 document with flat properties and annotations:

| Annotation | Says |
|---|---|
| `x-ask` | `ask`: voiced; `observe`: noticed or noted, never voiced; `system`: filled by it |
| `x-verbatim` | the words are kept byte for byte |
| `x-personal` | the value is personal data |
| `x-safety` | the answer counts as a recorded safety fact |
| `x-reassuring` | the one value after which less may be done; never the way of silence |
| `x-default` | the value before anybody typed |
| `x-labels` | the words on screen for each value |
| `x-note`, `x-example` | help beside the field; a site may write its own (see `Notes`) |
| `x-mend` | what to do when the value does not fit |
| `x-only-for` | `[harms]`: only a threat of such a kind has the field |
| `x-section` | the heading under which the field stands |
| `x-needless-when` | `{field: [values]}`: not missed when that field has such a value |

Nothing is ever an empty string: an item without a value says why it has none.
A missing answer never blocks a submission, a malformed one does.
Requirements S1-17 to S1-34, S1-43, S1-46, S1-47, S1-55 to S1-59, X-4.
"""

from stayline_core.forms.answers import (
    CALLER_DID_NOT_SAY_TEXT,
    Answer,
    AnswerState,
    Completeness,
    Extent,
    FieldFault,
    answer_for,
    answers_from_json,
    answers_to_json,
    completeness,
    fill_open_with_did_not_say,
    prefill,
    shown,
    validate,
)
from stayline_core.forms.document import AskMode, Field, FieldKind, Form, FormRefused, Value
from stayline_core.forms.notes import (
    MAX_EXAMPLE,
    MAX_NOTE,
    LoadedNotes,
    Note,
    Notes,
    check_notes,
    load_notes,
    note_faults,
    with_notes,
    write_notes,
)

__all__ = [
    "CALLER_DID_NOT_SAY_TEXT",
    "MAX_EXAMPLE",
    "MAX_NOTE",
    "Answer",
    "AnswerState",
    "AskMode",
    "Completeness",
    "Extent",
    "Field",
    "FieldFault",
    "FieldKind",
    "Form",
    "FormRefused",
    "LoadedNotes",
    "Note",
    "Notes",
    "Value",
    "answer_for",
    "answers_from_json",
    "answers_to_json",
    "check_notes",
    "completeness",
    "fill_open_with_did_not_say",
    "load_notes",
    "note_faults",
    "prefill",
    "shown",
    "validate",
    "with_notes",
    "write_notes",
]
