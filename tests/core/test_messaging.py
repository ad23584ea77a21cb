"""The document of methods: what it suggests, and what is wrong with one that cannot be used."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from stayline_core.messaging import FALLBACK, ROLES, URGENCIES, parse_messaging

if TYPE_CHECKING:
    from collections.abc import Callable

BODY: dict[str, Any] = yaml.load(
    (Path(__file__).parents[2] / "src/stayline/playbook/messaging/default.yaml").read_bytes(),
    Loader=yaml.CBaseLoader,  # noqa: S506 - text only, no tags
)


def without(change: Callable[[dict[str, Any]], object]) -> str:
    body = deepcopy(BODY)
    change(body)
    with pytest.raises(ValueError, match=r"\w") as fault:
        parse_messaging(body)
    return str(fault.value)


@pytest.mark.covers("S3-42")
def test_a_way_is_suggested_for_every_urgency_and_role_with_one_to_turn_to() -> None:
    read = parse_messaging(BODY)
    for urgency in URGENCIES:
        for role in ROLES:
            method = read.method(urgency, role)
            assert read.medium(method.medium)
            assert method.because
            assert method.medium not in method.fallback
            assert FALLBACK.method(urgency, role).medium == "voice"
    assert read.method("immediate", "resource").medium == "voice"
    assert read.method("soon", "resource").medium == "text"
    assert read.medium("pigeon") is None


def test_each_fault_names_its_place_and_the_mend() -> None:
    assert "“pigeon” has no style" in without(lambda b: b["media"][0].update(id="pigeon"))
    assert "“pigeon” is none of the media" in without(
        lambda b: b["methods"][0].update(fallback=["pigeon"])
    )
    assert "say once what is suggested for immediate, resource" in without(
        lambda b: b["methods"].pop(0)
    )
    assert "reports: 0: give 1 to 1440 minutes" in without(lambda b: b["reports"].update({"0": 0}))
    assert "has no text" in without(lambda b: b["templates"][0].update(text=" "))
