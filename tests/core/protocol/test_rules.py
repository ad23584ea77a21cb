"""A centre's own rules: kept, broken with a story, unknown, or proving nothing."""

import pytest

from tests.core.protocol.sample import GOOD, IRATE, changed, checked, codes

KEPT = [
    "{id: a, always: rang, at: 'end:any'}",
    "{id: a, always: contact_open, at: 'end:handed_over'}",
    "{id: a, always: report_owed, at: 'end:any'}",
    "{id: a, always: safety_recorded, at: 'end:handed_over'}",
    "{id: a, always: outward_offered, at: 'dispatch:emergency_services'}",
    "{id: a, never: 'end:handed_over', before: spoke}",
    "{id: a, never: 'covers:hand_over', before: accepted}",
    "{id: a, never: 'step:stopped', before: contact_lost}",
    "{id: a, never: contact_lost, after: 'end:handed_over'}",
    "{id: a, within: 0s, of: 'answer:safety.in_danger_now=yes', comes: 'dispatch:any'}",
    "{id: a, within: 30s, of: 'step:opening/acknowledge', comes: 'raise:crisis'}",
    "{id: a, within: 2m, of: 'step:calm', comes: 'raise:management'}",
    "{id: a, within: 0s, of: 'dispatch:any', comes: outward_offered}",
]
BROKEN = [
    ("R02", "{id: a, always: accepted, at: 'step:help_now', because: Nobody sends help alone.}"),
    ("R02", "{id: a, always: contact_open, at: 'end:any'}"),
    ("R02", "{id: a, always: 'covers:safety', at: 'covers:calm'}"),
    ("R02", "{id: a, always: 'answer:safety.in_danger_now=yes', at: 'dispatch:any'}"),
    ("R02", "{id: a, always: spoke, at: 'step:opening/acknowledge'}"),
    ("R03", "{id: a, never: 'dispatch:any', before: joined}"),
    ("R03", "{id: a, never: 'step:opening/acknowledge', before: accepted}"),
    ("R03", "{id: a, never: 'covers:calm', after: accepted}"),
    ("R03", "{id: a, never: 'raise:any', after: accepted}"),
    ("R03", "{id: a, never: 'end:any', after: 'step:stopped'}"),
    ("R03", "{id: a, never: outward_offered, before: accepted}"),
    ("R04", "{id: a, within: 30s, of: 'step:calm', comes: joined}"),
    ("R04", "{id: a, within: 1m, of: 'step:opening/danger_now', comes: 'raise:management'}"),
    ("R04", "{id: a, within: 0s, of: 'step:calm', comes: 'covers:hand_over'}"),
    ("R05", "{id: a, always: rang, at: 'end:resolved'}"),
    ("R05", "{id: a, never: rang, before: 'covers:gather'}"),
]
UNKNOWN = [
    "{id: a, always: happy, at: 'end:any'}",
    "{id: a, always: rang, at: 'end:never'}",
    "{id: a, always: rang, at: 'step:nowhere'}",
    "{id: a, always: rang, at: 'covers:fun'}",
    "{id: a, always: rang, at: 'answer:nothing=yes'}",
    "{id: a, always: rang, at: 'dispatch:cavalry'}",
    "{id: a, always: rang, at: 'raise:nobody'}",
    "{id: a, always: rang, at: 'moon:full'}",
]


def with_rule(rule, source=GOOD):
    return changed(source, ("title: ", f"rules: [{rule}]\ntitle: "))


@pytest.mark.parametrize("rule", KEPT)
def test_a_rule_that_is_kept_brings_nothing(rule):
    assert checked(with_rule(rule)).findings == ()


@pytest.mark.parametrize(("code", "rule"), BROKEN)
def test_a_rule_that_is_broken_is_told(code, rule):
    (finding,) = checked(with_rule(rule)).findings
    assert finding.code == code
    assert bool(finding.walk) == (code != "R05")
    assert ("Nobody sends" in finding.message) == ("because" in rule)


@pytest.mark.parametrize("rule", UNKNOWN)
def test_a_rule_of_unknown_words_is_refused(rule):
    assert [finding.code for finding in checked(with_rule(rule)).findings] == ["R01"]


def test_a_rule_on_warnings():
    kept = "{id: a, never: 'end:terminated', before: 'covers:final_notice'}"
    assert checked(with_rule(kept, IRATE)).findings == ()
    broken = "{id: a, always: rang, at: 'end:recorded'}"
    assert [f.code for f in checked(with_rule(broken, IRATE)).findings] == ["R02"]


def test_the_next_screen_is_what_every_press_shows():
    written = changed(
        IRATE,
        ("level: L3", "level: L3\nchannels: [email]"),
        (
            "on: {contact_lost: dropped, contact_resumed: acknowledge, threat_grows: dropped}",
            "on: {threat_grows: done}",
        ),
        ("  dropped: {note: [Write the record.], next: done}\n", ""),
    )
    kept = "{id: a, within: 0s, of: 'step:close', comes: 'end:any'}"
    assert "R04" not in codes(with_rule(kept, written))
    broken = "{id: a, within: 0s, of: 'step:warn', comes: 'end:terminated'}"
    assert "R04" in codes(with_rule(broken, written))
