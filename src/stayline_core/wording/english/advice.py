"""W06: advice that is not from the approved list, in English."""

from typing import Final

from stayline_core.wording.phrase import phrases
from stayline_core.wording.rule import Rule

_MEDICINE: Final = (
    "medication|medicine|medicines|meds|pills|pill|tablets|tablet|antidepressants|antidepressant|"
    "painkillers|painkiller|paracetamol|aspirin|ibuprofen|insulin|antibiotics|dose|doses|"
    "prescription|sedatives|sleeping_pills"
)
_THEM: Final = (
    "him|her|them|your_husband|your_wife|your_partner|your_boyfriend|your_girlfriend|this_man"
)
_COMING: Final = (
    "hear|receive|be|get|see|soon|shortly|find|expect|notice|already|now|also|not|have|know|feel|"
    "still|all|both|always|never|either"
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
    source="S3-38; design, section 8 (approved advice only); domain reference, sections 5 and 22",
    phrases=phrases(
        """
        ^ try *1 meditation|yoga|breathing|therapy|exercise|valerian|camomile
        a second opinion
        ^ go and see|get|talk
        youre|you_are *1 depressed|bipolar|psychotic|an_addict|an_alcoholic
        you should get help|out|some|away|a_lawyer|a_doctor|therapy|counselling
        you really|probably|definitely|maybe|honestly|just should|ought_to (not before <coming>)
        you need|have|must to? report|block|dump|avoid <them>
        have|did you thought|think of|about *3 therapy|counselling|rehab|divorce|leaving
        you_have|youve a *1 case
        you probably|clearly|surely have a|an *1 disorder|condition|illness|depression
        just walk|get|go out
        ^ eat something
        and|just get some rest|sleep
        it would|might be best|better|wise|good if_you|to_leave|to_go|for_you
        you should|ought_to (not before <coming>)
        you should see|find a|your|someone|somebody doctor|gp|therapist|psychiatrist|lawyer|
            solicitor|
            counsellor|professional|about|who
        you should never|always|not|also|still|just|really|maybe|perhaps|at_least
            go|take|call|ring|see|leave|talk|tell|trust|forgive|drink|eat|stop|let|give|sign|pay|
            try|rest
        you shouldnt|oughtnt_to|should_not
            take|go|drink|stay|see|talk|sign|pay|forgive|let|be_alone|tell|leave|listen
        you need|have|ve_got|must to? see|get|talk_to|speak_to|find a|some|your|someone|somebody
            doctor|gp|therapist|therapy|psychiatrist|psychologist|lawyer|solicitor|counsellor|
            counselling|professional|help
        you need professional|medical|psychiatric|psychological|legal help|advice
        you need|have|must to? leave|divorce|forgive|forget|confront|sue|move_out|get_out|
            go_to_the_doctor|go_to_hospital|see_a_doctor|rest|sleep|eat|exercise|diet
        if i were|was you
        in your place|shoes i
        my|our advice is|would|to
        i|we|id|wed|ill would|can|strongly|also? advise|recommend|suggest|urge
            you|that_you|seeing|taking|leaving|going|talking|trying|stopping|therapy|a_lawyer|
            a_doctor
        i|we|id|wed would? advise|urge|recommend against
        have|did you tried|considered|thought_about|thought_of|try|consider
            therapy|counselling|meditation|yoga|medication|leaving|divorce|exercise|seeing_a|
            talking_to_a|breathing|a_hot_bath|a_walk
        take|taking|try|double|halve|increase|reduce|skip|skipping|swallow
            a|an|your|some|two|the|another|more|extra|fewer|less *1 <medicine>
        stop|quit|keep|start|avoid|come taking|off|using your|the|those|any|all *1 <medicine>
        make yourself sick|vomit
        ^ drink|have|take a|some|plenty|lots|more *2 water|milk|coffee|tea|wine|alcohol|brandy|beer
        put|apply|keep|press pressure|ice|something_cold|a_bandage|a_tourniquet on|to
        ^ try|get|have to|some|a good? sleep|rest|fresh_air|hot_bath|nap
        try to think of|about something|happy|nice
        ^ go to|see|visit your|a|the doctor|gp|therapist|hospital|a_and_e|lawyer|solicitor|
            psychiatrist
        ^ leave|divorce|forgive|confront|dump|avoid|ignore|obey <them>
        just|simply|please|better|must|and leave|divorce|forgive|confront|dump|avoid|ignore|obey
            <them>
        break|split up with <them>|your
        give|giving <them> another|a|one_more chance
        stand up to him|her|them|your
        ^ go back to him|her|your_husband|your_wife|your_partner
        press|pressing|drop|dropping the? charges
        you can|could|should|must|may|have_grounds_to
            sue|take_them_to_court|take_him_to_court|claim_compensation
        take|taking him|her|them|it|this|us to court
        get|hire|find|see|call|talk_to|speak_to a good? lawyer|solicitor|attorney|barrister
        dont|do_not|never sign anything
        its|thats|this_is|that_is|what_he_did_is|what_they_did_is *1
            illegal|legal|against_the_law|unlawful
        you_have|youve grounds|a_case|a_claim|no_case to|for|against
        you_have|youve the|a|every right to sue|claim|compensation|refuse|damages
        legally|medically you|speaking|it|they|he
        sounds|looks like|as_if you_have|youve|youre|you_are
            depression|anxiety|ptsd|bipolar|depressed|psychosis|an_addiction
        you_have|youve|youre|you_are clinical|clinically depression|depressed
        you have depression|anxiety|ptsd|a_disorder|an_addiction|psychosis
        the best thing *3 do is|would
        what you *2 should|need_to|must|have_to do
        ^ why not try|see|take|leave|call_a
        you must forgive|leave|stop|stay|tell|go|fight|report
        ^ count to ten
        """,
        coming=_COMING,
        medicine=_MEDICINE,
        them=_THEM,
    ),
    excepted=phrases(
        """
        you should not? have
        you should|must|need|have not? to? do|answer|decide|say|tell *1 anything
        do|could|can|would|did|will|have you *2 take|taken|tell|told|told_anyone|move|leave|see|
            go|need|
            have|rest|sleep|eat|talk
        do|did|think|feel|believe you think|feel|believe *1 should
        what|where|how|when|whom|who you should
        if you *3 take|tell|want|go|see|leave|move|talk
        when|did|does|has|have|he|she|they *1 leave|left|tell|told|move|moved|hit
        """,
    ),
)
