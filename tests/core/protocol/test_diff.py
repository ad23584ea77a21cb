"""The difference of meaning between two protocols: what counts, and how it is told."""

from __future__ import annotations

import json

import pytest

from stayline_core.protocol.diff import Change, Difference, NotComparable, compare, diff, tell
from tests.core.protocol.sample import CATALOGUE, GOOD, IRATE, changed, loaded
from tests.core.protocol.shipped import CENTRE, LOADED, shipped


def between(old: str, new: str) -> Difference:
    """The difference by content alone, which is quick."""
    ours, theirs = loaded(old).protocol, loaded(new).protocol
    assert ours is not None
    assert theirs is not None
    return compare(ours, theirs, catalogue=CATALOGUE)


def compared(*edits: tuple[str, str], source: str = GOOD) -> Difference:
    """The difference by content that edits make."""
    return between(source, changed(source, *edits))


def wholly(old: str, new: str) -> Difference:
    """The difference with its times, its findings and its story."""
    return diff(loaded(old), loaded(new), catalogue=CATALOGUE)


def after(*edits: tuple[str, str], source: str = GOOD) -> Difference:
    """The whole difference that edits make."""
    return wholly(source, changed(source, *edits))


def what(found: Difference) -> list[tuple[str | None, str, str, str | None, str | None]]:
    return [(one.step, one.what, one.how, one.old, one.new) for one in found.changes]


def only(found: Difference) -> Change:
    (change,) = found.changes
    return change


# ── what is no difference ──


@pytest.mark.parametrize(
    "edits",
    [
        (),
        (
            (
                "duties: [keep_contact_open, authentication_waived, ",
                "duties: [authentication_waived, keep_contact_open, ",
            ),
        ),
        (("start: opening\n", '# a remark\nstart: "opening"\n'),),
        (
            (
                "answers: {yes: help_now, no: leave, else: unsure}",
                "answers: {no: leave, yes: help_now, refused: unsure, else: unsure}",
            ),
        ),
        (
            (
                "answers: {yes: spoken, no: opening/danger_now}",
                "answers: {yes: spoken, else: opening/danger_now}",
            ),
        ),
        (("within: 60s\n        otherwise", "within: 1m\n        otherwise"),),
        (("within: 3m", "within: {live: 3m, chat: 3m}"),),
        (
            ("  returned: {say: [\"I'm glad you're back.\"], next: opening/danger_now}\n", ""),
            (
                "  calm:\n",
                "  returned: {next: opening/danger_now, say: I'm glad you're back.}\n  calm:\n",
            ),
        ),
        (("covers: [acknowledge, pass_on]", "covers: [pass_on, acknowledge]"),),
    ],
)
def test_what_only_looks_different_is_no_difference(edits: tuple[tuple[str, str], ...]) -> None:
    found = compared(*edits)
    assert what(found) == []
    assert not found.any
    assert not found.structure_changed
    assert list(tell(found)) == ["No difference of meaning."]


BLOCK = GOOD[GOOD.index("blocks:\n") : GOOD.index("steps:\n  opening: {use")]


def without_block() -> str:
    """The good protocol with its block written out by hand."""
    inner = BLOCK[BLOCK.index("      acknowledge:") :]
    written = "\n".join(line[4:] for line in inner.splitlines()) + "\n"
    written = written.replace("next: leave", "next: calm").replace("no: leave", "no: calm")
    text = GOOD.replace(BLOCK, "").replace("  opening: {use: opening, next: calm}\n", written)
    text = text.replace("opening/danger_now", "danger_now")
    return text.replace("start: opening\n", "start: acknowledge\n")


def test_a_block_that_is_written_out_is_no_difference() -> None:
    found = between(GOOD, without_block())
    assert what(found) == []
    assert not found.any
    assert dict(found.renamed)["opening/acknowledge"] == "acknowledge"
    assert not between(without_block(), GOOD).any


# ── words ──


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("I'm listening. Take", "I am listening. Take"),
            (
                "calm",
                "say",
                "changed",
                "I'm listening. Take all the time you need.",
                "I am listening. Take all the time you need.",
            ),
        ),
        (
            ('question: "Where are you?"', 'question: "Where are you now?"'),
            (
                "help_now",
                "question: safety.location",
                "changed",
                "Where are you?",
                "Where are you now?",
            ),
        ),
        (
            (
                "note: [Your supervisor decides whether to send help.]\n    observe",
                "note: [Your supervisor decides whether to send help., Wait.]\n    observe",
            ),
            ("decide", "note", "added", None, "Wait."),
        ),
        (
            ("    note: [Nobody has joined yet. Keep talking. Everyone is being called.]\n", ""),
            (
                "alone",
                "note",
                "removed",
                "Nobody has joined yet. Keep talking. Everyone is being called.",
                None,
            ),
        ),
        (("  calm:\n", "  calm:\n    title: Listen\n"), ("calm", "title", "added", None, "Listen")),
        (
            ("  calm:\n", "  calm:\n    avoid: [Calm down.]\n"),
            ("calm", "avoid", "added", None, "Calm down."),
        ),
        (
            ("may: [Listen, ", "may: [Listen well, "),
            (None, "may", "changed", "Listen", "Listen well"),
        ),
        (("[Diagnose]", "[Diagnose, Argue]"), (None, "may not", "added", None, "Argue")),
        (
            ("Call emergency services}", "Call for help}"),
            (None, "label: help_now", "changed", "Call emergency services", "Call for help"),
        ),
        (
            ("title: Threat of suicide or self-harm", "title: A threat"),
            (None, "title", "changed", "Threat of suicide or self-harm", "A threat"),
        ),
        (
            ("authors: [Stayline]", "authors: [Stayline, Us]"),
            (None, "authors", "added", None, "Us"),
        ),
        (("2027-06-30", "2028-06-30"), (None, "review by", "changed", "2027-06-30", "2028-06-30")),
    ],
)
def test_words_and_provenance_are_told_and_change_no_structure(
    edit: tuple[str, str], expected: tuple[str | None, ...]
) -> None:
    found = compared(edit)
    assert what(found) == [expected]
    assert found.any
    assert not found.structure_changed
    told = list(tell(found))
    assert [one for one in expected[3:] if one is not None] == [
        line[6:] for line in told if line.startswith(("    - ", "    + "))
    ]


def test_sentences_in_another_order_are_told_as_moved() -> None:
    lines = GOOD[GOOD.index('          - "Thank') : GOOD.index("        next: danger_now")]
    first, second = lines.splitlines()
    found = compared((lines, f"{second}\n{first}\n"))
    change = only(found)
    assert (change.step, change.what, change.how) == ("opening/acknowledge", "say", "moved")
    assert "  say, in another order" in list(tell(found))


# ── structure ──


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("no: leave, else: unsure}", "no: unsure, else: unsure}"),
            ("opening/danger_now", "answer: no", "changed", "calm", "opening/unsure"),
        ),
        (
            ("within: 60s\n        otherwise", "within: 90s\n        otherwise"),
            ("opening/danger_now", "within", "changed", "60 s", "90 s"),
        ),
        (
            ("within: 3m", "within: {live: 3m, chat: 5m}"),
            ("hand_over", "within: chat", "changed", "180 s", "300 s"),
        ),
        (
            (
                "within: 3m\n    otherwise: {do: [{raise: management}], offer: alone}",
                "within: 3m\n    otherwise: {do: [{raise: management}], offer: calm}",
            ),
            ("hand_over", "otherwise: offer", "changed", "alone", "calm"),
        ),
        (
            (
                "within: 3m\n    otherwise: {do: [{raise: management}]",
                "within: 3m\n    otherwise: {do: [{raise: management}, {notify: supervisor}]",
            ),
            ("hand_over", "otherwise", "added", None, "notify: supervisor"),
        ),
        (
            (
                "do: [{set_level: L0}, {dispatch: emergency_services}]",
                "do: [{dispatch: emergency_services}, {set_level: L0}]",
            ),
            (
                "help_now",
                "do",
                "moved",
                "set_level: L0, dispatch: emergency_services",
                "dispatch: emergency_services, set_level: L0",
            ),
        ),
        (
            ("wait_for: spoke", "wait_for: joined"),
            ("hand_over", "wait for", "changed", "spoke", "joined"),
        ),
        (
            ("ask: {field: safety.location,", "ask: {field: topic,"),
            ("help_now", "ask", "removed", "safety.location", None),
        ),
        (
            ("covers: [calm]", "covers: [calm, involve]"),
            ("calm", "covers", "added", None, "involve"),
        ),
        (
            ("end: handed_over", "end: resolved"),
            ("done", "end", "changed", "handed_over", "resolved"),
        ),
        (("level: L1", "level: L2"), (None, "level", "changed", "L1", "L2")),
        (
            ("level: L1\n", "level: L1\nchannels: [voice]\n"),
            (None, "channels", "removed", "chat", None),
        ),
        (("[keep_contact_open, ", "["), (None, "duties", "removed", "keep_contact_open", None)),
        (
            ("ladder: crisis", "ladder: {id: crisis, ring: 10s}"),
            (
                None,
                "ladder",
                "changed",
                "crisis, rung at open",
                "crisis, rung 10 s after the opening",
            ),
        ),
        (("ladder: crisis\n", ""), (None, "ladder", "removed", "crisis, rung at open", None)),
        (
            ("start_switched: opening/danger_now", "start_switched: calm"),
            (None, "start switched", "changed", "opening/danger_now", "calm"),
        ),
        (
            ("gather: [safety.in_danger_now, ", "gather: [safety.in_danger_now, topic, "),
            (None, "gather", "added", None, "topic"),
        ),
        (
            ("threat_grows: help_now}", "threat_grows: calm}"),
            (None, "on: threat_grows", "changed", "help_now", "calm"),
        ),
        (
            ("services}\n", "services, calm: Listen}\n"),
            (None, "anytime: calm", "added", None, "Listen"),
        ),
        (
            ("ladder: crisis\n", "ladder: crisis\ntallies: {calls: 2}\n"),
            (None, "tally: calls", "added", None, "2"),
        ),
        (
            ("from: contact_ended, within: 30m", "from: contact_ended, within: 20m"),
            (None, "owed: care, within", "changed", "1800 s", "1200 s"),
        ),
        (
            ("by: receiver, from: dispatched", "by: supervisor, from: dispatched"),
            (None, "owed: arrived, by", "changed", "receiver", "supervisor"),
        ),
        (
            ("by: system, from: opened", "by: system, from: accepted"),
            (None, "owed: manager, from", "changed", "opened", "accepted"),
        ),
        (
            ("do: {file: security_threat}", "do: {file: call_record}"),
            (None, "owed: report", "changed", "file: security_threat", "file: call_record"),
        ),
        (
            ("otherwise: [{notify: management}]}", "otherwise: [{raise: management}]}"),
            (None, "owed: care, otherwise", "removed", "notify: management", None),
        ),
        (
            ("ladder: crisis\n", "ladder: crisis\nrules: [{id: a, always: rang, at: accepted}]\n"),
            (None, "rule: a", "added", None, "always rang at accepted"),
        ),
        (
            (
                "ladder: crisis\n",
                "ladder: crisis\nrules: [{id: a, within: 5s, of: rang, comes: accepted}]\n",
            ),
            (None, "rule: a", "added", None, "within 5 s of rang comes accepted"),
        ),
        (("level: L1\n", "level: L1\nlocale: en-GB\n"), (None, "locale", "changed", "en", "en-GB")),
    ],
)
def test_everything_else_is_structure(
    edit: tuple[str, str], expected: tuple[str | None, ...]
) -> None:
    found = compared(edit)
    assert expected in what(found)
    assert found.structure_changed


def test_what_is_owed_and_no_longer_owed_is_told_as_a_whole() -> None:
    line = GOOD[GOOD.index("  - {id: care") : GOOD.index("on: {contact_lost")]
    gone = only(compared((line, "")))
    assert (gone.what, gone.how) == ("owed: care", "removed")
    assert gone.old == (
        "start: aftercare by system, 1800 s from contact_ended, else notify: management"
    )
    bare = line.replace("within: 30m, otherwise: [{notify: management}]", "within: 30m")
    come = only(between(changed(GOOD, (line, "")), changed(GOOD, (line, bare))))
    assert come.new == "start: aftercare by system, 1800 s from contact_ended, else nothing"
    endless = changed(GOOD, ("within: 30m, ", ""))
    assert ("owed: care, within", "removed") in [
        (o.what, o.how) for o in between(GOOD, endless).changes
    ]
    assert "no limit" in str(only(between(changed(GOOD, (line, "")), endless)).new)


# ── steps that come, go, and are renamed ──


def test_a_step_under_another_name_is_the_same_step() -> None:
    found = between(GOOD, GOOD.replace("alone", "by_yourself"))
    assert what(found) == [("by_yourself", "step", "renamed", "alone", "by_yourself")]
    assert dict(found.renamed) == {"alone": "by_yourself"}
    assert not found.structure_changed
    assert found.story is None
    assert "  renamed, it was alone" in list(tell(found))


def test_a_renamed_step_with_other_words_is_still_the_same_step() -> None:
    text = GOOD.replace("alone", "by_yourself").replace("help you right now?", "help you now?")
    found = between(GOOD, text)
    assert [(one.step, one.what, one.how) for one in found.changes] == [
        ("by_yourself", "step", "renamed"),
        ("by_yourself", "say", "changed"),
    ]


def test_branches_and_ends_are_known_by_where_they_stand() -> None:
    text = GOOD.replace("safety_known", "is_safe").replace("  spoken:", "  has_spoken:")
    text = text.replace("yes: spoken", "yes: has_spoken").replace("stopped", "over")
    text = text.replace("done:", "finished:").replace("yes: done", "yes: finished")
    found = between(GOOD, text)
    assert {(one.how, one.old, one.new) for one in found.changes} == {
        ("renamed", "safety_known", "is_safe"),
        ("renamed", "spoken", "has_spoken"),
        ("renamed", "stopped", "over"),
        ("renamed", "done", "finished"),
    }


def test_a_name_that_is_taken_by_something_else_does_not_hide_what_moved() -> None:
    """`alone` is another step now; what it said is said by `by_yourself`."""
    text = GOOD.replace("alone", "by_yourself")
    other = "  alone: {note: [Write everything down.], observe: voice, next: by_yourself}\n"
    text = text.replace("  by_yourself:\n", f"{other}  by_yourself:\n")
    found = between(GOOD, text)
    assert ("by_yourself", "step", "renamed", "alone", "by_yourself") in what(found)
    assert ("alone", "step", "added") in [(one.step, one.what, one.how) for one in found.changes]


def test_a_step_that_says_something_else_altogether_keeps_its_name() -> None:
    start = GOOD.index('    say: ["What would help you right now?"]')
    words = GOOD[start : GOOD.index("    next: calm", start)]
    found = compared((words, "    observe: voice\n"))
    assert {(one.step, one.what, one.how) for one in found.changes} == {
        ("alone", "say", "removed"),
        ("alone", "note", "removed"),
        ("alone", "observe", "added"),
    }


def test_a_step_that_is_new_and_one_that_is_gone_are_told_with_what_they_hold() -> None:
    more = '  extra:\n    title: More\n    say: ["Tell me more."]\n'
    more += "    ask: {field: topic, question: Why?}\n"
    more += "    observe: voice\n    do: [{notify: supervisor}]\n    answers: {else: calm}\n"
    new = changed(GOOD, ("  hand_over:\n", f"{more}  hand_over:\n"))
    found = between(GOOD, new)
    change = only(found)
    assert (change.step, change.how) == ("extra", "added")
    assert change.new == (
        "title: More\nsay: Tell me more.\nask: Why? (topic)\nobserve: voice\n"
        "do: notify: supervisor\nanswer else: calm"
    )
    assert "    + say: Tell me more." in list(tell(found))
    back = between(new, GOOD)
    assert (only(back).step, only(back).how) == ("extra", "removed")
    assert "    - say: Tell me more." in list(tell(back))


def test_so_many_new_names_match_by_identical_content_alone() -> None:
    def many(word: str) -> str:
        head = SMALL[: SMALL.index("start:")]
        steps = [
            f'  {word}{n}: {{say: ["Number {n} of many."], next: {word}{n + 1}}}\n'
            for n in range(310)
        ]
        return f"{head}start: {word}0\nsteps:\n{''.join(steps)}  {word}310: {{end: recorded}}\n"

    found = between(many("one"), many("two").replace("Number 7 of", "Number seven of"))
    assert found.renamed["one5"] == "two5"
    assert ("two7", "added") in [(one.step, one.how) for one in found.changes]
    assert ("one7", "removed") in [(one.step, one.how) for one in found.changes]


# ── times, findings, the story ──


def test_the_times_that_moved_are_told_with_what_they_were() -> None:
    found = after(("ladder: crisis", "ladder: {id: crisis, ring: 10s}"))
    assert [(time.name, time.old, time.new) for time in found.times] == [
        ("first_ring_s", 0, 10),
        ("everyone_rung_s", 40, 50),
        ("longest_silence_s", 20, 20),
    ]
    (line,) = [one for one in tell(found) if one.startswith("Times")]
    assert line == (
        "Times: first ring 0 s → 10 s; everyone rung 40 s → 50 s; longest silence 20 s, as before."
    )


def test_a_time_without_a_bound_is_told_as_such() -> None:
    found = after(("Thank you", "Many thanks"), source=IRATE)
    (line,) = [one for one in tell(found) if one.startswith("Times")]
    assert "first ring no limit, as before" in line


def test_findings_that_come_and_go_are_told_and_those_that_stay_are_not() -> None:
    bad = changed(GOOD, ("I'm listening. Take", "I'm listening, but take"))
    come = wholly(GOOD, bad)
    assert [one.code for one in come.came] == ["W02"]
    assert come.gone == ()
    assert any("W02" in line for line in tell(come))
    back = wholly(bad, GOOD)
    assert [one.code for one in back.gone] == ["W02"]
    assert "Findings that are gone:" in list(tell(back))
    moved = wholly(bad, changed(bad, ("authors: [Stayline]", "authors:\n  - Stayline")))
    assert not moved.any
    stuck = changed(GOOD, ("next: calm\n  help_now", "next: alone\n  help_now"))
    renamed = wholly(stuck, stuck.replace("alone", "by_yourself"))
    assert (renamed.came, renamed.gone) == ((), ())


def test_the_shortest_way_to_what_is_different_is_told_as_a_story() -> None:
    found = after(("no: leave, else: unsure}", "no: unsure, else: unsure}"))
    story = found.story
    assert story is not None
    assert story.walk == (
        "The run opens at opening/acknowledge.",
        "The agent goes on.",
        "safety.in_danger_now is answered “no”.",
    )
    assert "the screen: calm" in story.old
    assert "the screen: opening/unsure" in story.new
    lines = list(tell(found))
    assert "The nearest place where it shows:" in lines
    assert "      - the screen: calm" in lines
    assert lines[-1] == "Structure changed: yes."


def test_a_difference_at_the_opening_is_a_story_of_one_line() -> None:
    story = after(("start: opening\n", "start: calm\n")).story
    assert story is not None
    assert len(story.walk) == 1
    assert "the screen: calm" in story.new


def test_where_a_run_is_taken_over_is_looked_at_as_well() -> None:
    story = after(("start_switched: opening/danger_now", "start_switched: calm")).story
    assert story is not None
    assert story.walk == ("The run is switched to at calm.",)
    assert "the screen: opening/danger_now" in story.old


def test_changes_of_one_kind_stand_under_one_heading() -> None:
    lines = list(tell(compared(("[Diagnose]", "[Diagnose, Argue, Judge]"))))
    assert lines[:3] == ["  may not", "    + Argue", "    + Judge"]


def test_the_world_takes_part_in_the_story() -> None:
    found = after(("offer: unsure}", "offer: leave}"))
    assert found.story is not None
    assert found.story.walk[-1] == "The step's clock runs out."
    lost = after(("contact_lost: lost", "contact_lost: decide"))
    assert lost.story is not None
    assert lost.story.walk[-1] == "The contact is lost."
    grows = after(("threat_grows: help_now", "threat_grows: calm"))
    assert grows.story is not None
    assert "The threat grows to L0." in grows.story.walk
    taken = wholly(
        changed(GOOD, ("contact_resumed: returned", "accepted: alone, contact_resumed: returned")),
        changed(GOOD, ("contact_resumed: returned", "accepted: calm, contact_resumed: returned")),
    )
    assert taken.story is not None
    assert taken.story.walk[-1] == "The ladder: accepted."


def test_a_claim_alone_behaves_the_same() -> None:
    found = after(("covers: [calm]", "covers: [calm, involve]"))
    assert found.structure_changed
    assert found.story is None


def test_what_is_not_met_near_the_opening_is_said_not_to_have_been_met() -> None:
    found = after(("level: L1\n", "level: L1\nchannels: [voice, chat, sms]\n"))
    assert found.story is not None
    assert (found.story.found, found.story.complete) == (False, False)
    assert any("No difference of behaviour was met" in line for line in tell(found))


def test_what_lies_deep_is_found_on_the_map() -> None:
    found = after(("end: handed_over", "end: resolved"))
    story = found.story
    assert story is not None
    assert (story.old, story.new) == (("end: handed_over",), ("end: resolved",))
    assert len(story.walk) > 3


def test_a_step_that_is_gone_is_found_on_the_map_of_the_old_document() -> None:
    last = "  last: {note: [Write it down.], next: done}\n  done: {end: handed_over}\n"
    longer = changed(GOOD, ("yes: done", "yes: last"), ("  done: {end: handed_over}\n", last))
    story = wholly(longer, GOOD).story
    assert story is not None
    assert story.new == ("answer: yes: done",) or story.old


SMALL = """\
stayline: 1
kind: protocol
id: small
title: Small
handles: [other]
level: L0
start: first
steps:
  first: {say: ["Hello."], next: last}
  last: {end: recorded}
"""


def test_a_small_protocol_is_looked_at_to_the_end() -> None:
    found = after(("level: L0\n", "level: L0\nchannels: [voice, chat, sms]\n"), source=SMALL)
    assert found.story is not None
    assert (found.story.found, found.story.complete) == (False, True)
    assert not any("nearest" in line or "looked at" in line for line in tell(found))


def test_no_common_channel_has_no_story() -> None:
    found = after(("level: L1\n", "level: L1\nchannels: [email]\n"))
    assert found.structure_changed
    assert found.story is None


def test_a_field_that_no_form_has_is_compared_as_it_is_written() -> None:
    strange = changed(GOOD, ("field: safety.in_danger_now", "field: strange"))
    found = wholly(strange, changed(strange, ("no: leave, else: unsure", "no: leave, else: alone")))
    assert ("opening/danger_now", "answer: else", "changed", "opening/unsure", "alone") in what(
        found
    )


def test_a_tally_is_compared_count_by_count() -> None:
    found = after(
        ("{0: acknowledge, 1: acknowledge, 2: last}", "{0: acknowledge, else: last}"), source=IRATE
    )
    assert what(found)[0] == ("how_many", "answer: 1", "changed", "acknowledge", "last")


def test_a_document_that_cannot_be_run_cannot_be_compared() -> None:
    with pytest.raises(NotComparable, match=r"sample\.yaml"):
        wholly(GOOD, "stayline: 1")
    with pytest.raises(NotComparable):
        wholly("stayline: 1", GOOD)


def test_a_machine_reads_the_same() -> None:
    found = after(("no: leave, else: unsure}", "no: unsure, else: unsure}"))
    read = json.loads(json.dumps(found.to_json()))
    assert (read["different"], read["structure_changed"]) == (True, True)
    assert read["changes"][0] == {
        "step": "opening/danger_now",
        "what": "answer: no",
        "how": "changed",
        "old": "calm",
        "new": "opening/unsure",
        "structural": True,
    }
    assert read["story"]["walk"]
    assert wholly(GOOD, GOOD).to_json()["story"] is None


@pytest.mark.parametrize("name", sorted(LOADED))
def test_a_shipped_protocol_does_not_differ_from_itself(name: str) -> None:
    protocol = shipped(name)
    assert not compare(protocol, protocol, catalogue=CENTRE).any


def test_what_is_the_same_has_the_times_of_both_and_no_story() -> None:
    found = after()
    assert [(time.old, time.moved) for time in found.times] == [
        (0, False),
        (40, False),
        (20, False),
    ]
    assert (found.any, found.came, found.gone, found.story) == (False, (), (), None)
    words = after(("I'm listening. Take", "I am listening. Take"))
    assert words.any
    assert words.story is None
