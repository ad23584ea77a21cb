"""T: clocks, and how late people are reached."""

from typing import Final

from stayline_core.protocol.codes.code import Code

_CLOCKS: Final = "Protocol language, clocks and obligations"
_WORST: Final = "Protocol language, worst-case time to a human; S0-25"
_MANAGER: Final = "Protocol language, worst-case time to a human; S0-26"

TIMES: Final = (
    Code(
        "T01",
        "A wait without a limit",
        "A step waits for something, and has no limit on one of the channels it serves.",
        "A colleague who never comes would keep the agent waiting for ever.",
        "wait_for: spoke\nnext: known",
        "wait_for: spoke\nwithin: 3m\n"
        "otherwise: {do: [{raise: management}], offer: danger}\nnext: known",
        _CLOCKS,
    ),
    Code(
        "T02",
        "A limit without an otherwise",
        "A step has a limit, and nothing happens when it runs out.",
        "A clock that nobody answers gives an author false peace.",
        "within: 60s",
        "within: 60s\notherwise: {do: [{notify: supervisor}], offer: unsure}",
        _CLOCKS,
    ),
    Code(
        "T03",
        "An otherwise without a limit",
        "A step says what happens when time runs out, and has no limit.",
        "It would never happen.",
        "otherwise: {do: [{notify: supervisor}], offer: unsure}",
        "within: 60s\notherwise: {do: [{notify: supervisor}], offer: unsure}",
        _CLOCKS,
    ),
    Code(
        "T04",
        "An obligation without a deadline",
        "Something is owed, and not by when.",
        "What is owed at no time is done at no time.",
        "by: receiver, from: dispatched, otherwise: [{raise: management}]",
        "by: receiver, from: dispatched, within: 10m, otherwise: [{raise: management}]",
        _CLOCKS,
    ),
    Code(
        "T05",
        "An obligation without a consequence",
        "Nothing happens when an obligation is not met in time.",
        "Help that never arrived would be noticed by nobody.",
        "by: receiver, from: dispatched, within: 10m}",
        "by: receiver, from: dispatched, within: 10m, otherwise: [{raise: management}]}",
        _CLOCKS,
    ),
    Code(
        "T06",
        "Somebody is rung too late",
        "The longest time until somebody is rung is above what the level allows: 15 s at L0, "
        "30 s at L1, 2 minutes at L2.",
        "Alone with a person in danger, half a minute is long.",
        "ladder: {id: crisis, ring: 45s}",
        "ladder: {id: crisis, ring: at_open}",
        _WORST,
        has_walk=True,
    ),
    Code(
        "T07",
        "A manager is told too late",
        "The longest time until a manager is rung is above what the level allows: 2 minutes at "
        "L0, 5 at L1, 15 at L2. A rung of the ladder proves nothing: acceptance stops it.",
        "Whoever answers for the centre must know while something can still be done.",
        "from: opened, within: 6m",
        "from: opened, within: 2m",
        _MANAGER,
    ),
    Code(
        "T08",
        "Nobody is ever sure to be rung",
        "Nothing but a person's press makes a ladder ring, or its first rung names nobody on duty.",
        "The agent who freezes needs the ladder most, and would have to press for it.",
        "ladder: {id: crisis, ring: on_demand}",
        "ladder: {id: crisis, ring: at_open}",
        _WORST,
        has_walk=True,
    ),
    Code(
        "T09",
        "A clock out of range",
        "A clock is shorter than 5 seconds or longer than 24 hours.",
        "Shorter is noise at the worst moment, longer is never.",
        "within: 2s",
        "within: 60s",
        _CLOCKS,
    ),
    Code(
        "T10",
        "The report comes later than the level allows",
        "A report is due later after the end of the contact than the level allows: 10 minutes at "
        "L0 and L1, 30 minutes at L2.",
        "Others may be at risk until the report is made.",
        "from: contact_ended, within: 20m",
        "from: contact_ended, within: 10m",
        "Protocol language, times; S1-19",
    ),
    Code(
        "T11",
        "The last rung does not ring everyone",
        "The last rung of the ladder, which repeats, does not ring everyone there is, at any time "
        "of the day.",
        "The ladder must never end with one person who is at lunch.",
        "ladder: narrow",
        "ladder: crisis",
        "Design 3.4; S1-12",
    ),
    Code(
        "T12",
        "An empty otherwise",
        "When the clock runs out nothing happens, or the step offers itself.",
        "The agent is left exactly where they were stuck.",
        "otherwise: {offer: danger}",
        "otherwise: {offer: unsure}",
        _CLOCKS,
    ),
    Code(
        "T13",
        "The wait is shorter than the first rung",
        "A step stops waiting for acceptance before the first person has been rung to the end.",
        "The agent is sent elsewhere although somebody may be about to answer.",
        "within: 10s",
        "within: 60s",
        _CLOCKS,
        severity="warning",
    ),
    Code(
        "T14",
        "The wait offers no way on",
        "When a wait has lasted too long, the agent is offered no other way.",
        "The one who waited for is not coming; the person on the line still is there.",
        "otherwise: {do: [{raise: management}]}",
        "otherwise: {do: [{raise: management}], offer: danger}",
        _CLOCKS,
    ),
    Code(
        "T15",
        "Too long without a change in who is coming",
        "A rung rings longer than the agent may be left without news: 20 s at L0 and L1, 60 s at "
        "L2.",
        "Silence from the own side is what makes an agent feel alone.",
        "ladder: slow",
        "ladder: crisis",
        _WORST,
    ),
    Code(
        "T16",
        "An acceptance may be idle too long",
        "The ladder lets more than 30 s pass from accepted to joined, or 60 s to spoke.",
        "Somebody who accepts and does not come is worse than nobody: the others have stopped.",
        "ladder: lax",
        "ladder: crisis",
        "Design 3.4",
    ),
    Code(
        "T17",
        "The wait is too long",
        "A step waits longer than 3 min at L0 to L2 or 5 min at L3; in writing 30 min or 4 h.",
        "The agent has the same words in front of them, and nothing else to do or say.",
        "wait_for: spoke\nwithin: 30m",
        "wait_for: spoke\nwithin: 3m",
        "Specification, section 7; shown by damage",
    ),
    Code(
        "T18",
        "Nobody hears of a wait in vain",
        "When a wait has lasted too long, a way on is offered, and nobody is rung or told.",
        "The agent is alone in it once more, and nobody knows.",
        "otherwise: {offer: danger}",
        "otherwise: {do: [{raise: management}], offer: danger}",
        "Specification, section 7; shown by damage",
    ),
    Code(
        "T19",
        "Arrival or aftercare is due too late",
        "That help has arrived is due later than 15 min after it was sent, or aftercare later than "
        "an hour after the contact.",
        "Help that never came is found out too late, and so is an agent who breaks down at home.",
        "do: {confirm: arrived}, by: receiver, from: dispatched, within: 2h",
        "do: {confirm: arrived}, by: receiver, from: dispatched, within: 10m",
        "Design section 1, care; shown by damage",
    ),
)
"""The codes of time."""
