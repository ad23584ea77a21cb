"""Reading: each fault of form has its code and its place, and nothing is resolved by surprise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayline_core.protocol import load, load_ladder
from tests.core.protocol.sample import GOOD, IRATE, LADDERS, changed, loaded

FAULTS = [
    ("Y01", [("stayline: 1", "#" + "x" * 1_000_001 + "\nstayline: 1")]),
    ("Y02", [("kind: protocol", "kind:\tprotocol")]),
    ("Y02", [("title: Threat", "title: \u202eThreat")]),
    ("Y02", [("title: Threat", "title: \u2028Threat")]),
    ("Y02", [("handles: [self_harm]", "handles: [self_harm")]),
    ("Y03", [("level: L1", "level: L1\nlevel: L3")]),
    ("Y04", [("handles: [self_harm]", "handles: &a [self_harm]")]),
    ("Y04", [("level: L1", "level: *a")]),
    ("Y04", [("level: L1", "level: L1\n<<: {a: b}")]),
    ("Y05", [("level: L1", "level: !!str L1")]),
    ("Y06", [("stayline: 1", "%YAML 1.1\n---\nstayline: 1")]),
    ("Y06", [("  done: {end: handed_over}\n", "  done: {end: handed_over}\n---\na: b\n")]),
    ("Y07", [("level: L1", "level: L1\nlevle: L1")]),
    ("Y07", [("do: {raise: management}", "do: {page: management}")]),
    ("Y07", [("on: {contact_lost", "on: {hung_up: lost, contact_lost")]),
    ("Y08", [("level: L1", "level: [L1]")]),
    ("Y08", [("level: L1", "level:")]),
    ("Y08", [("title: Threat of suicide or self-harm", "title: '  '")]),
    ("Y08", [("authors: [Stayline]", "authors: {a: b}")]),
    ("Y08", [("limits: {may: [Listen, Call for help], may_not: [Diagnose]}", "limits: [a]")]),
    ("Y08", [("review_by: 2027-06-30", "review_by: next year")]),
    ("Y08", [("by: receiver", "by: somebody")]),
    ("Y08", [("kind: protocol", "kind: ladder")]),
    ("Y08", [("level: L1", "level: L1\n[a]: b")]),
    ("Y08", [("do: [{notify: supervisor}]", "do: [{notify: supervisor, raise: crisis}]")]),
    ("Y08", [("answers: {else: calm}", "answers: {}")]),
    ("Y08", [("level: L1", "level: L1\nchannels: [pigeon]")]),
    ("Y08", [("level: L1", "level: L1\ntallies: {warnings: 10}")]),
    ("Y08", [("  returned: {say", "  odd: [a]\n  returned: {say")]),
    ("Y09", [("title: Threat of suicide or self-harm\n", "")]),
    ("Y09", [("from: opened, ", "")]),
    ("Y09", [("    start: acknowledge\n", "")]),
    ("Y09", [("ask: {field: safety.location, question", "ask: {question")]),
    ("Y09", [("ladder: crisis", "ladder: {ring: at_open}")]),
    ("Y10", [("stayline: 1", "stayline: 2")]),
    ("Y11", [("authors: [Stayline]", "authors: " + "[" * 13 + "]" * 13)]),
    ("Y08", [("id: self-harm", "id: ''")]),
    ("Y12", [("  alone:", "  Alone:")]),
    ("Y12", [("id: self-harm", "id: Self Harm")]),
    ("Y12", [("answers: {else: calm}", "answers: {true: calm, else: calm}")]),
    ("Y12", [("answers: {else: calm}", "answers: {~: calm, else: calm}")]),
    ("Y12", [("  opening:\n    start", "  Opening:\n    start")]),
    ("Y13", [("within: 60s", "within: 60")]),
    ("Y13", [("within: 2m,", "within: two minutes,")]),
    ("S01", [("start: opening\n", "start: beginning\n")]),
    ("S01", [("start_switched: opening/danger_now", "start_switched: opening/danger")]),
    ("S01", [("    start: acknowledge", "    start: thanks")]),
    ("S02", [("next: hand_over", "next: hand_ovr")]),
    ("S02", [("on: {contact_lost: lost", "on: {contact_lost: gone")]),
    ("S02", [("anytime: {help_now", "anytime: {help")]),
    ("S02", [("offer: decide", "offer: decision")]),
    ("S02", [("send: help_now", "send: help")]),
    ("S07", [("stopped: {end: released}", "stopped: {say: [Hello]}")]),
    ("S07", [("stopped: {end: released}", "stopped: {end: released, next: done}")]),
    ("S07", [("stopped: {end: released}", "stopped: {end: released, within: 9s}")]),
    ("S07", [("{branch: spoke, answers", "{branch: spoke, say: [Hello], answers")]),
    ("S07", [("    observe: safety.help_decision\n", "")]),
    ("S07", [("    observe: safety.help_decision\n", "    observe: voice\n    wait_for: spoke\n")]),
    ("S07", [("observe: safety.help_decision", "observe: [safety.help_decision, voice]")]),
    ("S07", [("{use: opening, next: calm}", "{use: opening, next: calm, say: [Hello]}")]),
    ("S07", [("{use: opening, next: calm}", "{use: opening}")]),
    ("S13", [("branch: spoke", "branch: spoken")]),
    ("S14", [("{yes: done, no: hand_over}", "{yes: done}")]),
    ("S06", [("{yes: done, no: hand_over}", "{yes: done, no: hand_over, maybe: done}")]),
    ("S15", [("{yes: done, no: hand_over}", "{yes: safety_known, no: hand_over}")]),
    ("S16", [("{use: opening, next: calm}", "{use: ending, next: calm}")]),
    (
        "S16",
        [("      unsure:\n        say", "      again: {use: opening}\n      unsure:\n        say")],
    ),
    ("S21", [("level: L1", "level: L1\ntallies: {a: 9, b: 9}")]),
    ("S25", [("handles: [self_harm]", "handles: [selfharm]")]),
    ("S25", [("level: L1", "level: L4")]),
    ("S25", [("covers: [call_back]", "covers: [callback]")]),
    ("S25", [("{end: released}", "{end: gone}")]),
    ("R01", [("start: opening\n", "rules: [{id: a, always: rang}]\nstart: opening\n")]),
]


@pytest.mark.parametrize(("code", "edits"), FAULTS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_fault_of_form_is_found_where_it_stands(code, edits):
    source = changed(GOOD, *edits)
    read = loaded(source)
    found = [finding for finding in read.findings if finding.code == code]
    assert found, read.findings
    assert read.protocol is None
    assert 1 <= found[0].line <= source.count("\n") + 1
    assert found[0].column >= 1


def test_good_documents_bring_no_finding():
    for source in (GOOD, IRATE):
        assert loaded(source).findings == ()
        assert loaded(source).protocol is not None


def test_a_finding_points_at_the_very_place():
    source = changed(GOOD, ("next: hand_over", "next: hand_ovr"))
    (finding,) = loaded(source).findings
    line = source.splitlines()[finding.line - 1]
    assert line[finding.column - 1 :] == "hand_ovr"
    assert "hand_over" in finding.message
    assert finding.file == "sample.yaml"


def test_a_fault_in_a_block_points_into_the_block():
    source = changed(GOOD, ("next: danger_now", "next: danger"))
    (finding,) = loaded(source).findings
    assert source.splitlines()[finding.line - 1].strip() == "next: danger"


def test_words_of_yaml_1_1_stay_words():
    protocol = loaded(GOOD).protocol
    danger = protocol.steps["opening/danger_now"]
    assert dict(danger.answers) == {"yes": "help_now", "no": "calm", "else": "opening/unsure"}
    assert protocol.on["contact_lost"] == "lost"


def test_a_key_in_quotes_may_be_a_word_of_yaml():
    source = changed(GOOD, ("answers: {else: calm}", "answers: {'true': calm, else: calm}"))
    assert loaded(source).findings == ()


def test_bytes_that_are_no_text_are_refused():
    read = load(b"title: a\nid: \xff", file="x")
    assert [(f.code, f.line) for f in read.findings] == [("Y02", 2)]
    assert "Y02" in {f.code for f in load("title: \ufffe".encode(), file="x").findings}


def test_an_empty_document_is_refused():
    assert [f.code for f in load(b"# nothing\n", file="x").findings] == ["Y08"]
    assert [f.code for f in load(b"", file="x").findings] == ["Y08"]


def test_a_byte_order_mark_is_no_fault():
    assert load(b"\xef\xbb\xbf" + GOOD.encode(), file="x").findings == ()


def test_too_many_steps_are_refused():
    more = "".join(f"  s{number}: {{say: [Hello], next: calm}}\n" for number in range(2_500))
    assert "S21" in {f.code for f in loaded(GOOD + more).findings}


def test_a_limit_may_differ_by_class_of_channel():
    source = changed(GOOD, ("within: 60s", "within: {live: 60s, chat: 2m}"))
    within = loaded(source).protocol.steps["opening/danger_now"].within
    assert [within.seconds(name) for name in ("live", "chat", "written")] == [60, 120, None]


def test_a_single_text_is_a_list_of_one():
    source = changed(
        GOOD, ('say: ["I\'m listening. Take all the time you need."]', "say: Take your time.")
    )
    assert loaded(source).protocol.steps["calm"].say == ("Take your time.",)


def test_what_is_to_be_gathered_and_the_least_of_it_are_kept_in_order():
    source = changed(
        IRATE,
        ("level: L3", "level: L3\ngather: [safety.location, voice]\nminimum: safety.location"),
    )
    read = loaded(source)
    assert read.protocol.gather == ("safety.location", "voice")
    assert read.protocol.minimum == ("safety.location",)
    place = read.positions.of("gather", "1")
    assert source.splitlines()[place.line - 1][place.column - 1 :] == "voice]"
    assert loaded(changed(IRATE, ("level: L3", "level: L3"))).protocol.gather == ()


def test_a_ladder_may_ring_later():
    plain = changed(GOOD, ("ladder: crisis", "ladder: {id: crisis}"))
    assert loaded(plain).protocol.ladder.ring == "at_open"
    for word, ring in (("at_open", "at_open"), ("on_demand", "on_demand"), ("30s", 30)):
        source = changed(GOOD, ("ladder: crisis", f"ladder: {{id: crisis, ring: {word}}}"))
        assert loaded(source).protocol.ladder.ring == ring


@given(st.binary(max_size=300))
def test_reading_never_raises(source):
    load(source, file="x")
    load_ladder(source, file="x")


@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.text(":-{}[]#&*! \n'\"abc", max_size=6))
def test_damage_never_raises(at, length, instead):
    load((GOOD[:at] + instead + GOOD[at + length :]).encode(), file="x")


LADDER_FAULTS = [
    ("Y09", b"title: Somebody to take over\n", b""),
    ("Y08", b"kind: ladder", b"kind: protocol"),
    ("Y10", b"stayline: 1", b"stayline: 9"),
    ("Y07", b"pick: longest_idle", b"pic: longest_idle"),
    ("Y08", b"pick: longest_idle", b"pick: prettiest"),
    ("Y08", b"channels: [screen]", b"channels: []"),
    ("Y13", b"seconds: 20s", b"seconds: 20"),
    ("Y13", b"seconds: 20s", b"seconds: 0s"),
    ("Y09", b"who: {roles: [supervisor]}", b"who: {skills: [a]}"),
    ("Y08", b"on_duty: no", b"on_duty: perhaps"),
    ("Y12", b"name: supervisor", b"name: The supervisor"),
    ("Y08", b"seconds: 20s", b"seconds: 20s, tries: 0"),
    ("Y08", b"seconds: 20s", b"seconds: 20s, between: morning"),
    ("Y08", b"seconds: 20s", b"seconds: 20s, between: [08:00-18:00, 24:00-25:00]"),
    ("Y08", b"on_duty: no", b"on_duty: no, sites: [all]"),
    ("Y08", b"rungs:", b"purpose: ask\nrungs:"),
]


@pytest.mark.parametrize(("code", "old", "new"), LADDER_FAULTS)
def test_a_fault_in_a_ladder_is_found(code, old, new):
    source = LADDERS["crisis"].replace(old, new, 1)
    assert source != LADDERS["crisis"]
    read = load_ladder(source, file="l")
    assert read.ladder is None
    assert code in {finding.code for finding in read.findings}


def test_a_rung_says_when_of_which_sites_and_whether_on_call():
    source = (
        LADDERS["crisis"]
        .replace(b"seconds: 20s", b"seconds: 20s, between: [08:00-18:00, 22:00-06:00]", 1)
        .replace(b"roles: [manager]", b"roles: [manager], on_duty: on_call")
        .replace(b"on_duty: no", b"on_duty: no, sites: fallback")
        .replace(b"rungs:", b"purpose: investigate\nrungs:")
    )
    ladder = load_ladder(source, file="l").ladder
    assert ladder.purpose == "investigate"
    assert ladder.rungs[0].between == (("08:00", "18:00"), ("22:00", "06:00"))
    assert [rung.duty for rung in ladder.rungs] == ["on_duty", "on_call", "anyone"]
    assert [rung.sites for rung in ladder.rungs] == ["own", "own", "fallback"]
    assert ladder.rungs[2].everyone
    assert ladder.to_json()["rungs"][0]["between"] == [["08:00", "18:00"], ["22:00", "06:00"]]


@pytest.mark.parametrize("part", [b"08:00-08:00", b"8:00-18:00", b"08:00", b'""', b"{a: b}"])
def test_what_is_no_part_of_the_day_is_refused(part):
    source = LADDERS["crisis"].replace(b"seconds: 20s", b"seconds: 20s, between: [%s]" % part, 1)
    read = load_ladder(source, file="l")
    assert {finding.code for finding in read.findings} == {"Y08"}
    assert read.ladder is None


def test_the_last_rung_is_never_silent_for_part_of_the_day():
    source = LADDERS["crisis"].replace(b"20s}\n", b"20s, between: 08:00-18:00}\n")
    (finding,) = load_ladder(source, file="l").findings
    assert (finding.code, finding.severity) == ("T11", "error")
    assert "at any time" in finding.message


@pytest.mark.parametrize("channels", [b"[screen, fone]", b"fone"])
def test_an_unknown_way_to_ring_is_a_warning_for_the_ladder_must_ring_on(channels):
    source = LADDERS["crisis"].replace(b"channels: [screen]", b"channels: " + channels, 1)
    read = load_ladder(source, file="l")
    (finding,) = read.findings
    assert (finding.code, finding.severity) == ("Y08", "warning")
    assert "is passed over" in finding.message
    assert "fone" in read.ladder.rungs[0].channels


def test_a_last_rung_of_those_on_call_is_not_everyone():
    source = LADDERS["crisis"].replace(b"on_duty: no", b"on_duty: on_call")
    assert not load_ladder(source, file="l").ladder.rungs[-1].everyone


def test_a_ladder_needs_rungs():
    source = LADDERS["crisis"].split(b"rungs:")[0] + b"rungs: []\n"
    assert load_ladder(source, file="l").ladder is None


def test_a_ladder_knows_its_times():
    ladder = load_ladder(LADDERS["patient"], file="l").ladder
    assert (ladder.everyone_after_s, ladder.longest_silence_s) == (80, 80)
    assert ladder.offset_of("supervisor") == 0
    assert ladder.offset_of("manager") == 80
    slow = load_ladder(LADDERS["slow"], file="l").ladder
    assert slow.offset_of("manager") is None
    assert slow.accepted_s == 60
    assert slow.to_json()["rungs"][0]["roles"] == ["supervisor"]


def test_a_ladder_names_where_it_comes_from():
    source = LADDERS["crisis"] + b"authors: [Stayline]\nsources: [a]\nreview_by: 2027-01-01\n"
    ladder = load_ladder(source, file="l").ladder
    assert (ladder.authors, ladder.sources) == (("Stayline",), ("a",))
    assert ladder.review_by == "2027-01-01"
