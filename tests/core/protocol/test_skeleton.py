"""New protocols: every skeleton passes the checker as it is, and what contradicts is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from stayline_core.protocol import check, load
from stayline_core.protocol.language import HARMS, LEVELS
from stayline_core.protocol.skeleton import SkeletonRefused, Wanted, refuse_id, skeleton
from tests.core.protocol.shipped import CENTRE

CHANNELS = (("voice", "chat"), ("email",), ("in_person", "letter", "staff"))
EVERY = (*CHANNELS, ("voice",), ("chat",), ("staff",), ("sms", "social_media"))


def wanted(
    *handles: str, level: str = "L1", channels: tuple[str, ...] = ("voice",), name: str = "new-one"
) -> Wanted:
    return Wanted(name, 'A "new" one', handles, level, channels, "2030-01-31", "s.json")


def possible(
    harms: tuple[tuple[str, ...], ...],
    levels: tuple[str, ...],
    every: tuple[tuple[str, ...], ...],
) -> Iterator[tuple[Wanted, str]]:
    """Each combination that is not refused, with its document."""
    for handles in harms:
        for level in levels:
            for channels in every:
                want = wanted(*handles, level=level, channels=channels)
                try:
                    yield want, skeleton(want)
                except SkeletonRefused:
                    continue


def assert_passes(want: Wanted, text: str) -> None:
    loaded = load(text.encode(), file="new.yaml")
    result = check(loaded, catalogue=CENTRE)
    assert result.findings == (), (want, result.findings)
    protocol = loaded.protocol
    assert protocol is not None
    assert (protocol.id, protocol.title, protocol.level) == (want.id, want.title, want.level)
    assert (protocol.handles, protocol.channels) == (want.handles, want.channels)


@pytest.mark.parametrize("harm", HARMS)
def test_every_kind_on_every_class_of_channel_passes_the_checker(harm: str) -> None:
    """One level each here; all levels, and two kinds at once, in the soak."""
    level = "L3" if harm in {"abusive_language", "supervisor_demand"} else "L0"
    found = list(possible(((harm,),), (level,), CHANNELS))
    assert len(found) == len(CHANNELS)
    for want, text in found:
        assert_passes(want, text)


def test_what_can_grow_worse_says_what_happens_then_in_writing_too() -> None:
    grows = "  threat_grows: help_now\n"
    assert grows in skeleton(wanted("violence", level="L1", channels=("email",)))
    assert grows not in skeleton(wanted("violence", level="L0", channels=("email",)))


@pytest.mark.soak
def test_every_kind_and_two_at_every_level_on_every_class_of_channel_pass() -> None:
    harms = tuple((harm,) for harm in HARMS) + tuple(combinations(HARMS, 2))
    count = 0
    for want, text in possible(harms, LEVELS, EVERY):
        assert_passes(want, text)
        count += 1
    assert count > 400


@pytest.mark.parametrize("harm", ["self_harm", "abusive_language"])
def test_it_says_what_it_is_and_what_is_to_be_filled_in(harm: str) -> None:
    level = "L3" if harm == "abusive_language" else "L1"
    text = skeleton(wanted(harm, level=level))
    assert text.startswith("# yaml-language-server: $schema=s.json\n")
    assert "# UNCERTIFIED TEMPLATE." in text
    assert text.count("# FILL IN: ") > 8
    assert '\ntitle: "A \\"new\\" one"\n' in text
    for key in ("gather:", "obligations:", "on:", "anytime:", "blocks:"):
        assert f"\n{key}" in text


@pytest.mark.parametrize(
    ("want", "mend"),
    [
        (wanted("self_harm", level="L3"), "Take L0, L1, L2."),
        (wanted("abusive_language"), "Take level L3"),
        (wanted("abusive_language", "violence"), "a protocol of its own for violence"),
        (wanted("bomb", "self_harm"), "Make two protocols."),
        (wanted("self_ham"), "Did you mean “self_harm”?"),
        (wanted(), "Name at least one kind of harm: self_harm"),
        (wanted("bomb", channels=("radio",)), "is no channel"),
        (wanted("bomb", level="L9"), "is no level"),
        (wanted("bomb", name="Gas Leak"), "Take “gas-leak”."),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(want: Wanted, mend: str) -> None:
    with pytest.raises(SkeletonRefused, match=re.escape(mend)):
        skeleton(want)


def test_a_name_of_which_nothing_can_be_kept_gets_no_hint() -> None:
    with pytest.raises(SkeletonRefused, match=r"60 at most\.$"):
        refuse_id("007")
