"""The minimum-safe path and the minimum aid: what guides when no certified protocol is in force.

It is code, not a document: it keeps somebody talking, gets a person, and says how to call
emergency services. It gives no advice. It is never certified and never edited, so it cannot be
missing (S0-15, `design.md` 3.1); every screen of it says what it is. For abuse of staff with
no threat there is a shorter one: stay calm, get a supervisor; it warns nobody and ends nothing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from stayline_core.protocol.language import (
    Ask,
    Effect,
    LadderUse,
    Limits,
    Obligation,
    Otherwise,
    Protocol,
    Step,
    Within,
)

_NOTE: Final = "This is the minimum-safe path, built into Stayline. It gives no advice."
_MANAGEMENT: Final = Effect("raise_", "management")
_AGAIN: Final = Otherwise(do=(_MANAGEMENT,), offer="alone")


def _steps(*steps: Step) -> MappingProxyType[str, Step]:
    return MappingProxyType({step.name: step for step in steps})


MINIMUM_SAFE: Final = Protocol(
    id="minimum-safe",
    title="Minimum-safe path",
    handles=(
        "self_harm",
        "violence",
        "bomb",
        "abuse_disclosure",
        "harassment",
        "emergency",
        "other",
    ),
    level="L1",
    channels=("voice", "in_person", "chat", "sms", "email", "letter", "social_media", "staff"),
    authors=("Stayline",),
    sources=("design.md, section 3.1",),
    duties=("keep_contact_open", "authentication_waived", "safety_before_business", "confidential"),
    ladder=LadderUse("crisis", "at_open"),
    limits=Limits(
        may=(
            "Listen, and let silence be",
            "Stay until a person has taken over",
            "Call emergency services",
        ),
        may_not=("Give advice", "Promise that nobody will be told", "End the contact"),
    ),
    obligations=(
        Obligation("manager", _MANAGEMENT, "system", "opened", 120, (_MANAGEMENT,)),
        Obligation(
            "report",
            Effect("file", "security_threat"),
            "receiver",
            "contact_ended",
            600,
            (Effect("notify", "supervisor"), _MANAGEMENT),
        ),
        Obligation(
            "case",
            Effect("open_case", "supervisor"),
            "receiver",
            "filed:security_threat",
            600,
            (_MANAGEMENT,),
        ),
        Obligation(
            "arrived", Effect("confirm", "arrived"), "receiver", "dispatched", 600, (_MANAGEMENT,)
        ),
        Obligation(
            "care",
            Effect("start", "aftercare"),
            "system",
            "contact_ended",
            1800,
            (Effect("notify", "management"),),
        ),
    ),
    gather=("safety.in_danger_now",),
    minimum=("safety.in_danger_now",),
    on=MappingProxyType(
        {"contact_lost": "lost", "contact_resumed": "keep_talking", "threat_grows": "help_now"}
    ),
    anytime=MappingProxyType({"help_now": "Call emergency services"}),
    start="keep_talking",
    steps=_steps(
        Step(
            name="keep_talking",
            title="Keep talking. A person is being called.",
            covers=("acknowledge", "pass_on", "calm"),
            say=(
                "Thank you for telling me. I'm here, and I'm getting a colleague to join us.",
                "I will need to share this with people who can help.",
            ),
            note=(_NOTE, "Listen. Do not hang up, even if the caller does."),
            next="safe_now",
        ),
        Step(
            name="alone",
            title="Keep talking. Everyone is being called.",
            say=("I'm still here. Take your time.",),
            note=(
                _NOTE,
                "Nobody has joined yet. From another phone you can call emergency services.",
            ),
            next="safe_now",
        ),
        Step(
            name="safe_now",
            title="Find out if they are safe",
            covers=("safety",),
            note=(_NOTE,),
            asks=(Ask("safety.in_danger_now", "Are you, or is anybody, in danger right now?"),),
            answers=MappingProxyType({"yes": "help_now", "no": "company", "else": "unsure"}),
        ),
        Step(
            name="unsure",
            title="Stay with the silence",
            say=("I'm here. There is no rush.",),
            note=(
                _NOTE,
                "No answer is not an answer. Ask again when you can.",
                "Your supervisor decides on sending help.",
            ),
            do=(Effect("notify", "supervisor"),),
            next="company",
        ),
        Step(
            name="help_now",
            title="Get emergency services",
            covers=("outward", "safety"),
            say=("I want to get someone to you now. I'm staying with you.",),
            note=(_NOTE,),
            do=(Effect("set_level", "L0"), Effect("dispatch", "emergency_services")),
            next="company",
        ),
        Step(
            name="company",
            title="Keep them company until a colleague is here",
            covers=("calm",),
            say=("I'm here. We have time.",),
            note=(
                _NOTE,
                "You stay until your colleague has spoken to the caller.",
                "Note what is at risk. Where a life may be, that alone decides.",
            ),
            observes=(Ask("risk.life"), Ask("risk.company")),
            wait_for="accepted",
            within=Within(live=60, chat=60, written=600),
            otherwise=_AGAIN,
            next="hand_over",
        ),
        Step(
            name="hand_over",
            title="Stay until your colleague has spoken",
            covers=("hand_over",),
            say=("{supervisor_name} is joining us. I'll stay until you have spoken.",),
            note=(_NOTE,),
            wait_for="spoke",
            within=Within(live=180, chat=180, written=1800),
            otherwise=_AGAIN,
            next="safety_known",
        ),
        Step(
            name="safety_known",
            branch="safety_recorded",
            answers=MappingProxyType({"yes": "spoken", "no": "safe_now"}),
        ),
        Step(
            name="spoken",
            branch="spoke",
            answers=MappingProxyType({"yes": "done", "no": "hand_over"}),
        ),
        Step(
            name="lost",
            title="Keep your line open",
            # It serves every harm: nobody calls back after a bomb threat, and after abuse only
            # under the safe-contact rule, so the agent never does.
            note=(_NOTE, "Do not hang up, and do not call back. Your supervisor decides on that."),
            wait_for="released",
            within=Within(live=120, chat=120, written=1800),
            otherwise=_AGAIN,
            next="stopped",
        ),
        Step(name="stopped", end="released"),
        Step(name="done", end="handed_over"),
    ),
)

_AID_NOTE: Final = "This is the minimum aid, built into Stayline. It warns nobody and ends nothing."

_CALM_OR_GONE: Final = MappingProxyType({"yes": "calm_again", "no": "lost"})

MINIMUM_AID: Final = Protocol(
    id="minimum-aid",
    title="Minimum aid for a difficult call",
    handles=("abusive_language", "supervisor_demand"),
    level="L3",
    channels=MINIMUM_SAFE.channels,
    authors=("Stayline",),
    sources=("design.md, section 3.1",),
    ladder=LadderUse("crisis", "on_demand"),
    limits=Limits(
        may=("Listen", "Connect the caller to a supervisor", "Step away when you need to"),
        may_not=("Raise your voice", "End the contact before it is settled or handed over"),
    ),
    obligations=(
        Obligation(
            "record",
            Effect("file", "call_record"),
            "agent",
            "contact_ended",
            1800,
            (Effect("notify", "supervisor"),),
        ),
        Obligation(
            "care",
            Effect("start", "aftercare"),
            "system",
            "contact_ended",
            1800,
            (Effect("notify", "management"),),
        ),
    ),
    on=MappingProxyType(
        {"contact_lost": "lost", "contact_resumed": "listen", "threat_grows": "connect"}
    ),
    anytime=MappingProxyType({"connect": "Connect to a supervisor"}),
    start="listen",
    steps=_steps(
        Step(
            name="listen",
            title="Stay calm and listen",
            covers=("acknowledge", "calm"),
            say=("I can hear how frustrating this is. I would like to help.",),
            note=(_AID_NOTE, "Breathe. Keep your voice low and steady."),
            next="settled",
        ),
        Step(
            name="settled",
            title="Has it calmed down?",
            covers=("observe",),
            note=(_AID_NOTE, "If not, connect them to a supervisor. You can always step away."),
            next="resolved",
        ),
        Step(
            name="connect",
            title="Connect to a supervisor",
            covers=("hand_over", "pass_on"),
            say=(
                "I will connect you to a supervisor, and share what you have told me.",
                "Please stay on the line.",
            ),
            note=(_AID_NOTE,),
            do=(Effect("raise_", "crisis"),),
            wait_for="spoke",
            within=Within(live=180, chat=180, written=1800),
            otherwise=Otherwise(do=(_MANAGEMENT,), offer="listen"),
            next="handed_over",
        ),
        Step(
            name="lost",
            title="The caller has gone",
            note=(_AID_NOTE, "Your supervisor decides on calling back, from another line."),
            wait_for="released",
            within=Within(live=120, chat=120, written=1800),
            otherwise=Otherwise(do=(Effect("notify", "supervisor"),), offer="listen"),
            next="left",
        ),
        Step(name="left", end="released"),
        Step(name="resolved", branch="contact_open", answers=_CALM_OR_GONE),
        Step(name="calm_again", end="resolved"),
        Step(name="handed_over", end="handed_over"),
    ),
)

BUILT_IN: Final = MappingProxyType({one.id: one for one in (MINIMUM_SAFE, MINIMUM_AID)})
"""What guides when no document is in force, by the id that a run keeps."""
