"""What is played by the command is worked like any contact; a planned drill stands on no board."""

from __future__ import annotations

import pytest

from stayline.contacts.models import Contact
from stayline.incidents.actions import hear_lines
from stayline.incidents.models import DRILL_ROOM
from stayline.incidents.queries import open_incidents
from tests.cast import NOW, Cast, line


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "shown"), [("drill", 1), ("simulation", 1), (DRILL_ROOM, 0)])
@pytest.mark.usefixtures("playbook")
def test_the_board_shows_what_the_command_plays(cast: Cast, source: str, shown: int) -> None:
    contact = cast.contact()
    said = line(1, "I'm going to kill myself.")
    hear_lines(contact_id=contact.id, lines=[said], actor=cast.ann, at=NOW)
    Contact.objects.filter(id=contact.id).update(source=source)
    assert len(open_incidents([cast.site.id])) == shown
