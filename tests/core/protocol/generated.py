"""Small protocols at random, all of which can be run: steps of every sort, blocks, tallies, clocks.

They are written as documents and read by `load`, so that what is tried is what a centre could
write. Few of them would pass the check: the interpreter has to carry out any that loads.
"""

from __future__ import annotations

import json
from typing import Any, Final

from hypothesis import strategies as st

from stayline_core.protocol import Protocol, load

Draw = Any
"""What Hypothesis hands to a composite strategy."""

ENDS: Final = ("handed_over", "released", "resolved", "recorded")
FIELDS: Final = ("safety.in_danger_now", "topic", "voice")
WAITS: Final = ("accepted", "spoke", "contact_open", "safety_recorded", "released", "dispatched")
READ: Final = ("safety_recorded", "accepted", "contact_open", "dispatched", "outward_offered")
EVENTS: Final = (
    "contact_lost",
    "contact_resumed",
    "threat_grows",
    "accepted",
    "receiver_lost",
    "released",
)
RINGS: Final = ("at_open", "on_demand", "25s")
TALLY: Final = "warnings"
EFFECTS: Final = (
    {"raise": "management"},
    {"raise": "crisis"},
    {"notify": "supervisor"},
    {"start": "aftercare"},
    {"set_level": "L0"},
    {"set_level": "L2"},
    {"dispatch": "emergency_services"},
    {"signpost": "crisis_line"},
    {"advise": "stay"},
)
OWED: Final = (
    {"file": "security_threat"},
    {"open_case": "supervisors"},
    {"confirm": "arrived"},
    {"raise": "management"},
    {"start": "aftercare"},
    {"dispatch": "emergency_services"},
)
MOMENTS: Final = (
    "opened",
    "contact_ended",
    "accepted",
    "spoke",
    "released",
    "dispatched",
    "arrived",
    "raised:management",
    "filed:security_threat",
)


@st.composite
def protocols(draw: Draw) -> Protocol:
    """A protocol of two to six steps that loads."""
    source = draw(documents())
    read = load(json.dumps(source).encode(), file="generated.yaml")
    assert read.protocol is not None, (read.findings, source)
    return read.protocol


@st.composite
def documents(draw: Draw) -> dict[str, Any]:
    """The document of such a protocol; JSON is YAML too."""
    tallied = draw(st.booleans())
    block = draw(st.booleans())
    names = [f"step{number}" for number in range(draw(st.integers(1, 4)))]
    targets = [*names, "over", *(["block"] if block else [])]
    steps: dict[str, Any] = {name: draw(_step(targets, tallied=tallied)) for name in names}
    steps["over"] = {"end": draw(st.sampled_from(ENDS))}
    # Branches lead only to screens: a circle of branches alone is refused.
    steps |= {f"branch{number}": draw(_branch(targets, tallied=tallied)) for number in range(2)}
    # A branch is as good a target as any step.
    steps[names[0]] |= {"next": "branch0"} if "next" in steps[names[0]] else {}
    document: dict[str, Any] = {
        "stayline": "1",
        "kind": "protocol",
        "id": "generated",
        "title": "Generated",
        "handles": ["other"],
        "level": draw(st.sampled_from(["L0", "L1", "L3"])),
        "duties": draw(st.sampled_from([[], ["keep_contact_open"]])),
        "channels": ["voice", "chat", "email"],
        "obligations": draw(_obligations(names)),
        "start": draw(st.sampled_from([*targets, "branch0"])),
        "start_switched": draw(st.sampled_from([*targets, "branch1"])),
        "steps": steps,
        **draw(_header([*targets, "branch0"])),
    }
    if tallied:
        document["tallies"] = {TALLY: "2"}
    if block:
        steps["block"] = {"use": "inner", "next": draw(st.sampled_from(names))}
        inner = {"first": draw(_step(["second", "leave"], tallied=tallied))}
        inner["second"] = draw(_step(["first", "leave"], tallied=tallied))
        document["blocks"] = {"inner": {"start": "first", "steps": inner}}
    return document


@st.composite
def _header(draw: Draw, targets: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "on": draw(st.dictionaries(st.sampled_from(EVENTS), st.sampled_from(targets), max_size=4)),
        "anytime": draw(
            st.dictionaries(st.sampled_from(targets), st.just("At any time"), max_size=2)
        ),
    }
    if draw(st.booleans()):
        found["ladder"] = {"id": "crisis", "ring": draw(st.sampled_from(RINGS))}
    return found


@st.composite
def _step(draw: Draw, targets: list[str], *, tallied: bool) -> dict[str, Any]:
    target = st.sampled_from(targets)
    step: dict[str, Any] = {"say": ["I'm here."]}
    effects = st.lists(st.sampled_from(EFFECTS), max_size=2)
    sort = draw(st.sampled_from(["say", "wait", "ask", "asks", "observe", "count"]))
    if sort in {"ask", "observe"}:
        step[sort] = draw(st.sampled_from(FIELDS))
        answers = {"yes": draw(target), "no": draw(target)}
        step["answers"] = answers | ({"else": draw(target)} if draw(st.booleans()) else {})
    else:
        step["next"] = draw(target)
    if sort == "asks":
        step["ask"] = list(FIELDS[:2])
    if sort == "wait":
        step["wait_for"] = draw(st.sampled_from(WAITS))
    step["do"] = draw(effects)
    if sort == "count" and tallied:
        step["do"] = [*step["do"], {"count": TALLY}]
    if draw(st.booleans()):
        step["within"] = draw(st.sampled_from(["20s", {"live": "10s", "chat": "30s"}]))
        step["otherwise"] = {"do": draw(effects), "offer": draw(target)}
    return step


@st.composite
def _branch(draw: Draw, targets: list[str], *, tallied: bool) -> dict[str, Any]:
    target = st.sampled_from(targets)
    if tallied and draw(st.booleans()):
        answers = {"0": draw(target), "1": draw(target), "else": draw(target)}
        return {"branch": TALLY, "answers": answers}
    answers = {"yes": draw(target), "no": draw(target)}
    return {"branch": draw(st.sampled_from(READ)), "answers": answers}


@st.composite
def _obligations(draw: Draw, names: list[str]) -> list[dict[str, Any]]:
    moments = st.sampled_from([*MOMENTS, f"step:{names[-1]}"])
    return [
        {
            "id": f"owed{number}",
            "do": draw(st.sampled_from(OWED)),
            "by": "receiver",
            "from": draw(moments),
            **({"within": "10m"} if draw(st.booleans()) else {}),
            "otherwise": draw(st.lists(st.sampled_from(EFFECTS[:4]), max_size=2)),
        }
        for number in range(draw(st.integers(1, 6)))
    ]
