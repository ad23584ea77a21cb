"""W: what is said to the person, and asked of them."""

from typing import Final

from stayline_core.protocol.codes.code import Code

_REACHED: Final = "say: I hear you."

WORDING: Final = (
    Code(
        "W01",
        "Secrecy is promised",
        "A sentence promises that nobody will be told.",
        "It cannot be kept, and the person learns that at the worst moment.",
        "say: I won't tell anyone.",
        _REACHED,
        "S0-30, X-3",
    ),
    Code(
        "W02",
        "“But”",
        "A sentence says “but”.",
        "It takes back what was said before it: “I hear you, but” is heard as “I do not”.",
        "say: I hear you, but we have rules.",
        _REACHED,
        "S4-41, X-9",
    ),
    Code(
        "W03",
        "Feelings are played down",
        "A sentence plays down what the person feels, or tells them to calm down.",
        "Who is told to calm down has not been heard, and gets louder or silent.",
        "say: Please calm down.",
        _REACHED,
        "S4-13, S1-7",
    ),
    Code(
        "W04",
        "Blame",
        "A sentence blames the person.",
        "Shame closes mouths, and the person has enough of it.",
        "say: You should have called us before.",
        _REACHED,
        "Protocol language, wording",
    ),
    Code(
        "W05",
        "It asks or speaks of how",
        "A sentence asks for or names a way to do harm.",
        "Detail of how is never needed to help, and can do harm.",
        "say: How would you do it?",
        _REACHED,
        "Design 3.8",
    ),
    Code(
        "W06",
        "Advice that is not approved",
        "A sentence gives advice, and no approved phrase.",
        "Advice is for those who may give it; the wrong one is followed by somebody in distress.",
        "say: You should take some medicine and sleep.",
        _REACHED,
        "S3-38",
    ),
    Code(
        "W07",
        "Hard to follow",
        "What the step says reads above grade 8, measured on 12 words and more of English.",
        "Under shock nobody follows long words, neither the person nor the agent.",
        "say: Unavoidable organisational considerations may necessitate individual consultation "
        "before we can recommend any alternative.",
        _REACHED,
        "Protocol language, wording",
    ),
    Code(
        "W08",
        "Too long to say",
        "A sentence has more than 160 characters.",
        "It cannot be said in a breath, and is read out instead of spoken.",
        "say: I hear you. I am here. I am in no hurry. You can tell me all you want. I will stay "
        "with you. We can do this one step at a time. Take your time. I am here all day. Say "
        "what you need.",
        _REACHED,
        "Protocol language, wording",
    ),
    Code(
        "W09",
        "A report is revealed",
        "A sentence tells the person that a report is made or a line traced.",
        "It ends the conversation, and can put somebody else in danger.",
        "say: I am filing a report about this.",
        _REACHED,
        "S1-38",
    ),
    Code(
        "W10",
        "A question by what is only noticed",
        "An observed item has a question.",
        "Sooner or later somebody reads it out.",
        "observe: {field: safety.help_decision, question: Shall we send help?}",
        "observe: {field: safety.help_decision}",
        "S1-58, S1-59",
    ),
    Code(
        "W11",
        "An outcome is promised",
        "A sentence promises that all will be well.",
        "The agent cannot know, and the person knows that.",
        "say: Everything will be fine.",
        _REACHED,
        "Design section 4",
    ),
    Code(
        "W12",
        "Words of crime or success for suicide",
        "A sentence speaks of suicide as a crime, a success or a failure.",
        "It adds shame; “end your life” says the same without it.",
        "say: Do you want to commit suicide?",
        _REACHED,
        "Glossary",
    ),
    Code(
        "W13",
        "It argues",
        "A sentence argues with the person.",
        "Who is contradicted defends what they said, and that is the last thing to strengthen.",
        "say: You are wrong about that.",
        _REACHED,
        "S2-17",
    ),
)
"""The codes of wording; their patterns are in `stayline_core.wording`."""
