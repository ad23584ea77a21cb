# ruff: noqa: E501, RUF001 - lines of documents stay as they are written, odd letters are the point
"""What an author is told: the very place, the field, what stands there, and how to mend it."""

from __future__ import annotations

import pytest
import yaml

from stayline_core.protocol import load, load_ladder
from stayline_core.protocol.findings import Finding
from stayline_core.protocol.head import document_head
from stayline_core.protocol.hints import did_you_mean, nearest
from stayline_core.protocol.reading import Reader
from stayline_core.protocol.syntax import explain
from stayline_core.protocol.tree import START, Listing, Scalar, Table
from tests.core.protocol.sample import GOOD, IRATE, LADDERS, changed, loaded


def at(source: str, finding: Finding) -> str:
    """What stands at the place of a finding, to the end of its line."""
    return source.splitlines()[finding.line - 1][finding.column - 1 :]


TOLD = [
    # code, old, new, what stands at the place, parts of the message
    # ── syntax ──
    ("Y02", "covers: [calm]", "title: Remember: breathe", ": breathe", "“Remember” is taken for a key", "in quotes: title:"),
    ("Y02", "covers: [calm]", "title: {name} is here", "is here", "begins with “{” must be in quotes"),
    ("Y02", "covers: [calm]", 'title: "Hello" he said', "he said", "after its closing quote"),
    ("Y02", "covers: [calm]", "title: 'I'm here'", "m here'", "apostrophe in single quotes is written twice"),
    ("Y02", "covers: [calm]", 'avoid: "One", "two"', ', "two"', "Several texts need brackets"),
    ("Y02", "covers: [calm]", "title: @home", "@home", "cannot begin with “@”"),
    ("Y02", "covers: [calm]", "title: %", "%", "cannot begin with “%”"),
    ("Y02", "covers: [calm]", 'title: "a\\q"', "\\q", "means nothing in double quotes"),
    ("Y02", "covers: [calm]", "title: > text", "> text"[2:], "begins on the next line"),
    ("Y02", "covers: [calm]", "title: & text", " text", "begins with * or & must be in quotes"),
    ("Y02", "covers: [calm]", "covers: [calm]]", "]", "one “]” too many"),
    ("Y02", "covers: [calm]", "covers: [calm", "[calm", "This bracket is not closed", "“]” is missing before line"),
    ("Y02", "covers: [calm]", 'title: "never closed', "s: [calm]"[9:], "A text in quotes that begins on line", "closing quote missing"),
    ("Y02", "covers: [calm]", "title: a\n      covers: [calm]", ": [calm]", "2 spaces deeper than the line above"),
    ("Y02", "covers: [calm]", "covers [calm]", "covers [calm]", "This line has no colon", "write “covers: [calm]”"),
    ("Y02", "covers: [calm]", "title:Calm", "title:Calm", "A space is missing after the colon"),
    ("Y02", "covers: [calm]", "covers: - calm", "- calm", "A list begins on the next line"),
    ("Y02", "covers: [calm]", "covers: [calm,, safety]", ", safety]", "one comma too many"),
    ("Y02", "    covers: [calm]", "   covers: [calm]", "say: [", "begins after 4 spaces, the one above after 3"),
    ("Y02", "covers: [calm]", "title:\tCalm", "\tCalm", "A tab is not allowed", "Use spaces"),
    ("Y02", "covers: [calm]", "title: Ca\u200blm", "\u200blm", "U+200B (zero width space)"),
    ("Y02", "covers: [calm]", "title: a\u200db", "\u200db", "U+200D (zero width joiner)"),
    ("Y02", "covers: [calm]", 'title: "a\\u202eb"', '"a\\u202eb"', "U+202E (right-to-left override)", "as an escape neither"),
    ("Y02", "covers: [calm]", 'title: "a\\tb"', '"a\\tb"', "A tab is not allowed, written as an escape"),
    ("Y02", "covers: [calm]", "title: a\rb", "\rb", "A lone carriage return"),
    ("Y03", "covers: [calm]", "covers: [calm]\n    covers: [safety]", "covers: [safety]", "stands here twice (first on line", "column 5"),
    ("Y04", "covers: [calm]", "title: *calm", "*calm", "The alias *calm is not allowed", "belongs in quotes"),
    ("Y04", "covers: [calm]", "title: &calm x", "&calm x", "The anchor &calm is not allowed"),
    ("Y04", "covers: [calm]", "<<: {title: x}", "<<: {title: x}", "merge key"),
    ("Y05", "covers: [calm]", "title: !important", "!important", "begins with ! belongs in quotes"),
    ("Y08", "covers: [calm]", "{a: b}: x", "{a: b}: x", "A key must be a word"),
    # ── keys ──
    ("Y07", "covers: [calm]", "cover: [calm]", "cover: [calm]", "not known in the step calm", "Did you mean “covers”?"),
    ("Y07", "covers: [calm]", "Covers: [calm]", "Covers: [calm]", "Did you mean “covers”?"),
    ("Y07", "wait_for: accepted", "wait-for: accepted", "wait-for: accepted", "Did you mean “wait_for”?"),
    ("Y07", "may_not: [Diagnose]", "may not: [Diagnose]", "may not: [Diagnose]}", "in “limits”", "Did you mean “may_not”?"),
    ("Y07", "on: {contact_lost", "on: {contactlost", "contactlost: lost", "in “on”", "Did you mean “contact_lost”?"),
    ("Y07", "level: L1", "lеvel: L1", "lеvel: L1", "Did you mean “level”?"),
    ("Y07", "offer: unsure}", "ofer: unsure}", "ofer: unsure}", "in “otherwise” of the step danger_now", "Did you mean “offer”?"),
    ("Y09", "title: Threat of suicide or self-harm\n", "", "stayline: 1", "The key “title” is missing."),
    ("Y09", "field: safety.location, ", "", "{question:", "The key “field” is missing in “ask[1]” of the step help_now"),
    ("Y12", "  alone:", "  ~:", "~:", "is no word to YAML", "put it in quotes"),
    ("Y12", "  alone:", "  Alone now:", "Alone now:", "the name of a step", "Write “alone_now”?"),
    ("Y12", "id: self-harm", "id: Self Harm", "Self Harm", "Write “self-harm”?"),
    ("Y12", "id: self-harm", "id: “self-harm”", "“self-harm”", "Curved quotes are letters to YAML"),
    ("Y12", "id: self-harm", "id: 5", "5", "a small letter first"),
    # ── types ──
    ("Y08", "level: L1", "level: [L1]", "[L1]", "“level” must be a text; this is a list of 1", "Take the brackets away"),
    ("Y08", "level: L1", "level: {L1: x}", "{L1: x}", "this is a table (key “L1”)"),
    ("Y08", "level: L1", "level:", "", "“level” is empty"),
    ("Y08", "level: L1", "level: ~", "~", "“level” is empty"),
    ("Y08", 'say: ["I\'m listening. Take all the time you need."]', "say:\n      - Remember: stay calm", "Remember: stay calm", "“say[1]” of the step calm must be a text", "“: ” makes a table of it"),
    ("Y08", 'say: ["I\'m listening. Take all the time you need."]', "say:\n      - - Hello", "- Hello", "Take one dash away"),
    ("Y08", "otherwise: {do: [{raise: management}], offer: alone}", "otherwise: alone", "alone", "“otherwise” of the step calm must be a table", "this is the text “alone”"),
    ("Y08", "limits: {may: [Listen, Call for help], may_not: [Diagnose]}", "limits: may:none", "may:none", "A space is missing after the colon"),
    ("Y08", "limits: {may: [Listen, Call for help], may_not: [Diagnose]}", "limits:\n  - may: Listen", "- may: Listen", "Take the dashes away"),
    ("Y08", "limits: {may: [Listen, Call for help], may_not: [Diagnose]}", "limits: [may]", "[may]", "Write {key: value}"),
    ("Y08", "authors: [Stayline]", "authors: {a: b}", "{a: b}", "“authors” must be a list", "Begin each item with “- ”"),
    ("Y08", "{do: [{notify: supervisor}], offer", "{do: supervisor, offer", "supervisor, offer", "“otherwise.do” of the step danger_now must be a list", "[{key: value}]"),
    ("Y08", "do: {raise: management}", "do: {raise: management, notify: a}", "{raise: management, notify: a}", "“do” of obligation 1 names several"),
    ("Y08", "do: {raise: management}", "do: {}", "{}", "“do” of obligation 1 names none"),
    ("Y08", "answers: {else: calm}", "answers: {}", "{}", "name at least one"),
    ("Y08", "review_by: 2027-06-30", "review_by: 30.06.2027", "30.06.2027", "YYYY-MM-DD, such as 2027-06-30", "this is the text “30.06.2027”"),
    ("Y08", "review_by: 2027-06-30", "review_by: 2027-02-30", "2027-02-30", "must be a date"),
    ("Y08", "review_by: 2027-06-30", "review_by: 20270630", "20270630", "must be a date"),
    ("Y08", "level: L1", "level: L1\ntallies: {a: 1_0}", "1_0}", "from 1 to 9; this is the text “1_0”", "Write 10, without the underscore"),
    ("Y08", "level: L1", "level: L1\ntallies: {a: 0o7}", "0o7}", "Write 7: numbers are written in tens"),
    ("Y08", "level: L1", "level: L1\ntallies: {a: 10:30}", "10:30}", "A colon makes no number"),
    ("Y08", "level: L1", "level: L1\ntallies: {a: two}", "two}", "a whole number from 1 to 9"),
    ("Y08", "kind: protocol", "kind: protocl", "protocl", "Did you mean “protocol”?"),
    ("Y08", "kind: protocol", "kind: ladder", "ladder", "This is a ladder document; a protocol document is wanted"),
    ("Y08", "by: receiver", "by: reciever", "reciever", "Did you mean “receiver”?"),
    ("Y08", "level: L1", "level: L1\nchannels: voice, chat", "voice, chat", "Several stand in brackets: [voice, chat]"),
    # ── versions ──
    ("Y10", "stayline: 1", "stayline: 2", "2", "Version “2” of the language is not known (known: 1)", "a newer Stayline"),
    ("Y10", "stayline: 1", "stayline: v1", "v1", "write stayline: 1."),
    ("Y10", "stayline: 1", "stayline: [1]", "[1]", "This version is not known"),
    # ── durations ──
    ("Y13", "within: 3m", "within: 180", "180", "no duration in “within” of the step hand_over", "say the unit, 180s, 180m or 180h"),
    ("Y13", "within: 3m", "within: 3 min", "3 min", "write 3m."),
    ("Y13", "within: 3m", "within: 2m30s", "2m30s", "write 150s."),
    ("Y13", "within: 3m", "within: 1.5 hours", "1.5 hours", "write 90m."),
    ("Y13", "within: 3m", "within: 1_000s", "1_000s", "write 1000s."),
    ("Y13", "within: 3m", "within: 2:30", "2:30", "a colon does not say what it counts: write 150s or 150m"),
    ("Y13", "within: 3m", "within: soon", "soon", "write 30s, 2m or 1h"),
    ("Y13", "within: 3m", "within: 2 moons", "2 moons", "write 30s, 2m or 1h"),
    ("Y13", "within: 3m", "within: 0.0001s", "0.0001s", "write 30s, 2m or 1h"),
    ("Y13", "within: 3m", "within: 0.5s", "0.5s", "write 30s, 2m or 1h"),
    ("Y13", "within: 3m", "within: 9999999", "9999999", "write 30s, 2m or 1h"),
    ("Y13", "within: 3m", "within: 99999999 s", "99999999 s", "write 30s, 2m or 1h"),
    ("Y13", "within: 3m", "within: -3m", "-3m", "write 30s, 2m or 1h"),
    ("Y13", "ladder: crisis", "ladder: {id: crisis, ring: 30}", "30}", "“30” is no duration in “ladder.ring”"),
    ("Y13", "ladder: crisis", "ladder: {id: crisis, ring: at_opening}", "at_opening}", "Did you mean “at_open”?"),
    # ── words and names ──
    ("S25", "level: L1", "level: l1", "l1", "Did you mean “L1”?"),
    ("S25", "level: L1", "level: “L1”", "“L1”", "Curved quotes are letters", "Did you mean “L1”?"),
    ("S25", "handles: [self_harm]", "handles: [self-harm]", "self-harm]", "Did you mean “self_harm”?"),
    ("S25", "covers: [call_back]", "covers: [сalm]", "сalm]", "The letter “с” (U+0441) is no plain Latin one"),
    ("S25", "{end: handed_over}", "{end: hand_over}", "hand_over}", "Did you mean “handed_over”?"),
    ("S01", "start: opening\n", "start: openning\n", "openning", "Did you mean “opening”?"),
    ("S01", "    start: acknowledge", "    start: acknowlege", "acknowlege", "The block opening has no step", "Did you mean “acknowledge”?"),
    ("S02", "next: hand_over", "next: hand over", "hand over", "Did you mean “hand_over”?"),
    ("S02", "offer: decide", "offer: decision", "decision", "There is no step “decision”."),
    ("S02", "send: help_now", "send: helpnow", "helpnow", "Did you mean “help_now”?"),
    ("S02", "on: {contact_lost: lost", "on: {contact_lost: los", "los, contact", "Did you mean “lost”?"),
    ("S02", "anytime: {help_now", "anytime: {help_nw", "help_nw:", "Did you mean “help_now”?"),
    ("S02", "next: danger_now", "next: danger_nwo", "danger_nwo", "Did you mean “danger_now”?"),
    ("S13", "branch: spoke", "branch: spoken", "spoken,", "Did you mean “spoke”?"),
    ("S06", "{yes: done, no: hand_over}", "{yes: done, no: hand_over, Yes: done}", "Yes: done}", "Did you mean “yes”?"),
    ("S16", "{use: opening, next: calm}", "{use: openings, next: calm}", "openings,", "There is no block “openings”.", "Did you mean “opening”?"),
    ("S17", "from: contact_ended", "from: contact_end", "contact_end,", "Did you mean “contact_ended”?"),
    ("S17", "from: contact_ended", 'from: "step:"', '"step:",', "no moment that something can be owed from"),
    ("S20", "wait_for: accepted", "wait_for: acepted", "acepted", "Did you mean “accepted”?"),
    # ── what can stand together ──
    ("S07", "{use: opening, next: calm}", "{use: opening, next: calm, say: x}", "opening: {use", "uses a block, so it cannot also have say"),
    ("S07", "stopped: {end: released}", "stopped: {say: x}", "stopped: {say: x}", "exactly one of next, answers, end; it has none"),
    ("S07", "{branch: spoke, answers", "{branch: spoke, note: x, answers", "spoken: {", "it has branch and answers, nothing else"),
    ("S07", "stopped: {end: released}", "stopped: {end: released, within: 9s}", "stopped: {end", "The end stopped cannot have within"),
    ("S07", "    observe: safety.help_decision\n", "", "decide:", "belong to no question: add ask, observe or branch"),
    ("S07", "    observe: safety.help_decision\n", "    observe: voice\n    wait_for: spoke\n", "decide:", "cannot wait and have answers"),
    ("S07", "observe: safety.help_decision", "observe: [safety.help_decision, voice]", "decide:", "asks several things"),
    ("S07", "observe: safety.help_decision", "observe: []", "decide:", "asks nothing"),
    ("R01", "start: opening\n", "rules: [{id: a, always: rang}]\nstart: opening\n", "{id: a, always: rang}]", "The rule a is one of: always … at"),
]  # fmt: skip


@pytest.mark.parametrize("told", TOLD, ids=lambda told: f"{told[0]} {told[2][:40]}")
def test_a_fault_is_told_at_its_place_with_its_mend(told):
    code, old, new, stands, *parts = told
    source = changed(GOOD, (old, new))
    finding = next(f for f in loaded(source).findings if f.code == code)
    lines = source.split("\n")
    assert lines[finding.line - 1][finding.column - 1 :].startswith(stands)
    for part in parts:
        assert part in finding.message
    assert finding.message[0].isupper() or finding.message[0] == "“" or code == "S07"


ALONE = [
    told for told in TOLD if told[0] in {"Y03", "Y07", "Y10", "Y12", "Y13", "S02", "S07", "S20"}
]


@pytest.mark.parametrize("told", ALONE, ids=lambda told: f"{told[0]} {told[2][:40]}")
def test_a_fault_brings_no_other(told):
    source = changed(GOOD, (told[1], told[2]))
    codes = [f.code for f in loaded(source).findings]
    if (
        told[1] == "  alone:"
    ):  # the step's name is what is wrong, so whoever leads there is told too
        assert set(codes) == {"Y12", "S02"}
    else:
        assert codes == [told[0]]


# ── Y14: text that reads otherwise than it looks ──

TRAPS = [
    (
        "note: [Nobody has joined yet. Keep talking. Everyone is being called.]",
        "note: Call them on #5 # now",
        "Call them on #5 # now",
        "is never shown",
    ),
    (
        "note: [Nobody has joined yet. Keep talking. Everyone is being called.]",
        "note:\n      - Call them # on line 5",
        "Call them # on",
        "“note[1]” of the step alone ends before “#”",
    ),
    (
        'question: "Where are you?"}',
        "question: “Where are you?”}",
        "“Where are you?”}",
        "curved quotes, which are letters to YAML",
    ),
    (
        "may_not: [Diagnose]",
        "may_not: [Tell them what to do, or what to think]",
        "or what to think",
        "A comma between brackets begins a new text",
    ),
]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap[1][:30])
def test_text_that_reads_otherwise_than_it_looks_is_told_and_still_loads(trap):
    old, new, stands, part = trap
    source = changed(GOOD, (old, new))
    read = loaded(source)
    (finding,) = read.findings
    assert (finding.code, finding.severity) == ("Y14", "warning")
    assert at(source, finding).startswith(stands)
    assert part in finding.message
    assert read.protocol is not None


def test_what_is_plain_to_see_is_no_trap():
    for new in (
        'note: "Call them on # 5"',
        "note: Call them on#5",
        "note: [Keep talking., everyone is called]",
        "note: [calm, safety]",
        "note: Call\n    # a comment on its own line",
        "within: 9s # a comment after a word\n    otherwise: {offer: calm}\n    note: a",
        "note: “One” and “two”s",
    ):
        source = changed(
            GOOD,
            ("note: [Nobody has joined yet. Keep talking. Everyone is being called.]", new),
        )
        assert [f for f in loaded(source).findings if f.code == "Y14"] == []


# ── many at once ──


def test_one_reading_tells_every_fault_and_no_fault_twice():
    source = changed(
        GOOD,
        ("id: self-harm", "id: Self_Harm"),
        ("title: Threat of suicide", "Title: Threat of suicide"),
        ("handles: [self_harm]", "handles: [selfharm, violense]"),
        ("by: system", "by: sistem"),
        ("next: hand_over", "next: hand_ovr"),
        ('say: ["I\'m listening. Take all the time you need."]', "say: Remember: breathe"),
        ("wait_for: spoke", "wait_for: *spoke"),
        ("{end: released}", "{end: gone}"),
    )
    read = loaded(source)
    assert [f.code for f in read.findings] == [
        "Y12",
        "Y07",
        "S25",
        "S25",
        "Y08",
        "Y02",
        "S02",
        "Y04",
        "S25",
    ]
    assert read.protocol is None


def test_a_step_that_cannot_be_read_is_still_a_step_to_lead_to():
    source = changed(GOOD, ("  done: {end: handed_over}", "  done: [end]"))
    assert [f.code for f in loaded(source).findings] == ["Y08"]


def test_a_block_that_cannot_be_read_brings_no_fault_in_what_uses_it():
    source = changed(GOOD, ("    start: acknowledge\n", ""))
    assert [f.code for f in loaded(source).findings] == ["Y09"]
    unread = changed(
        GOOD, ("      unsure:\n        say", "      unsure: x\n      other:\n        say")
    )
    assert {f.code for f in loaded(unread).findings} == {"Y08"}


def test_steps_that_cannot_be_read_bring_no_fault_in_what_leads_there():
    start = GOOD.index("steps:\n  opening:")
    assert [f.code for f in loaded(GOOD[:start] + "steps: [a]\n").findings] == ["Y08"]
    assert [f.code for f in loaded(GOOD[:start]).findings] == ["Y09"]


def test_a_broken_line_is_taken_out_and_the_rest_is_read():
    lines = "".join(f"  - Remember {n}: stay: calm\n" for n in range(30))
    read = load(f"stayline: 1\nlaws:\n{lines}".encode(), file="x")
    assert [f.code for f in read.findings][:3] == ["Y02", "Y02", "Y02"]
    assert 20 <= len(read.findings) < 30


def test_what_follows_the_document_is_told_and_the_document_still_read():
    source = changed(GOOD, ("level: L1", "level: l1")) + "---\na: b\n"
    assert [f.code for f in loaded(source).findings] == ["S25", "Y06"]
    assert [f.code for f in loaded(GOOD + "...\na: b\n").findings] == ["Y02"]


def test_directives_are_told_one_by_one():
    read = loaded("# a comment\n%YAML 1.1\n%TAG ! x\n---\n" + GOOD)
    assert [(f.code, f.line) for f in read.findings] == [("Y06", 2), ("Y06", 3)]


def test_other_documents_are_named_for_what_they_are():
    for text, code, part in (
        ("- a\n- b\n", "Y08", "must be a table of keys and values; this is a list of 2"),
        ("hello\n", "Y08", "this is the text “hello”"),
        ("\ufeff", "Y08", "The document is empty"),
    ):
        (finding,) = load(text.encode(), file="x").findings
        assert (finding.code, finding.line) == (code, 1)
        assert part in finding.message


def test_other_encodings_are_named():
    (finding,) = load("title: a".encode("utf-16"), file="x").findings
    assert "UTF-16" in finding.message
    (finding,) = load("id: a\ntitle: é".encode("latin-1"), file="x").findings
    assert (finding.line, finding.column) == (2, 8)
    assert "byte 0xe9" in finding.message


def test_a_finding_keeps_its_place_in_a_document_with_the_line_ends_of_windows():
    source = changed(GOOD, ("next: hand_over", "next: hand_ovr")).replace("\n", "\r\n")
    (finding,) = loaded(source).findings
    assert at(source.replace("\r\n", "\n"), finding) == "hand_ovr"


def test_emoji_and_other_scripts_are_welcome_in_texts():
    source = changed(
        GOOD,
        ("title: Threat of", "title: \U0001f469\u200d\U0001f692 می\u200cخواهم e\u0301 Threat of"),
    )
    assert loaded(source).findings == ()


# ── ladders ──

LADDER = LADDERS["crisis"].decode()
LADDER_TOLD = [
    ("Y07", "rungs:", "rung:", "rung:", "Did you mean “rungs”?"),
    ("Y07", "pick: longest_idle", "picks: longest_idle", "picks:", "not known in rung 1", "Did you mean “pick”?"),
    ("Y08", "pick: longest_idle", "pick: longest-idle", "longest-idle", "Did you mean “longest_idle”?"),
    ("Y08", "roles: [supervisor]", "roles: [supervisors]", "supervisors]", "“supervisors” is no role. Did you mean “supervisor”?"),
    ("Y08", "on_duty: no", "on_duty: off", "off}", "“who.on_duty” of rung 3 must be yes, no or on_call; this is the text “off”"),
    ("Y08", "seconds: 20s", "seconds: 20s, between: [9-17]", "9-17", "of rung 1 must be a part of the day, such as 08:00-18:00"),
    ("Y08", "channels: [screen]", "channels: []", "[]", "“channels” of rung 1 must have at least one item"),
    ("Y13", "seconds: 20s", "seconds: 0s", "0s}", "“seconds” of rung 1 must be longer than 0 seconds"),
    ("Y13", "seconds: 20s", "seconds: 20", "20}", "in “seconds” of rung 1", "20s"),
    ("Y09", "name: supervisor, ", "", "{who:", "The key “name” is missing in rung 1"),
    ("Y12", "name: supervisor", "name: The supervisor", "The supervisor", "the name of a rung", "Write “the_supervisor”?"),
    ("Y08", "kind: ladder", "kind: wording", "wording", "This is a wording document; a ladder document is wanted"),
]  # fmt: skip


@pytest.mark.parametrize("told", LADDER_TOLD, ids=lambda told: f"{told[0]} {told[2]}")
def test_a_fault_in_a_ladder_is_told_at_its_place_with_its_mend(told):
    code, old, new, stands, *parts = told
    source = changed(LADDER, (old, new))
    read = load_ladder(source.encode(), file="l")
    (finding,) = read.findings
    assert finding.code == code
    assert at(source, finding).startswith(stands)
    assert all(part in finding.message for part in parts)
    assert read.ladder is None


def test_a_ladder_that_is_no_table_is_refused():
    assert [f.code for f in load_ladder(b"- a\n", file="l").findings] == ["Y08"]
    assert [f.code for f in load_ladder(b"rungs: a\n", file="l").findings].count("Y08") == 1


# ── what was meant ──


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("hand_ovr", "hand_over"),
        ("Hand-Over", "hand_over"),
        ("“calm”", "calm"),
        ("clam", "calm"),
        ("handover_to", "hand_over"),
        ("hand", "hand_over"),
        ("x", None),
        ("", None),
        ("help", None),
        ("s" * 81, None),
    ],
)
def test_the_nearest_known_word_is_meant(word, meant):
    assert nearest(word, ["hand_over", "calm", "no"]) == meant


def test_where_nothing_is_near_a_short_list_is_told_and_a_long_one_is_not():
    assert did_you_mean("zzz", ["calm", "alone"]) == " Known: alone, calm."
    assert did_you_mean("zzz", [f"step_{n}" for n in range(13)]) == ""
    assert did_you_mean("zzz", []) == ""


def test_what_needs_more_than_one_value_is_asked_once_all_are_read():
    source = changed(IRATE, ("tallies: {warnings: 2}", "tallies: {warnings: 9, b: 9}"))
    found = [f.message for f in loaded(source).findings if f.code == "S21"]
    assert found == [
        "The tallies make 100 combinations; 32 are allowed: the product of each highest + 1."
    ]


# ── odd ends ──


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("x" * 1100 + ": y\n", 1, "A key cannot stand here"),
        ("a: b\nc: !<\n", 2, "This is not YAML"),
        ("a:\n  - b\n  c\n", 3, "This line has no colon"),
        ("a:\n  - b\n c: d\n", 3, "begins after 1 spaces, the one above after 2"),
        ("a: {b: c} d: e\n", 1, "A text that begins with “{” must be in quotes"),
        ("a: ? b\n", 1, "“? ” at the beginning of a text"),
        ('a: "one\n  two\\q"\n', 2, "means nothing in double quotes"),
        ("a:\n  b: c\n  - d\n", 3, "begins after 2 spaces"),
        ("a: b\n\n: c\n? - d\n", 3, ""),
        ("a: 'b' c\n", 1, "An apostrophe in single quotes"),
        ("a: [b]\nc: [d, e\n", 2, "This bracket is not closed"),
        ("a: b\n- c\n", 2, "begins after 0 spaces"),
        ("a: 'b'c: d\n", 1, "An apostrophe"),
        ("a: b\nc: 'd\ne: f\n", 2, "The quote that opens here is never closed"),
        ("a b\nc: d\n", 1, "This line has no colon, and is no list item: write “a: b”"),
        ("a: b\nc\n", 2, "write “c:”"),
    ],
)
def test_a_fault_of_syntax_is_told_where_an_author_would_look(text, line, part):
    finding = load(text.encode(), file="x").findings[0]
    told = [f for f in load(text.encode(), file="x").findings if f.code in {"Y02", "Y08", "Y04"}]
    assert any(f.line == line and part in f.message for f in told), (finding, told)


def test_a_fault_of_libyaml_without_a_place_is_told_at_the_first_line():
    fault = explain(yaml.YAMLError("odd"), [], None)
    assert (fault.line, fault.column, fault.message) == (0, 0, "This is not YAML: odd.")


def test_a_fault_nobody_knows_is_told_in_the_words_of_libyaml():
    mark = yaml.Mark("x", 0, 0, 2, None, None)
    fault = explain(
        yaml.MarkedYAMLError(problem="something new", problem_mark=mark), ["a: b"], None
    )
    assert (fault.column, fault.message) == (2, "This is not YAML: something new.")


def test_what_stands_where_a_key_is_wanted_is_shown():
    mark = yaml.Mark("x", 0, 0, 5, None, None)
    error = yaml.MarkedYAMLError(problem="did not find expected key", problem_mark=mark)
    fault = explain(error, ["a: b c"], None)
    assert fault.message.startswith("A key is wanted here, not “c”")
    assert fault.mended is None


def test_the_head_of_other_kinds_of_documents_is_read_by_the_same_rules():
    def told(kind: str, version: Scalar | None) -> list[str]:
        reader = Reader("x")
        values = {"kind": Scalar(kind, True, START)}
        document_head(reader, values | ({"stayline": version} if version else {}), "wording")
        return [finding.code for finding in reader.findings]

    assert told("wording", Scalar("1", True, START)) == []
    assert told("wording", None) == []
    reader = Reader("x")
    document_head(reader, {}, "wording")
    assert reader.findings == []
    assert told("words", Scalar("2", True, START)) == ["Y10", "Y08"]
    assert told("wording", Scalar("", True, START, broken=True)) == []


def test_a_reader_reads_lists_of_texts_and_of_words_for_other_kinds_of_documents():
    reader = Reader("x")
    listing = Listing(START, [Scalar("a", True, START), Scalar("b", True, START)])
    assert reader.texts(listing, ("k",)) == ("a", "b")
    assert reader.texts(Scalar("a", True, START), ("k",)) == ("a",)
    assert reader.choices(listing, ("a", "b"), code="Y08", what="letter") == ("a", "b")
    assert reader.choices(Scalar("c", True, START), ("a", "b"), code="Y08", what="letter") == ("c",)
    assert [finding.message for finding in reader.findings] == ["“c” is no letter. Known: a, b."]
    assert reader.texts(Table(START), ("k",)) == ()


def test_a_rule_whose_key_is_misspelt_is_told_once():
    source = changed(
        GOOD, ("start: opening\n", "rules: [{id: a, allways: rang, at: spoke}]\nstart: opening\n")
    )
    assert [f.code for f in loaded(source).findings] == ["Y07"]
    assert [f.code for f in loaded(source.replace("[{id: a", "[x, {id: a")).findings] == [
        "Y08",
        "Y07",
    ]


def test_a_target_in_a_block_that_is_used_twice_is_told_once():
    twice = changed(
        GOOD,
        ("  calm:\n", "  again: {use: opening, next: calm}\n  calm:\n"),
        ("next: danger_now", "next: danger"),
        ("next: calm}\n  again", "next: again}\n  again"),
    )
    assert [f.code for f in loaded(twice).findings] == ["S02"]


def test_lists_where_none_is_wanted_and_the_reverse():
    for old, new, part in (
        ("authors: [Stayline]", "authors: {a: b, c: d}", "this is a table (key “a”)"),
        ("level: L1", "level: {}", "this is a table. A text that begins with {"),
        ("level: L1", "level: {a: b, c: d}", "A text that begins with {"),
        ("obligations:\n", "obligations: x\nrules:\n", "Write [{key: value}]"),
        ("level: L1", "level: L1\nrules:", "this is empty"),
        ("level: L1", "level: []", "this is an empty list"),
        (
            "steps:\n  opening: {use",
            "steps:\n  x: y\n  opening: {use",
            "The step x must be a table",
        ),
    ):
        messages = " ".join(f.message for f in loaded(changed(GOOD, (old, new))).findings)
        assert part in messages


def test_what_is_empty_is_told_once():
    for old, new in (("review_by: 2027-06-30", "review_by:"), ("within: 3m", "within:")):
        assert [f.code for f in loaded(changed(GOOD, (old, new))).findings] == ["Y08"]
    empty = changed(IRATE, ("tallies: {warnings: 2}", "tallies: {warnings: }"))
    assert [
        f.code
        for f in loaded(empty).findings
        if f.line == empty.count("\n", 0, empty.index("tallies")) + 1
    ] == ["Y08"]


def test_a_text_where_a_list_of_any_kind_is_wanted_is_told_with_the_list():
    reader = Reader("x")
    assert reader.items(Scalar("a", True, START)) == []
    assert reader.items(Scalar("", True, START)) == []
    assert "Write [a], or each item" in reader.findings[0].message
    assert "Write [], or each item" in reader.findings[1].message


def test_branches_that_lead_on_at_last_are_no_circle():
    steps = (
        "  one: {branch: spoke, answers: {yes: two, no: three}}\n"
        "  two: {branch: spoke, answers: {yes: three, no: done}}\n"
        "  three: {branch: spoke, answers: {else: done}}\n"
    )
    assert loaded(GOOD + steps).findings == ()
    circle = loaded(
        GOOD
        + steps.replace(
            "three: {branch: spoke, answers: {else: done}}",
            "three: {branch: spoke, answers: {else: one}}",
        )
    )
    assert [f.code for f in circle.findings] == ["S15"]
    assert "one, three, two" in circle.findings[0].message
