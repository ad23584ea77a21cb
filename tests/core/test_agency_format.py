"""What an agency has to be told, in its order."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any

import pytest

from stayline_core.agency_format import parse_formats

ONE: dict[str, Any] = {
    "formats": [
        {
            "agency": "police",
            "title": "Police",
            "items": [
                {
                    "id": "where",
                    "label": "Where",
                    "required": True,
                    "fact": "place",
                    "says": "The place: {place}.",
                },
                {"id": "told", "label": "What they were told"},
            ],
        }
    ]
}


def test_items_are_filled_from_what_is_known_and_nothing_is_invented() -> None:
    (form,) = parse_formats(ONE)
    assert [words for _, words in form.filled({"place": "Elm Town"})] == [
        "The place: Elm Town.",
        "",
    ]
    assert [words for _, words in form.filled({})] == ["", ""]
    assert [one.id for one in form.missing({"told": "nothing", "where": " "})] == ["where"]
    assert form.missing({"where": "not known"}) == ()
    assert (form.channel, form.procedure, form.asks) == ("voice", (), ())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"channel": "pigeon"}, r"formats\[1\]\.channel: pigeon\. Choose one of voice"),
        ({"items": [{"id": "a", "label": "A"}]}, r"formats\[1\]\.items: none is required"),
        (
            {"items": [{"id": "a", "label": "A", "required": True}] * 2},
            r"formats\[1\]\.items: an id stands there twice",
        ),
        (
            {"items": [{"id": "a", "label": "A", "fact": "shoe", "says": "{shoe}"}]},
            r"items\[1\]: not known: shoe",
        ),
        (
            {"items": [{"id": "a", "label": "A", "fact": "place"}]},
            r"items\[1\]: `says` and `fact` stand together",
        ),
    ],
)
def test_a_faulty_format_names_the_field_and_the_mend(change: dict[str, Any], says: str) -> None:
    body = copy.deepcopy(ONE)
    body["formats"][0] |= change
    with pytest.raises(ValueError, match=says):
        parse_formats(body)


def test_each_agency_has_one_format() -> None:
    with pytest.raises(ValueError, match="formats: twice: police"):
        parse_formats({"formats": ONE["formats"] * 2})


def test_every_shipped_format_is_sound_and_says_who_calls_or_what_happens_first() -> None:
    found = files("stayline") / "playbook" / "agencies" / "formats.json"
    forms = parse_formats(json.loads(found.read_text(encoding="utf-8")))
    assert {"emergency_services", "police", "assistance", "utility"} <= {
        one.agency for one in forms
    }
    assert all(one.items[0].required for one in forms)
