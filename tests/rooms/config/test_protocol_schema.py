"""`stayline protocol schema`: the schema of each kind of document, and the copy that is shipped."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

from stayline.config.commands import protocol
from stayline.people.models import Role
from stayline_core.protocol.ladder import EVERYONE
from stayline_core.protocol.schema.words import ROLES
from tools import protocol_schemas

SHIPPED = resources.files("stayline") / "playbook/schemas"


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [([], "protocol"), (["--kind", "protocol"], "protocol"), (["--kind", "ladder"], "ladder")],
)
def test_it_prints_the_schema_that_is_shipped(arguments: list[str], kind: str) -> None:
    done = CliRunner().invoke(protocol.command, ["schema", *arguments])
    assert done.exit_code == 0
    shipped = (SHIPPED / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert json.loads(done.output) == json.loads(shipped)


def test_another_kind_is_refused_with_those_there_are() -> None:
    done = CliRunner().invoke(protocol.command, ["schema", "--kind", "form"])
    assert done.exit_code == 2
    assert "'protocol', 'ladder'" in done.output


def test_a_rung_can_name_every_role_that_answers_a_ring_and_no_other() -> None:
    afterwards = {Role.REVIEWER, Role.TRAINER, Role.LOBBY, Role.LEGAL, Role.OMBUDSPERSON}
    reviewers = {Role.CRISIS_EXPERT, Role.LEGAL_REVIEWER, Role.ETHICS_REVIEWER}
    assert set(ROLES) == {*Role.values, EVERYONE} - reviewers - afterwards


def test_the_tool_says_which_files_are_stale(tmp_path: Path) -> None:
    assert protocol_schemas.stale() == []
    assert protocol_schemas.stale(tmp_path) == ["protocol", "ladder"]
