"""C: what a protocol of its kind must have."""

from typing import Final

from stayline_core.protocol.codes.code import Code

_DUTIES: Final = (
    "duties: [keep_contact_open, authentication_waived, safety_before_business, confidential]"
)

CONTENT: Final = (
    Code(
        "C01",
        "An aspect is missing",
        "No step that can be reached covers an aspect that this kind of harm needs, or a step "
        "covers it without a word to the caller.",
        "What a protocol never mentions is what a frightened agent forgets.",
        "covers: [hand_over]",
        "covers: [hand_over, calm]",
        "S0-22",
    ),
    Code(
        "C02",
        "Handed over too early",
        "The contact can be handed over before what was said is acknowledged, or before safety "
        "was spoken of.",
        "To be passed on unheard says: not you again.",
        "covers: [pass_on, calm]",
        "covers: [acknowledge, pass_on, calm]",
        "S4-12, S0-5",
        has_walk=True,
    ),
    Code(
        "C03",
        "A duty is missing",
        "A protocol about a threat lacks one of the four duties.",
        "What is no duty is weighed against the queue.",
        "duties: [keep_contact_open, authentication_waived, safety_before_business]",
        _DUTIES,
        "S1-8, S1-36, S1-40, S4-43",
    ),
    Code(
        "C04",
        "The limits of the role are missing",
        "The document does not say what the agent may do and may not.",
        "Without limits a kind person tries to treat, and a careful one dares nothing.",
        "limits: {may: [Listen]}",
        "limits: {may: [Listen], may_not: [Diagnose]}",
        "S3-38; design section 4",
    ),
    Code(
        "C05",
        "What is at stake is not noted",
        "No step that can be reached notes the risk to life and the risk to the company, or the "
        "latter decides a way.",
        "Both are recorded, and a life decides.",
        "observe: [risk.life]",
        "observe: [risk.life, risk.company]",
        "S0-37",
    ),
    Code(
        "C06",
        "Where it comes from is missing",
        "Authors, sources or the date of the next review are missing.",
        "A court, and the next author, will ask who knew this, from where, and whether it is "
        "still so.",
        "sources: []",
        "sources: [A sample]",
        "S0-4",
    ),
    Code(
        "C07",
        "What is to be gathered is gathered nowhere",
        "No step that can be reached asks or notices an item to be gathered, or the minimum "
        "names an item that is not to be gathered.",
        "The desk would call something missing that it offers no way to ask.",
        "gather: [safety.in_danger_now, safety.location, safety.means_at_hand]",
        "gather: [safety.in_danger_now, safety.location]",
        "S3-11",
    ),
    Code(
        "C08",
        "No minimum that lets anybody act",
        "A protocol about a threat names no minimum of information for action.",
        "Without a minimum the agent asks too much while somebody waits to be sent.",
        "minimum: []",
        "minimum: [safety.location]",
        "S3-36",
    ),
    Code(
        "C09",
        "Danger is never found out",
        "No step finds out what every contact of this kind must tell: whether somebody is in "
        "danger now; of a disclosure on the line also whether it is safe to talk.",
        "Nobody can act on a danger that nobody asked about.",
        "ask: {field: safety.others_at_risk, question: Is anyone else in danger now?}",
        "ask: {field: safety.in_danger_now, question: Are you in danger now?}",
        "S0-5; shown by damage",
    ),
    Code(
        "C10",
        "Passed on in name alone",
        "A step covers pass_on, and nothing that it says tells that somebody else will know.",
        "The person would believe that it stays where it was said.",
        "say: Thank you for telling me.",
        "say: Thank you for telling me. I will pass this on to people who can act on it.",
        "X-3; shown by damage",
    ),
)
"""The codes of content."""
