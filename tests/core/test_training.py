"""Lists of trainings: read whole, each fault named by its line and column."""

from __future__ import annotations

from datetime import date

import pytest

from stayline_core.training import MOST_ROWS, read

HEAD = "person,protocol,version,trained_on,valid_until\n"


def test_a_list_is_read_in_any_order_of_columns() -> None:
    found = read(
        "\ufeffTrained_on, Protocol,person\n2026-11-20,self-harm, maya \n\n"
        "2026-11-21,bomb-voice,toby\n"
    )
    assert found.faults == ()
    first, second = found.rows
    assert (first.line, first.person, first.protocol, first.version) == (2, "maya", "self-harm", "")
    assert (first.trained_on, first.valid_until) == (date(2026, 11, 20), None)
    assert (second.line, second.person) == (4, "toby")
    whole = read(f"{HEAD}maya,self-harm,ABCDEF12,2026-11-20,2027-11-20\n").rows[0]
    assert (whole.version, whole.valid_until) == ("abcdef12", date(2027, 11, 20))


@pytest.mark.covers("S0-14")
@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, "")]),
        ("\n ,\n", [(1, "")]),
        (HEAD, [(1, "")]),
        ('person,"protocol\n', [(1, "")]),
        ("person,kind\n", [(1, "protocol"), (1, "trained_on"), (1, "kind")]),
        ("person,protocol,trained_on,person\n", [(1, "person")]),
        (f"{HEAD}maya,self-harm\n", [(2, "")]),
        (f"{HEAD},self-harm,,,\n", [(2, "person"), (2, "trained_on")]),
        (f"{HEAD}maya,self-harm,,20.11.2026,soon\n", [(2, "trained_on"), (2, "valid_until")]),
        (f"{HEAD}maya,self-harm,,2026-11-20,2026-11-19\n", [(2, "valid_until")]),
        (HEAD + "maya,self-harm,,2026-11-20,\n" * (MOST_ROWS + 1), [(1, "")]),
    ],
)
def test_every_fault_is_named_by_line_and_column(text: str, faults: list[tuple[int, str]]) -> None:
    found = read(text)
    assert [(one.line, one.column) for one in found.faults] == faults
    assert all(one.says.endswith(".") for one in found.faults)


def test_a_line_with_a_fault_hides_no_other() -> None:
    found = read(f"{HEAD}maya,self-harm,,soon,\ntoby,self-harm,,2026-11-20,\n")
    assert [(one.line, one.trained_on) for one in found.rows] == [
        (2, None),
        (3, date(2026, 11, 20)),
    ]
    assert [one.line for one in found.faults] == [2]
