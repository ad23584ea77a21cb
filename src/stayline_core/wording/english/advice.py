"""W06: advice that is not from the approved list, in English."""

from typing import Final

from stayline_core.wording.phrase import Says, among
from stayline_core.wording.rule import Rule

_MEDICINE: Final = (
    "medication|medicine|medicines|meds|pills|pill|tablets|tablet|antidepressants|antidepressant|"
    "painkillers|painkiller|paracetamol|aspirin|ibuprofen|insulin|antibiotics|dose|doses|"
    "prescription|sedatives|sleeping_pills"
)
_THEM: Final = (
    "him|her|them|your_husband|your_wife|your_partner|your_boyfriend|your_girlfriend|this_man"
)
_COMING: Final = among(
    "hear receive be see soon shortly find expect notice already now also not have know feel "
    "still all both always never either"
)
"""After “you should” these say what will come, not what to do."""

ADVICE: Final = Rule(
    code="W06",
    title="Advice that is not approved",
    what="gives advice that is not from the approved list",
    reason="Advice on health, law, money or love can harm, and the person here is not licensed to "
    "give it. Approved advice only; first aid comes from the emergency services.",
    instead="What would help you right now?",
    replaces="sentence",
    source="W06; design, section 8 (approved advice only); domain reference, sections 5 and 22",
    phrases=(
        Says("you should|ought_to", before=_COMING),
        Says("you should see|find a|your|someone|somebody", instead=None),
        (
            "you should not? see|find a|your doctor|gp|therapist|psychiatrist|lawyer|solicitor|"
            "counsellor"
        ),
        (
            "you should never|always|not|also|still|be_taking|be_seeing|be_able_to_forgive go|"
            "take|call|ring|see|leave|talk|"
            "tell|trust|forgive|drink|eat|stop|let|give|sign|pay"
        ),
        (
            "you shouldnt|oughtnt_to|should_not take|go|drink|stay|see|talk|sign|pay|forgive|let|"
            "be_alone"
        ),
        (
            "you need|have|ve_got|must to? see|get|talk_to|speak_to|find a|some|your|someone|"
            "somebody "
            "doctor|gp|therapist|therapy|psychiatrist|psychologist|lawyer|solicitor|counsellor|"
            "counselling|professional|help"
        ),
        (
            "you need|have|must to? leave|divorce|forgive|forget|confront|report|sue|stop|"
            "move_out|get_out|"
            "go_to_the_doctor|see_a_doctor|rest|sleep|eat|exercise|diet"
        ),
        "if i were|was you",
        "in your place|shoes i",
        "my|our advice is|would|to",
        (
            "i|we|id|wed|ill would|can|strongly|also? advise|recommend|suggest|urge you|that_you|"
            "seeing|taking|leaving|going|"
            "talking|trying|stopping"
        ),
        "i|we|id|wed would? advise|urge|recommend against|it|taking|a|that|you",
        (
            "have|did you tried|considered|thought_about|thought_of|try|consider therapy|"
            "counselling|meditation|yoga|medication|"
            "leaving|divorce|exercise|seeing_a|talking_to_a|breathing|a_hot_bath|a_walk"
        ),
        (
            "take|taking|try|double|halve|increase|reduce|skip|skipping|swallow a|an|your|some|"
            f"two|the|another|more|extra|fewer|less *1 {_MEDICINE}"
        ),
        f"stop|quit|keep|start|avoid|come taking|off|using your|the|those|any|all *1 {_MEDICINE}",
        "come|coming off your",
        "make yourself sick|vomit",
        "drink|have|take a|some|plenty|lots|more *2 water|milk|coffee|tea|wine|alcohol|brandy|beer",
        "put|apply|keep|press pressure|ice|something_cold|a_bandage|a_tourniquet on|to",
        "try|get|have some|a|to good? sleep|rest|fresh_air|hot_bath|nap",
        "try to think of|about something|happy|nice",
        (
            "go to|see|visit your|a|the doctor|gp|therapist|hospital|a_and_e|lawyer|solicitor|"
            "psychiatrist"
        ),
        f"leave|divorce|forgive|confront|dump|report|avoid|ignore|obey {_THEM}",
        f"break|split up with {_THEM}|your",
        f"give|giving {_THEM} another|a|one_more chance",
        "stand up to him|her|them|your",
        "go back to him|her|your_husband|your_wife|your_partner",
        "press|pressing|drop|dropping the? charges",
        (
            "you can|could|should|must|may|have_grounds_to sue|take_them_to_court|"
            "take_him_to_court|claim_compensation"
        ),
        "take|taking him|her|them|it|this|us to court",
        "get|hire|find|see|call|talk_to|speak_to a good? lawyer|solicitor|attorney|barrister",
        "dont|do_not|never sign anything|any|it",
        (
            "its|thats|this_is|that_is|what_he_did_is|what_they_did_is *1 illegal|legal|"
            "against_the_law|unlawful"
        ),
        "you_have|youve grounds|a_case|a_claim|the_right|every_right|no_case to|for|against?",
        "legally|medically you|speaking|it|they|he",
        (
            "sounds|looks like|as_if you_have|youve|youre|you_are depression|anxiety|ptsd|bipolar|"
            "depressed|psychosis|an_addiction"
        ),
        "you_have|youve|youre|you_are clinical|clinically depression|depressed",
        "you have depression|anxiety|ptsd|a_disorder|an_addiction|psychosis",
        "the best thing *3 do is|would|to",
        "what you *2 should|need_to|must|have_to do",
        "why not try|just|see|take|leave|call_a",
        "you must forgive|leave|stop|stay|tell|see|go|fight",
        "count to ten",
        "take|try deep|a_few_deep|a_deep breaths|breath",
        "move out|in_with",
    ),
    excepted=(
        "you should not? have",
        "you should|must|need|have not? to? do|answer|decide|say|tell *1 anything",
        (
            "do|could|can|would|did|will|have you *2 take|taken|tell|told|told_anyone|move|leave|"
            "see|go"
        ),
        "if you *3 take|tell|want|go|see|leave|move|talk",
        "when|did|does|has|have|he|she|they *1 leave|left|tell|told|move|moved|hit",
    ),
)
