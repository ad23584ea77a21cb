"""Words of suicide and self-harm: the caller's own, and reports of somebody else's.

A denial with nothing beside it raises nothing ("I am not going to hurt myself"), for
it states no threat. A denial beside a wish to die is heard by the rule for the wish. A
denial with a date to it ("not today") is heard, for it says that there is another day.
"""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form, When
from stayline_core.signals.rules import Rule

SELF_HARM_RULES: Final = (
    Rule(
        id="self_harm.intent.first_person",
        form=Form.DIRECT,
        says=(
            (
                "<intend> ~3 (?:<kill_ing> <self>|do <self> in|do away with <self>|finish "
                "<self>(?: off)?|put <self> out of|(?:end|take|finish|ending|taking) <my_life>)"
            ),
        ),
        denied=True,
        reason="The caller says that they mean to harm or kill themselves.",
    ),
    Rule(
        id="self_harm.words.kill_self",
        form=Form.DIRECT,
        says=(
            (
                "(?:kill|killing|unalive|unaliving|hang|hanging|shoot|shooting|drown|drowning|"
                "end|ending) <self>"
            ),
            "kms|kill my self",
        ),
        denied=True,
        reason="The caller speaks of killing themselves.",
    ),
    Rule(
        id="self_harm.denial.for_now",
        form=Form.DIRECT,
        says=("(?:not|wont|dont) ~4 (?:<kill_ing> <self>|end <my_life>) ~3 (?:<later>)",),
        reason="The caller says that they will not do it now, which leaves another time open.",
    ),
    Rule(
        id="self_harm.words.hurt_self",
        form=Form.DIRECT,
        says=(
            "(?:hurt|hurting|harm|harming|harmed|cutting|starving|injuring|burning) <self>",
            "self harm(?:ing|ed|s)?|(?:cut|burned|burnt) <self>",
            "(?:urge|need|want|wanting) to (?:cut|self harm)",
        ),
        unless=(
            (
                "<self> a (?:copy|coffee|slice|piece)|<self> (?:cooking|on the (?:oven|stove|"
                "kettle|iron|cooker|packaging|lid))"
            ),
            "<accident>",
            (
                "cut (?:my|the|back|down|off|out|it) ~2 (?:bill|costs?|spending|hair|lawn|"
                "grass|service|plan)|need to cut$|to cut (?:my|our|the|down|back|costs|off|out|"
                "it|a|some|corners|into)"
            ),
        ),
        denied=True,
        reason="The caller speaks of hurting themselves.",
    ),
    Rule(
        id="self_harm.words.end_life",
        form=Form.DIRECT,
        says=("(?:end|ending|ended|take|taking|took|finish|finishing) <my_life>",),
        unless=(
            "(?:change|turn|insurance|took over|taking over) ~4 life|my life back|the best",
            "sentence|save|saved|by storm|by surprise|took my life in|seriously|for granted",
            "in a (?:new|different)|in my own hands",
        ),
        denied=True,
        reason="The caller speaks of ending their life.",
    ),
    Rule(
        id="self_harm.words.end_it",
        form=Form.DIRECT,
        says=(
            (
                "(?:thinking|think|thought|thoughts|talk|talking|feel|felt|dream|dreaming|"
                "considering|consider|want|ready|planning|tempted|hes going|shes going|is "
                r"going|going) (?:\w+ )?(?:about|of|like|to) (?:just )?(?:ending|end) (?:it|"
                "things|everything)(?! all| with| on| at| in)"
            ),
            (
                "(?:end|ending) (?:it all|everything|all of it|it for good|it once and for all|"
                "all this(?: pain)?|my (?:pain|suffering|misery)|the (?:pain|suffering)|this "
                "(?:pain|misery|suffering|hell))"
            ),
            "<intend> ~1 end it(?: now| tonight| today)?|want it (?:all )?to (?:end|be over)",
            "(?:just |all )?want(?:ed)? it to be over",
        ),
        unless=(
            "contract|subscription|plan|call|policy|membership|lease|service|relationship",
            "marriage|trial|account|war|session|meeting|conversation|chat|package|agreement",
        ),
        denied=True,
        reason="The caller speaks of ending it all.",
    ),
    Rule(
        id="self_harm.wish.to_die",
        form=Form.DIRECT,
        says=(
            (
                r"(?:i|just|really|do|always)(?: \w+){0,2} feel (?:\w+ )?like (?:\w+ )?(?:dying|"
                "being dead|not existing)|(?:decided|going|want|ready|planning|need|time|"
                "about) to (?:just )?end (?:things|it all|my suffering)(?! (?:with|on|at))"
            ),
            (
                "(?:sooner|rather|better|prefer to) be dead|let me (?:just )?die|want (?:my "
                "life|this life|it all|everything) to (?:end|be over|stop)|(?:<i>|be|better "
                r"off)(?: \w+){0,4} six feet under|(?:i|ill|im) ~3 (?:finish|finishing|end) it "
                "(?:tonight|today|now|all|once and for all|for good)"
            ),
            (
                "(?:might|may) as well be dead|(?:id|i would|i) (?:much |honestly )?rather "
                r"(?:die|be dead)|(?:wish|wishing) (?:i|that i) (?:\w+ )?(?:dead|gone|died)|"
                "better off dead|want ?(?:to)? die"
            ),
            (
                r"(?:i|we|im|ive|id|and|just|really|only|honestly|to)(?: \w+){0,2} (?:want|"
                "wanna|wana|wanted|wants|wish|wishing|wished|hope|hoping|hoped|ready|long|"
                "longing|deserve|pray|praying|prayed|prefer|rather|waiting|wait|going|gonna|"
                r"plan|planning|decided)(?: \w+){0,3} (?:die|dying|be dead|was dead|were dead|"
                "am dead|never (?:been )?born|wasnt born|never existed|didnt exist|not exist|"
                "dieing)"
            ),
            "(?:better off|id be better) dead|(?:wish|if only) ~2 (?:was|were|had been) dead",
            "(?:think|thinking|thought|thoughts) (?:about|of) (?:my (?:own )?death|dying|death)",
            "ready to die|time (?:for me )?to die|i should (?:just )?(?:die|be dead)",
            "i (?:have|need|deserve) to die",
        ),
        unless=(
            r"die than (?:go|use|shop|eat|watch|call|pay)|laugh\w*",
            (
                "(?:dont|do not|didnt|not) ~1 (?:want|wanna|ready|going)(?: to)? ~1 (?:die|be "
                "dead|dying)"
            ),
            "to die for|battery|phone|car|plant|plants|engine|old age",
            "wants? (?:him|her|you|them) (?:to die|dead)|you to die|you die",
            "you (?:were|was) dead|you would die",
            "(?:him|her|them|they|he|she) (?:to die|dead|die|dies)|people die",
        ),
        reason="The caller says that they wish to die.",
    ),
    Rule(
        id="self_harm.wish.not_to_live",
        form=Form.DIRECT,
        says=(
            (
                "(?:dont|do not|didnt|cant|cannot|not|no longer|never|tired of|sick of|done|"
                r"done with|hate|fed up with|fed up of|rather not|weary of)(?: \w+){0,2} "
                "(?:(?:want|wanna|wana|wanting|wish|care)(?: to)?(?: be| keep| go on| keep "
                "on)? ?)?(?:live|living|alive|to live|to be alive|exist|existing|being alive|"
                "be here any ?more|be here no more|be here any longer|to be here any ?more|go "
                "on living|carry on living|on this (?:earth|planet)|in this (?:world|life) any "
                "?more|wake up(?: any ?more| again| tomorrow)|see (?:another day|tomorrow))"
            ),
        ),
        unless=(
            (
                "(?:no longer|not|didnt|did not|never) exist|decent living|know live|a living|"
                "living in|make a living|living (?:with|alone)|where you live|know where|"
                "living (?:there|here)"
            ),
            (
                "live (?:chat|agent|person|support|tv|in|at|there|with|near|here|on|far|stream|"
                "nation|music|show|concert)"
            ),
            "living (?:room|in|at|with|there|here|off|paycheck|costs?|near|out|situation|like)",
            "cost of living|without|not live|the address|my account|no longer live",
            "live (?:up|down)|long enough|alive and",
        ),
        reason="The caller says that they do not want to live.",
    ),
    Rule(
        id="self_harm.wish.unwanted_life",
        form=Form.DIRECT,
        says=(
            (
                "(?:dont|do not|didnt|no longer) (?:really |even )?(?:want to|wanna|wana|wish "
                "to|care to|feel like) (?:live|living|be alive|exist|wake up|be here|be around|"
                "be in this world|be on this earth|be part of this world|continue living|keep "
                "living|go on)(?: any ?more| no more| any longer| like this| again)?"
            ),
            (
                "(?:no|without a|lost (?:the|my|all)) (?:will|desire|reason|wish) to (?:live|"
                "be alive|carry on|go on|keep going|stay alive|wake up|be here|continue)"
            ),
            "tired of (?:living|being alive|life|existing|this life|my life)",
            (
                r"(?:hope|hoping|wish|pray|praying) (?:i|to|that i)(?: \w+)? (?:dont|never|not|"
                "didnt|wouldnt|wont) (?:ever )?wake up"
            ),
            "(?:end|escape|leave|depart|quit) (?:this|the) (?:world|earth|life)(?: behind)?",
            "(?:life|living) (?:isnt|is not|aint|not|no longer) worth(?: living| it)?",
        ),
        unless=(
            "live (?:in|at|there|near|with|chat|here)",
            (
                "(?:be|wake up) (?:late|early|at|in the|on hold|here all|here for|on the "
                "(?:phone|line))"
            ),
            r"charged|billed|on hold|subscri\w+|listed",
            "on the (?:list|account|plan|lease|policy|call)|without paying",
        ),
        reason="The caller says that they do not want to live.",
    ),
    Rule(
        id="self_harm.suicidal.first_person",
        form=Form.DIRECT,
        says=("<suicidal>",),
        unless=(
            (
                r"what is <suicidal>|(?:your|those|youre|you|he|his|her|their|a|them) (?:\w+ "
                r"){0,4}<suicidal>|(?:been|be|was) (?:\w+ ){0,2}or <suicidal>"
            ),
            (
                r"(?:he|she|they|hes|shes|theyre|my (?:\w+ )?<person>s?|who|someone|somebody|"
                "anyone|people|patients|teens|youth|customers|callers|kids|students|kamikaze) "
                "~3 <suicidal>"
            ),
            "(?:not|isnt|arent|never|dont feel|wasnt|no longer) ~1 <suicidal>",
            "(?:movie|film|novel|book|song|lyrics|character|are you) ~4 <suicidal>",
        ),
        reason="The caller uses the word suicidal.",
    ),
    Rule(
        id="self_harm.suicide.first_person",
        form=Form.DIRECT,
        says=(
            (
                "<i> ~8 (?:commit|committing|committed|attempt|attempted|attempting|"
                "contemplate|contemplating|contemplated|consider|considering|considered|plan|"
                "planning|planned|think|thinking|thought|thoughts|thinkin|threaten|threatening|"
                "urge|urges|tried|trying|want|option|about|of|by|my) ~4 <suicide>"
            ),
            "my (?:own )?<suicide>|<suicide> (?:note|plan|attempt|letter)",
            "(?:commit|committing|contemplating|considering) <suicide>",
        ),
        unless=(
            (
                r"(?:he|she|they|hes|shes|who|you|people|someone|anyone) (?:\w+ ){0,3}(?:commit|"
                "committed|commits|attempted|died by|died of) <suicide>"
            ),
            "suicide (?:squad|doors?|rates?|prevention|awareness|girls|boys|statistics)",
            (
                "(?:movie|film|novel|book|song|essay|paper|article|lyrics|character|show|"
                "episode|documentary)"
            ),
            "dont (?:please )?(?:do|commit) <suicide>",
            (
                "(?:friend|brother|sister|son|daughter|mother|father|dad|mum|mom|uncle|aunt|"
                r"cousin)s? (?:\w+ ){0,2}(?:committed|died|attempted|attempts|commit|is|was|"
                "wants)"
            ),
            "lost ~4 <suicide>",
        ),
        reason="The caller speaks of suicide about themselves.",
    ),
    Rule(
        id="self_harm.suicide.bare",
        form=Form.IMPLIED,
        says=(
            (
                r"^(?:yes |yeah |its |it is |about |just |well )?(?:<suicide>|<suicidal>)(?: "
                r"thoughts| hotline| helpline| line)?$"
            ),
            (
                "(?:need|want|give me|get me|whats|what is|have|know|call) ~4 <suicide> "
                "(?:hotline|helpline|line|prevention line|lifeline|crisis line|prevention)"
            ),
        ),
        reason="The caller names suicide, or asks for a suicide helpline.",
    ),
    Rule(
        id="self_harm.act.now",
        form=Form.DIRECT,
        says=(
            (
                r"<i> (?:\w+ ){0,2}(?:taken|took|swallowed|swallowing|taking) (?:all|too many|a "
                "(?:lot|load|bunch|whole)|every|handfuls?|the whole|so many|loads) ~4 (?:pills|"
                "tablets|meds|medication|medicine|bottle|pack|packet|box)"
            ),
            r"<i> (?:\w+ ){0,3}(?:overdosed|overdosing|overdose|oding)",
            r"(?:taken|took) an overdose|<i> (?:\w+ ){0,2}cut my (?:wrists?|arms?|throat)",
            (
                "(?:im|i am|standing|sitting) ~3 (?:on|at) (?:the|a) (?:ledge|edge|bridge|roof|"
                "rooftop|tracks) ~6 (?:jump|over|end|done|goodbye)"
            ),
        ),
        unless=(
            "should i|how many|can i|last (?:year|month|week)|years ago|when i was|used to",
            "in the past|by mistake|movie|story",
        ),
        when=When.NOW,
        reason="The caller says that they have already done something to harm themselves.",
    ),
    Rule(
        id="self_harm.act.jump",
        form=Form.DIRECT,
        says=(
            (
                "or (?:i|ill|im going to|im gonna|i will) jump|(?:driving|drive|crash|crashing|"
                "steer|steering|swerve|walk|walking|step|stepping|run|running) (?:my car |the "
                "car |<self> )?(?:into|in front of|off) (?:a|the|oncoming|an) (?:wall|tree|"
                "bridge|traffic|train|bus|truck|lorry|car|road|cliff|river|sea|edge|pole)"
            ),
            (
                "<intend> ~2 (?:jump|jumping|throw <self>|throwing <self>) (?:off|in front of|"
                "from|out of|out the|under)"
            ),
        ),
        unless=(
            (
                "accident|insurance|claim|garage|ski|by mistake|someone|he|she|they|walked "
                "into|lost control|other driver"
            ),
            r"parachute|plane|bungee|skydiv\w+|pool|diving|trampoline|bed|topic|for joy|ship",
            "call|line|this call",
        ),
        denied=True,
        reason="The caller says that they mean to jump.",
    ),
    Rule(
        id="self_harm.act.past",
        form=Form.DIRECT,
        says=(
            (
                "<i> ~3 (?:attempted|tried|tries|trying) ~2 (?:<kill_ing> <self>|<suicide>|end "
                "<my_life>|take <my_life>)"
            ),
            "my (?:last |first |second |previous )?(?:suicide )?attempts? (?:at|on) my life",
            (
                "i (?:used to|started|keep|kept|have been|ive been) (?:cut|cutting|self "
                r"harm\w*)(?: <self>)?"
            ),
        ),
        unless=(
            "cutting (?:down|back|out|it|the|corners|costs|carbs)",
            "cut (?:down|back|off|out|my hair|the|it|corners)|<accident>",
        ),
        when=When.PAST,
        reason="The caller says that they have tried to harm themselves before.",
    ),
    Rule(
        id="self_harm.method.first_person",
        form=Form.DIRECT,
        says=(
            "(?:blow|blowing|blew) my (?:own )?(?:brains?|head|fucking brains)(?: out| off)?",
            "(?:slit|cut|slitting|slash|slashing|cutting) my (?:own )?(?:wrists?|throat|veins)",
            (
                "(?:bullet|gun|barrel) ~2 (?:in|to|into|through|against) my (?:own )?(?:head|"
                "mouth|brain|skull|temple)"
            ),
        ),
        unless=(r"laugh\w*|mind",),
        reason="The caller speaks of killing themselves.",
    ),
    Rule(
        id="self_harm.pills.plan",
        form=Form.IMPLIED,
        says=(
            (
                "<intend> ~3 (?:take|swallow|taking|swallowing) (?:all|every|a (?:bunch|whole|"
                "load|lot)|too many|the whole|enough) ~4 (?:pills|tablets|meds|medication|"
                "bottle)"
            ),
            "(?:swallow|take|swallowing|taking) (?:the|all my|all the|all these) pills",
            "(?:want|going|gonna|thinking|think|plan) ~3 (?:overdose|overdosing|od)",
        ),
        unless=(r"how often|doctor said|prescri\w+|overdose of|with food",),
        reason="The caller speaks of taking too much of something.",
    ),
)
"""Rules for self-harm said outright by the caller, plainest first."""
