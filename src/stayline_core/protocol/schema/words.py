"""The closed lists of words of the language, each word with its meaning in one sentence."""

from collections.abc import Mapping
from typing import Final

from stayline_core.protocol.language import frozen_map

Words = Mapping[str, str]

LEVELS: Final[Words] = frozen_map(
    {
        "L0": "A life is in danger now, or a bomb: somebody is rung within 15 seconds.",
        "L1": "A threat to somebody's life or safety: somebody is rung within 30 seconds.",
        "L2": "A threat or a disclosure without danger at this moment: within 2 minutes.",
        "L3": "Manners, complaints, a wish for a supervisor: nobody's safety hangs on it.",
    }
)
HARMS: Final[Words] = frozen_map(
    {
        "self_harm": "A threat of suicide or of harming oneself.",
        "violence": "A threat against somebody else, or against the centre's own people.",
        "bomb": "A bomb threat, spoken or in writing.",
        "abuse_disclosure": "Somebody tells of abuse, of their own or of another person.",
        "abusive_language": "Insults without a threat.",
        "supervisor_demand": "Somebody asks for a supervisor.",
        "harassment": "Somebody is harassed, or harasses.",
        "emergency": "An accident or illness: somebody needs outside help at once.",
        "other": "What no other kind fits.",
    }
)
SITUATIONS: Final[Words] = frozen_map(
    {
        "third_party": "Somebody calls because they are worried about another person.",
        "physical_abuse": "What is told is that somebody is hit or hurt in body.",
        "sexual_abuse": "What is told is sexual.",
        "domestic_abuse": "Whoever does it is a partner, a relative, or lives with them.",
        "told_to_a_visitor": "It was told to a visitor, a trainer or an auditor.",
        "suspicious_item": "Something was found that nobody can account for.",
        "person_in_building": "The danger is here, in the building, or somebody is under duress.",
        "taken_over": "For the supervisor or the lead who has taken the contact over.",
    }
)
DUTIES: Final[Words] = frozen_map(
    {
        "keep_contact_open": "The agent does not end the contact.",
        "authentication_waived": "Nobody has to prove who they are.",
        "safety_before_business": "Safety is asked about before any business.",
        "confidential": "Only people on the access list can read the record.",
    }
)
ASPECTS: Final[Words] = frozen_map(
    {
        "acknowledge": "The caller hears that they were heard.",
        "calm": "The caller is given time and calm.",
        "safety": "It is asked, or offered, what keeps people safe now.",
        "pass_on": "The caller hears that what they tell will be shared, and with whom.",
        "outward": "Help from outside is offered or sent.",
        "hand_over": "A colleague takes over, by name.",
        "call_back": "What happens when the line is lost.",
        "gather": "What must be known is asked.",
        "observe": "What can be noticed is noted, and never asked.",
        "involve": "Somebody who decides is brought in.",
        "warning": "The caller is told what will happen if the insults go on.",
        "final_notice": "The caller is told for the last time that the contact will end.",
        "business": "The caller's own matter.",
        "closing": "The contact is brought to an end.",
    }
)
ENDS: Final[Words] = frozen_map(
    {
        "handed_over": "A colleague has spoken and goes on.",
        "released": "A supervisor ended the contact.",
        "resolved": "The matter is settled.",
        "terminated": "The agent ends the contact after warnings.",
        "recorded": "It is written down, and nothing more is owed in this contact.",
        "superseded": "Another protocol goes on.",
    }
)
CHANNELS: Final[Words] = frozen_map(
    {
        "voice": "A telephone call (live).",
        "in_person": "Face to face (live).",
        "chat": "A chat (a conversation that waits for answers).",
        "sms": "Text messages (as a chat).",
        "email": "E-mail (written: nobody is on a line).",
        "letter": "A letter (written).",
        "social_media": "A post or message on a social network (written).",
        "staff": "A colleague reports it (nobody is on a line).",
    }
)
FACTS: Final[Words] = frozen_map(
    {
        "rang": "Somebody was rung.",
        "accepted": "A colleague has accepted and is coming.",
        "joined": "A colleague has joined.",
        "spoke": "A colleague has spoken with the caller.",
        "contact_open": "The caller is on the line.",
        "safety_recorded": "Something about the caller's safety was answered.",
        "outward_offered": "Help from outside was offered.",
        "dispatched": "Somebody has called an agency.",
        "arrived": "Help has arrived.",
        "released": "A supervisor has released the line.",
        "case_opened": "A case was opened.",
    }
)
EVENTS: Final[Words] = frozen_map(
    {
        "contact_lost": "The line is lost: the screen moves there at once.",
        "contact_resumed": "The caller is back: the step is offered.",
        "threat_grows": "The level rises: the step is offered.",
        "accepted": "A colleague has accepted: the step is offered.",
        "receiver_lost": "The colleague who took over is lost: the step is offered.",
        "released": "A supervisor released the line: the step is offered.",
    }
)
RESPONSIBLE: Final[Words] = frozen_map(
    {
        "system": "Stayline itself; only for what may happen by itself.",
        "agent": "The agent who has the contact.",
        "receiver": "Whoever owns the run; the agent while nobody has taken over.",
        "supervisor": "A supervisor on duty.",
    }
)
RINGS: Final[Words] = frozen_map(
    {
        "at_open": "The ladder rings as soon as the protocol opens.",
        "on_demand": "The ladder rings when a step, a clock or a person raises it.",
    }
)
PICKS: Final[Words] = frozen_map(
    {
        "longest_idle": "Whoever has waited longest since their last call.",
        "round_robin": "One after the other, in turn.",
        "all": "All of them at once.",
    }
)
WAYS: Final[Words] = frozen_map(
    {
        "screen": "On the screens where they are signed in; this always rings as well.",
        "phone": "By a call, and by a text message where a call cannot be made.",
        "voice": "By a call.",
        "sms": "By a text message.",
        "email": "By e-mail.",
        "slack": "In Slack.",
        "teams": "In Microsoft Teams.",
        "webhook": "By a call to another system.",
    }
)
DUTY: Final[Words] = frozen_map(
    {
        "on_call": "Only people who are on call now.",
    }
)
SITES: Final[Words] = frozen_map(
    {
        "own": "Only people of the contact's own site.",
        "fallback": (
            "People of the site's fallback site too, where none of its own can be reached."
        ),
    }
)
PURPOSES: Final[Words] = frozen_map(
    {
        "respond": "Whoever accepts comes to the contact and takes it over.",
        "investigate": "Whoever accepts looks into what was reported, and asks nobody again.",
    }
)
ROLES: Final[Words] = frozen_map(
    {
        "agent": "Customer support agents.",
        "supervisor": "Customer support supervisors.",
        "lead_resolution_specialist": "Lead resolution specialists.",
        "manager": "Managers.",
        "protocol_owner": "Who answers for the protocols.",
        "administrator": "Who runs the system.",
        "everyone": "Everybody who may take over: supervisors, leads, managers.",
    }
)
EFFECTS: Final[Words] = frozen_map(
    {
        "raise": "Rings a ladder. Happens by itself.",
        "notify": "Tells people on a channel. Happens by itself.",
        "start": "Starts a plan, such as aftercare. Happens by itself.",
        "set_level": "Sets the level, upwards only. Happens by itself.",
        "count": "Counts a tally one up when the step is left.",
        "dispatch": "Asks a named person to call an agency.",
        "signpost": "Shows an entry of the directory to offer to the caller.",
        "file": "Asks a named person to file a form.",
        "open_case": "Asks a named person to open a case in a queue.",
        "advise": "Shows an approved phrase.",
        "confirm": "Asks a named person to confirm that something happened.",
    }
)
KINDS: Final[Words] = frozen_map(
    {
        "protocol": "What an agent sees in a crisis contact, step by step.",
        "ladder": "Who is rung, in what order, for how long.",
        "wording": "Other words for a protocol: a language, or a site.",
    }
)
TRIGGERS: Final[Words] = frozen_map(
    {
        "opened": "The protocol opened.",
        "contact_ended": "The run ended, or the last line was released.",
        "accepted": FACTS["accepted"],
        "spoke": FACTS["spoke"],
        "released": FACTS["released"],
        "dispatched": FACTS["dispatched"],
        "arrived": FACTS["arrived"],
    }
)


def only(words: Words, *names: str) -> Words:
    """Some of these words, in the order given."""
    return frozen_map({name: words[name] for name in names})
