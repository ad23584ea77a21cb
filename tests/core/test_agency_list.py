"""Agencies as a file lists them: every fault at once."""

from __future__ import annotations

import pytest

from stayline_core.agency_list import COLUMNS, MOST_ROWS, faults_of, read, ways_of

KINDS, WAYS = ("police", "council"), ("relay", "bsl")
GOOD = {
    **dict.fromkeys(COLUMNS, ""),
    "kind": "police",
    "name": "Elm Town Police",
    "country": "GB",
    "number": "101",
    "source": "Their letter",
    "review_by": "2027-06-30",
}
HEADING = "kind,name,country,number,source,review_by"
LINE = "police,Elm Town Police,GB,+44 1632 960143,Their letter,2027-06-30"


def test_a_good_list_is_read_with_what_is_missing_left_empty() -> None:
    found = read(f"\ufeff{HEADING}\n{LINE}\n\n", kinds=KINDS, ways=WAYS)
    assert found.faults == ()
    (row,) = found.rows
    assert (row.line, row.fields["number"], row.fields["places"]) == (2, "+44 1632 960143", "")
    assert ways_of("relay: 18001; BSL: x") == [
        {"kind": "relay", "value": "18001"},
        {"kind": "bsl", "value": "x"},
    ]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("name", " ", "needed"),
        ("name", "x" * 121, "120"),
        ("kind", "florist", "Choose one of police, council"),
        ("country", "gb", "Two capital letters"),
        ("number", "call us", "Digits"),
        ("ways", "relay:", "Write each as"),
        ("ways", "drum: 5", "Write each as"),
        ("hours", "whenever", "Write them as"),
        ("can_dispatch", "maybe", "yes, no"),
        ("warm_transfer", "maybe", "yes, no"),
        ("checked_on", "yesterday", "A day as"),
        ("review_by", "2027-13-01", "A day as"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(name: str, value: str, says: str) -> None:
    found = faults_of({**GOOD, name: value}, kinds=KINDS, ways=WAYS)
    assert set(found) == {name}
    assert says in found[name]


def test_hours_need_their_zone_unless_they_are_all_hours() -> None:
    week = {**GOOD, "hours": "Mon-Fri 08:00-18:00"}
    assert set(faults_of(week, kinds=KINDS, ways=WAYS)) == {"zone"}
    assert faults_of({**week, "zone": "Europe/London"}, kinds=KINDS, ways=WAYS) == {}
    assert faults_of({**GOOD, "hours": "24 hours"}, kinds=KINDS, ways=WAYS) == {}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "A heading and at least one line"),
        (f"{HEADING},shoe\n{LINE},x", 1, "There is no column “shoe”"),
        (f"{HEADING},name\n{LINE},x", 1, "“name” is there twice"),
        (f"kind\n{LINE}", 1, "The column “name” is missing"),
        (f"{HEADING}\n" + f"{LINE}\n" * (MOST_ROWS + 1), 1, "More than 500 lines"),
        (f"{HEADING}\n{LINE}\n{LINE}", 3, "twice"),
        (f"{HEADING}\npolice,x", 2, "needed"),
        ("x\n\0\n" + "y" * 200_000, 1, "This is no list of values"),
    ],
)
def test_every_fault_of_a_file_says_where_it_is(text: str, line: int, says: str) -> None:
    found = read(text, kinds=KINDS, ways=WAYS)
    assert any(one.line == line and says in one.says for one in found.faults)
