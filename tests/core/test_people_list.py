"""Lists of people: read whole, with every fault on its line and at its column."""

from __future__ import annotations

import pytest

from stayline_core.people_list import MOST_ROWS, Fault, Row, read

HEADING = "name,username,site,roles,skills,email,phone,platform_user"


def faults(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.column) for one in read(text).faults]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_a_list_is_read_however_a_spreadsheet_wrote_it(mark: str, parted: str) -> None:
    lines = [
        HEADING.replace("_", " ").title().split(","),
        ["Bo Example", "bo", "here", '"agent|supervisor"', "Calm|calm", "b@e.org", "+44", "7"],
        [" " * 3, *[""] * 7],
    ]
    found = read(mark + "\r\n".join(parted.join(one) for one in lines))
    phone = ("+44", "7")
    assert found.faults == ()
    assert found.rows == (
        Row(2, "Bo Example", "bo", "here", ("agent", "supervisor"), ("calm",), "b@e.org", *phone),
    )


def test_only_name_and_sign_in_name_are_needed() -> None:
    assert read("username,name\nbo,Bo").rows == (Row(2, "Bo", "bo"),)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", [(1, "")]),
        ("name,username", [(1, "")]),
        ("name", [(1, "username")]),
        ("name,username,colour\nBo,bo,red", [(1, "colour")]),
        ("name,username,name\nBo,bo,Bo", [(1, "name")]),
        ('name,username\n"Bo,bo', [(1, "")]),
        ("name,username\n" + "Bo,bo\n" * (MOST_ROWS + 1), [(1, "")]),
        ("name,username\nBo,bo\nCy\nDee,dee example", [(3, ""), (4, "username")]),
        ("name,username\nBo,bo\nBo,BO", [(3, "username")]),
        ("name,username\nBo,", [(2, "username")]),
        ("name,username\nBo," + "b" * 151, [(2, "username")]),
        ("name,username\n" + "B" * 151 + ",bo", [(2, "name")]),
        ("name,username,skills\nBo,bo,Very calm", [(2, "skills")]),
    ],
)
def test_every_fault_names_its_line_and_column(text: str, wrong: list[tuple[int, str]]) -> None:
    assert faults(text) == wrong


def test_a_fault_says_what_to_write() -> None:
    assert read("name,username,skills\nBo,bo,Very calm").faults == (
        Fault(
            2,
            "skills",
            "“very calm” is no name of a skill: write it like suicide_first_response.",
        ),
    )
