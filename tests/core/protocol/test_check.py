# ruff: noqa: E501 - lines of documents stay as they are written
"""Checking: each code has a document that brings it; the good ones bring nothing."""

import pytest

from stayline_core.protocol import Catalogue, CatalogueRefused, check, report
from stayline_core.protocol.codes import CODES
from tests.core.protocol.sample import (
    CATALOGUE,
    FORMS,
    GOOD,
    IRATE,
    LADDERS,
    NAMES,
    changed,
    checked,
    codes,
    loaded,
)

DUTIES = (
    "duties: [keep_contact_open, authentication_waived, safety_before_business, confidential]\n"
)
ON = "on: {contact_lost: lost, contact_resumed: returned, threat_grows: help_now}"
REPORT = (
    "  - {id: report, do: {file: security_threat}, by: receiver, from: contact_ended, "
    "within: 10m, otherwise: [{raise: management}]}\n"
)
SHARE = '          - "I will need to share this with people who can help to keep you safe."\n'
RETURNED = "returned: {say: [\"I'm glad you're back.\"], next: opening/danger_now}"
CALM = 'say: ["I\'m listening. Take all the time you need."]'
LATER = ("ladder: crisis", "ladder: {id: crisis, ring: on_demand}")
MANAGER = "from: opened, within: 2m"


def step(text):
    """An edit that adds a step, reached by `anytime` so that a run can come to it."""
    return (
        ("anytime: {help_now: Call emergency services}", "anytime: {help_now: Call, extra: More}"),
        ("  stopped: {end: released}", f"  extra: {text}\n  stopped: {{end: released}}"),
    )


STRUCTURE = [
    ("S03", [("  stopped: {end", "  orphan: {say: [Hello], next: calm}\n  stopped: {end")]),
    ("S04", step("{say: [Hello], next: extra}")),
    ("S05", [("{yes: help_now, no: leave, else: unsure}", "{yes: help_now, no: leave}")]),
    ("S06", [("{send: help_now, else", "{sent: help_now, else")]),
    ("S06", [("{send: help_now, else", "{send: help_now, not_now: lost, unknown: lost, else")]),
    ("S08", [("observe: safety.help_decision", "observe: safety.decision")]),
    ("S08", [("do: {file: security_threat}", "do: {file: security}")]),
    ("S09", [("ladder: crisis", "ladder: crises")]),
    (
        "S09",
        [
            (
                "otherwise: {do: [{raise: management}], offer: decide}",
                "otherwise: {do: [{raise: x}], offer: decide}",
            )
        ],
    ),
    ("S10", [("dispatch: emergency_services", "dispatch: cavalry")]),
    ("S10", [("do: [{notify: supervisor}]", "do: [{notify: nobody}]")]),
    ("S10", step("{say: [Hello], do: [{open_case: x}], next: calm}")),
    ("S10", step("{say: [Hello], do: [{signpost: x}], next: calm}")),
    ("S11", [("start: aftercare", "start: after")]),
    ("S11", step("{say: [Hello], do: [{advise: x}], next: calm}")),
    ("S12", [("confidential]", "confidential, be_nice]")]),
    ("S13", step("{say: [Hello], do: [{count: x}], next: calm}")),
    ("S13", [("level: L1", "level: L1\ntallies: {x: 2}")]),
    ("S17", [("from: dispatched", "from: 'step:nowhere'")]),
    ("S17", [("from: dispatched", "from: 'filed:nothing'")]),
    ("S17", [("from: dispatched", "from: 'raised:patient'")]),
    ("S17", [("from: dispatched", "from: teatime")]),
    ("S18", [("id: arrived", "id: report")]),
    (
        "S18",
        [
            (
                "start: opening\n",
                "rules: [{id: a, always: rang, at: 'end:any'}, {id: a, always: rang, at: 'end:any'}]\nstart: opening\n",
            )
        ],
    ),
    ("S19", [("{supervisor_name} is", "{boss} is")]),
    ("S19", [("Where are you?", "Where are you, {name}?")]),
    ("S20", [("wait_for: released", "wait_for: case_opened")]),
    ("S20", [("wait_for: released", "wait_for: godot")]),
    ("S20", [LATER]),
    (
        "S20",
        [
            ("{dispatch: emergency_services}", "{notify: supervisor}"),
            ("wait_for: released", "wait_for: arrived"),
        ],
    ),
    ("S23", step("{do: [{notify: supervisor}], next: calm}")),
    ("S25", [("set_level: L0", "set_level: high")]),
]

TIMES = [
    ("T01", [("    within: 2m\n    otherwise: {do: [{raise: management}], offer: decide}\n", "")]),
    ("T01", [("    within: 2m\n", "    within: {live: 2m}\n")]),
    ("T02", [("        otherwise: {do: [{notify: supervisor}], offer: unsure}\n", "")]),
    ("T03", [("        within: 60s\n", "")]),
    ("T04", [("from: dispatched, within: 10m,", "from: dispatched,")]),
    (
        "T05",
        [
            (
                "from: dispatched, within: 10m, otherwise: [{raise: management}]",
                "from: dispatched, within: 10m",
            )
        ],
    ),
    ("T06", [("ladder: crisis", "ladder: {id: crisis, ring: 2m}")]),
    ("T07", [(MANAGER, "from: opened, within: 6m")]),
    ("T07", [("do: {raise: management}, by: system", "do: {notify: management}, by: system")]),
    ("T07", [(MANAGER, "from: accepted, within: 5m")]),
    ("T07", [(MANAGER, "from: accepted, within: 1m"), ("ladder: crisis", "ladder: slow")]),
    ("T08", [LATER]),
    ("T08", [("ladder: crisis\n", "")]),
    ("T08", [("ladder: crisis", "ladder: slow")]),
    ("T09", [("within: 60s", "within: 4s")]),
    ("T09", [("from: dispatched, within: 10m", "from: dispatched, within: 25h")]),
    ("T10", [("from: contact_ended, within: 10m", "from: contact_ended, within: 11m")]),
    (
        "T10",
        [
            (
                "do: {file: security_threat}, by: receiver, from: contact_ended, within: 10m",
                "do: {file: security_threat}, by: receiver, from: released, within: 11m",
            )
        ],
    ),
    ("T11", [("ladder: crisis", "ladder: slow")]),
    ("T12", [("otherwise: {do: [{notify: supervisor}], offer: unsure}", "otherwise: {}")]),
    ("T12", [("offer: decide", "offer: lost")]),
    ("T13", [("ladder: crisis", "ladder: patient")]),
    (
        "T14",
        [
            (
                "otherwise: {do: [{raise: management}], offer: decide}",
                "otherwise: {do: [{raise: management}]}",
            )
        ],
    ),
    ("T15", [("ladder: crisis", "ladder: patient")]),
    ("T16", [("ladder: crisis", "ladder: slow")]),
]

SAFETY = [
    (
        "H01",
        [
            ("wait_for: spoke", "wait_for: joined"),
            ("{yes: done, no: hand_over}", "{yes: done, no: done}"),
        ],
    ),
    ("H02", [(REPORT, "")]),
    ("H02", [(REPORT, REPORT.replace("contact_ended", "accepted"))]),
    ("H02", [(REPORT, REPORT.replace("contact_ended", "'step:help_now'"))]),
    ("H03", [("{yes: spoken, no: opening/danger_now}", "{yes: spoken, no: spoken}")]),
    ("H04", step("{say: [Goodbye], next: cut}\n  cut: {end: terminated}")),
    ("H05", [(ON, "on: {contact_resumed: returned, threat_grows: help_now}")]),
    ("H06", [(ON, "on: {contact_lost: lost, threat_grows: help_now}")]),
    ("H07", [("anytime: {help_now: Call emergency services}\n", "")]),
    ("H07", [("anytime: {help_now:", "anytime: {calm:")]),
    (
        "H08",
        [
            (
                "do: {start: aftercare}, by: system, from: contact_ended",
                "do: {start: aftercare}, by: system, from: dispatched",
            )
        ],
    ),
    ("H09", step("{covers: [business], say: [Your account], next: calm}")),
    ("H10", step("{ask: voice, next: calm}")),
    (
        "H11",
        [
            (
                "{yes: help_now, no: leave, else: unsure}",
                "{yes: help_now, no: leave, refused: leave, else: unsure}",
            )
        ],
    ),
    ("H12", step("{say: [Goodbye], next: cut}\n  cut: {end: terminated}")),
    (
        "H13",
        [
            (
                "otherwise: {do: [{notify: supervisor}], offer: unsure}",
                "otherwise: {do: [{dispatch: emergency_services}], offer: unsure}",
            )
        ],
    ),
    (
        "H13",
        [
            (
                "from: dispatched, within: 10m, otherwise: [{raise: management}]",
                "from: dispatched, within: 10m, otherwise: [{open_case: supervisors}]",
            )
        ],
    ),
    ("H14", [(ON, "on: {contact_lost: lost, contact_resumed: returned}")]),
    ("H16", [LATER]),
    ("H17", [("    " + CALM + "\n", "")]),
    ("H18", step("{ask: identity.birth_date, next: calm}")),
    ("H19", step("{covers: [warning], say: [Please stop], next: calm}")),
    ("H20", [("set_level: L0", "set_level: L2")]),
    ("H20", [("level: L1", "level: L3")]),
    ("H21", [("do: {confirm: arrived}", "do: {confirm: something}")]),
    (
        "H22",
        [
            ("next: stopped", "next: finished"),
            ("  stopped: {end: released}", "  finished: {end: resolved}"),
        ],
    ),
    ("H23", [("wait_for: released", "wait_for: rang")]),
    (
        "H24",
        [
            (
                "answers: {send: help_now, else: lost}",
                "answers: {send: help_now, unknown: help_now, else: lost}",
            )
        ],
    ),
    ("H24", [("offer: decide", "offer: help_now")]),
    ("H24", [(RETURNED, 'returned: {say: ["Welcome"], next: help_now}')]),
    (
        "H24",
        [("{yes: help_now, no: leave, else: unsure}", "{yes: unsure, no: help_now, else: unsure}")],
    ),
    ("H24", [("contact_resumed: returned", "contact_resumed: help_now")]),
    ("H24", [("start: opening\n", "start: help_now\n")]),
    (
        "H24",
        [
            ("answers: {yes: done, no: hand_over}", "answers: {yes: done, no: help_now}"),
            ("wait_for: spoke", "wait_for: joined"),
        ],
    ),
    ("H25", [(", Your supervisor decides on calling back from another line.]", "]")]),
    (
        "H25",
        [("    wait_for: released", "    do: [{start: call_back_plan}]\n    wait_for: released")],
    ),
    ("H25", [("handles: [self_harm]", "handles: [self_harm, bomb]")]),
    ("H25", [("handles: [self_harm]", "handles: [self_harm, abuse_disclosure]")]),
    ("H26", [(SHARE, "")]),
    ("H26", [("covers: [acknowledge, pass_on]", "covers: [acknowledge]")]),
    ("H26", [("start: opening\n", "start: help_now\n")]),
    (
        "H26",
        [
            ("start: opening\n", "start: extra\n"),
            *step("{ask: [topic, safety.location], next: calm}"),
        ],
    ),
    ("H27", [("by: receiver, from: dispatched", "by: agent, from: dispatched")]),
    ("H28", [("handles: [self_harm]", "handles: [violence]")]),
    ("H28", [("handles: [self_harm]", "handles: [harassment]")]),
    (
        "H25",
        [
            ("handles: [self_harm]", "handles: [bomb]"),
            ("    covers: [call_back]\n    note: [", "    note: [Call them back at once., "),
        ],
    ),
    (
        "H25",
        [
            ("handles: [self_harm]", "handles: [bomb]"),
            (
                "    covers: [call_back]\n    note: [",
                "    note: [Press 1471 when they have gone., ",
            ),
        ],
    ),
    (
        "H25",
        [
            (
                '    say: ["What would help',
                '    do: [{start: call_back_plan}]\n    say: ["What would help',
            )
        ],
    ),
]


def said(text):
    """An edit that puts a sentence into the mouth of the agent."""
    return [(CALM, f'say: ["{text}"]')]


WORDING = [
    ("W01", said("I won't tell anyone.")),
    ("W01", said("This stays between us.")),
    ("W01", said("We will keep this confidential.")),
    ("W02", said("I hear you, but we have rules.")),
    ("W03", said("Please calm down.")),
    ("W03", said("Other people have it worse.")),
    ("W04", said("You should have called before.")),
    ("W04", said("Why didn’t you say so?")),
    ("W05", said("How would you do it?")),
    (
        "W07",
        said(
            "Notwithstanding organisational considerations, individual circumstances necessitate multidisciplinary intervention alongside continuing communication opportunities."
        ),
    ),
    ("W08", said("We are here. " * 13)),
    ("W09", said("I am filing a report about this.")),
    (
        "W10",
        [
            (
                "observe: safety.help_decision",
                "observe: {field: safety.help_decision, question: Send?}",
            )
        ],
    ),
    ("W11", said("Everything will be fine.")),
    ("W12", said("Did you want to commit suicide?")),
    ("W02", [("Where are you?", "I know, but where are you?")]),
]

CONTENT = [
    ("C01", [("    covers: [calm]\n", "")]),
    ("C01", [("    covers: [call_back]\n", "")]),
    ("C01", step("{covers: [acknowledge], note: [Think], next: calm}")),
    ("C02", [("start: opening\n", "start: hand_over\n")]),
    ("C02", [("start: opening\n", "start: calm\n")]),
    ("C03", [(DUTIES, "duties: [confidential]\n")]),
    ("C04", [("limits: {may: [Listen, Call for help], may_not: [Diagnose]}\n", "")]),
    ("C04", [(", may_not: [Diagnose]", "")]),
    ("C06", [("authors: [Stayline]\n", "")]),
    ("C06", [("sources: [domain.md]\n", "")]),
    ("C06", [("review_by: 2027-06-30\n", "")]),
]

ALL = [*STRUCTURE, *TIMES, *SAFETY, *WORDING, *CONTENT]
TOLD = {code for code, one in CODES.items() if one.has_walk} - {"T06", "T08"}


@pytest.mark.parametrize(("code", "edits"), ALL, ids=lambda v: v if isinstance(v, str) else "")
def test_a_fault_is_found_where_it_stands_and_told(code, edits):
    source = changed(GOOD, *edits)
    result = checked(source)
    found = [finding for finding in result.findings if finding.code == code]
    assert found, sorted({finding.code for finding in result.findings})
    assert 1 <= found[0].line <= source.count("\n") + 1
    assert bool(found[0].walk) == (code in TOLD) or code in {"T06", "T08"}
    assert result.passes == (found[0].severity == "warning") or not result.passes


@pytest.mark.parametrize("source", [GOOD, IRATE], ids=["self-harm", "irate"])
def test_a_good_document_brings_nothing(source):
    assert checked(source).findings == ()


def test_the_three_times_are_computed():
    result = checked(GOOD)
    assert (result.first_ring_s, result.everyone_rung_s, result.longest_silence_s) == (0, 40, 20)
    assert result.states > 500
    later = checked(changed(GOOD, ("ladder: crisis", "ladder: {id: crisis, ring: 25s}")))
    assert (later.first_ring_s, later.everyone_rung_s) == (25, 65)
    # The line can be lost and released before the 25 s are over.
    assert {finding.code for finding in later.findings} == {"H16"}


def test_a_warning_alone_does_not_forbid():
    result = checked(
        changed(
            GOOD,
            ("    wait_for: accepted\n    within: 60s", "    wait_for: accepted\n    within: 10s"),
        )
    )
    assert [f.code for f in result.findings] == ["T13"]
    assert result.passes


def test_the_story_of_a_broken_path_is_the_shortest():
    source = changed(GOOD, ("{yes: spoken, no: opening/danger_now}", "{yes: spoken, no: spoken}"))
    (finding,) = [f for f in checked(source).findings if f.code == "H03"]
    assert finding.walk == (
        "0 s, opening/danger_now: The run is switched to; a colleague has spoken with the caller.",
        (
            "0 s, opening/danger_now: The agent does not ask “Have you hurt yourself, or are you "
            "about to?”, and gives a reason. The screen shows opening/unsure."
        ),
        "0 s, opening/unsure: The agent goes on. The screen shows calm.",
        "0 s, calm: The agent goes on. The screen shows hand_over.",
        "0 s, hand_over: The agent goes on. The run ends at done as handed_over.",
    )


def test_a_time_to_the_first_ring_adds_up_the_clocks_on_the_way():
    ring = "within: 10s\n    otherwise: {do: [{raise: crisis}], offer: calm}\n"
    source = changed(
        GOOD,
        LATER,
        ("anytime: {help_now: Call emergency services}\n", ""),
        (
            "on: {contact_lost: lost, contact_resumed: returned, threat_grows: help_now}",
            "on: {threat_grows: help_now}",
        ),
        ("start: opening\n", "start: first\n"),
        (
            "  calm:\n",
            (
                f"  first:\n    say: [Hello]\n    {ring}    next: second\n"
                f"  second:\n    say: [Hello]\n    {ring}    next: rung\n"
                "  rung: {say: [Hello], do: [{raise: crisis}], next: opening/acknowledge}\n  calm:\n"
            ),
        ),
    )
    result = checked(source)
    assert result.first_ring_s == 20
    longer = checked(source.replace("within: 10s", "within: 20s"))
    assert longer.first_ring_s == 40
    assert "T06" in {finding.code for finding in longer.findings}
    assert "T08" not in {finding.code for finding in result.findings}


def test_a_warning_ladder_needs_its_warnings():
    hasty = changed(IRATE, ("covers: [final_notice]", "covers: [closing]"))
    (finding, *_) = [f for f in checked(hasty).findings if f.code == "H12"]
    assert finding.walk
    uncounted = changed(IRATE, ("    do: [{count: warnings}]\n", ""))
    assert "S13" in codes(uncounted)
    unread = changed(
        IRATE,
        (
            "{branch: warnings, answers: {0: acknowledge, 1: acknowledge, 2: last}}",
            "{branch: accepted, answers: {yes: last, no: last}}",
        ),
    )
    assert "S13" in codes(unread)


def test_one_warning_is_not_enough():
    """S2-25: the end comes only after a warning and a repeat of it, both of them said."""
    once = changed(
        IRATE, ("{0: acknowledge, 1: acknowledge, 2: last}", "{0: last, 1: last, 2: last}")
    )
    (finding,) = [f for f in checked(once).findings if f.code == "H12"]
    assert "a second warning" in finding.message
    assert finding.walk[0] == "0 s, acknowledge: The contact begins."
    assert finding.walk[-1].endswith("The run ends at finish as terminated.")
    assert not checked(once).passes


SKIPPED = """  warn:
    covers: [warning]
    say: ["I want to help. Please speak to me without insults."]
    next: warn_again
  warn_again:
    covers: [warning]
    say: ["I asked you to stop the insults."]
    next: last
"""


def test_a_warning_that_can_be_skipped_proves_nothing():
    start, end = IRATE.index("  warn:\n"), IRATE.index("  last:\n")
    source = IRATE[:start] + SKIPPED + IRATE[end:]
    source = changed(source, ("tallies: {warnings: 2}\n", ""))
    (finding,) = [f for f in checked(source).findings if f.code == "H12"]
    assert "without a warning" in finding.message


def test_nobody_calling_back_after_a_bomb_may_be_said():
    source = changed(
        GOOD,
        ("handles: [self_harm]", "handles: [bomb]"),
        (
            "    covers: [call_back]\n    note: [",
            "    note: [Nobody calls them back., 1471 only once the police agree., ",
        ),
        (", Your supervisor decides on calling back from another line.]", "]"),
    )
    assert "H25" not in codes(source)


WRITTEN = changed(
    GOOD,
    ("level: L1\n", "level: L1\nchannels: [email, letter]\n"),
    ("on: {contact_lost: lost, contact_resumed: returned, threat_grows", "on: {threat_grows"),
)


STAKES = Catalogue.from_documents(
    {
        **FORMS,
        "stakes": {
            "properties": {
                "risk.life": {"enum": ["yes", "no"], "x-ask": "observe"},
                "risk.company": {"enum": ["yes", "no"], "x-ask": "observe"},
            }
        },
    },
    LADDERS,
    NAMES,
)


def stakes(source):
    return [f.message for f in check(loaded(source), catalogue=STAKES).findings if f.code == "C05"]


@pytest.mark.covers("S0-37")
def test_a_threats_protocol_notes_both_risks_and_only_that_to_life_decides():
    assert len(stakes(GOOD)) == 2
    both = (
        "calm:\n    covers: [calm]",
        "calm:\n    covers: [calm]\n    observe: [risk.life, risk.company]",
    )
    assert stakes(changed(GOOD, both)) == []
    assert stakes(IRATE) == []
    decides = "{note: [Look.], observe: risk.company, answers: {yes: help_now, else: calm}}"
    (message,) = stakes(changed(GOOD, both, *step(decides)))
    assert "only a risk to life decides" in message
    life = decides.replace("company", "life")
    assert stakes(changed(GOOD, both, *step(life))) == []


def test_in_writing_nothing_is_answered_before_a_colleague_has_taken_it_over():
    """The end of the exploring is the same; only the words before `spoke` are at fault."""
    (finding,) = [f for f in checked(WRITTEN).findings if f.code == "H29"]
    assert finding.walk == (
        "0 s, opening/acknowledge: The contact begins, and crisis rings at once.",
    )
    assert "H29" not in codes(GOOD)
    quiet = """\
steps:
  read: {covers: [observe], note: [Answer nothing.], next: mine}
  mine:
    covers: [safety, hand_over]
    note: [Show it to your colleague.]
    wait_for: spoke
    within: 5m
    otherwise: {do: [{raise: management}], offer: read}
    next: reply
  reply: {covers: [acknowledge, pass_on], say: ["Thank you. We share it only to help."], next: done}
  done: {end: recorded}
"""
    header = WRITTEN[: WRITTEN.index("on: {")]
    source = f"{header}on: {{threat_grows: read}}\nstart: read\n{quiet}"
    assert not {"H29", "C02"} & codes(source)
    hasty = changed(source, ("note: [Answer nothing.]", 'say: ["Thank you for writing."]'))
    assert "H29" in codes(hasty)


def test_quoted_words_and_idioms_are_not_judged():
    for text in ("Nothing but the truth.", "You said “but why”.", "I can't keep this secret."):
        assert codes(changed(GOOD, *[(CALM, f"say: ['{text}']")])) == set() or "'" in text
    assert codes(changed(GOOD, (CALM, 'say: ["I cannot keep this secret."]'))) == set()


def test_reading_age_is_judged_in_english_alone():
    hard = WORDING[9][1]
    german = changed(GOOD, *hard, ("level: L1", "level: L1\nlocale: de"))
    assert "W07" not in codes(german)


def test_a_document_that_cannot_be_read_is_not_checked():
    result = checked("a: b")
    assert result.id is None
    assert not result.passes
    assert {f.code for f in result.findings} >= {"Y07", "Y09"}


def test_too_many_states_are_refused_not_endured():
    result = check(loaded(GOOD), catalogue=CATALOGUE, max_states=300)
    assert [finding.code for finding in result.findings] == ["S21"]
    assert not result.passes


def test_the_report_is_plain_json():
    data = report([checked(GOOD), checked("a: b")])
    assert [p["id"] for p in data["protocols"]] == ["self-harm"]
    assert set(data["protocols"][0]) == {
        "id",
        "file",
        "digest",
        "passes",
        "first_ring_s",
        "everyone_rung_s",
        "longest_silence_s",
        "states",
    }
    assert data["protocols"][0]["file"] == "sample.yaml"
    assert data["protocols"][0]["digest"] is None
    named = report([checked(GOOD)], digests={"sample.yaml": "abc"})
    assert named["protocols"][0]["digest"] == "abc"
    assert set(data["findings"][0]) == {
        "code",
        "title",
        "severity",
        "file",
        "line",
        "column",
        "message",
        "walk",
    }


def test_an_empty_catalogue_knows_nothing():
    found = {f.code for f in check(loaded(GOOD), catalogue=Catalogue()).findings}
    assert {"S08", "S09", "S10", "S11"} <= found


def test_a_catalogue_refuses_what_it_cannot_read():
    with pytest.raises(CatalogueRefused, match="ladder crisis"):
        Catalogue.from_documents({}, {"crisis": b"a: b"}, {})
    with pytest.raises(CatalogueRefused, match="planes"):
        Catalogue.from_documents({}, {}, {"planes": ()})


HARMLESS = [
    [
        (REPORT, REPORT.replace("contact_ended", "'step:opening/acknowledge'")),
        ("start_switched: opening/danger_now\n", ""),
    ],
    [(REPORT, REPORT.replace("contact_ended", "'raised:crisis'"))],
    [
        ("from: dispatched", "from: 'raised:crisis'"),
        (
            "  - {id: care",
            "  - {id: there, do: {confirm: arrived}, by: receiver, from: dispatched, within: 10m, otherwise: [{raise: management}]}\n  - {id: care",
        ),
    ],
    [
        ("handles: [self_harm]", "handles: [self_harm, violence]"),
        (
            "  - {id: care",
            "  - {id: risk, do: {file: people_at_risk}, by: receiver, from: contact_ended, within: 10m, otherwise: [{raise: management}]}\n  - {id: care",
        ),
    ],
    [(CALM, "say: 1 2 3 4 5 6 7 8 9 10 11 12 13")],
]


@pytest.mark.parametrize("edits", HARMLESS)
def test_what_is_harmless_brings_nothing(edits):
    assert checked(changed(GOOD, *edits)).findings == ()


def test_a_story_tells_what_was_reported():
    source = changed(
        GOOD,
        (
            "{branch: spoke, answers: {yes: done, no: hand_over}}",
            "{branch: dispatched, answers: {yes: cut, no: done}}\n  cut: {end: terminated}",
        ),
    )
    (finding,) = [f for f in checked(source).findings if f.code == "H04"]
    assert any("It is reported that help is on its way." in line for line in finding.walk)
    lost = changed(GOOD, ("stopped: {end: released}", "stopped: {end: resolved}"))
    (finding,) = [f for f in checked(lost).findings if f.code == "H22"]
    assert finding.walk[-1] == (
        "0 s, lost: A supervisor releases the contact, and the agent goes on. "
        "The run ends at stopped as resolved."
    )
