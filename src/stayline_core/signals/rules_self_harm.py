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
        cues="@self do finish away",
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
        cues="kill killing unalive hang hanging shoot shooting drown drowning kms end",
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
        cues="@self",
        says=("(?:not|wont|dont) ~4 (?:<kill_ing> <self>|end <my_life>) ~3 (?:<later>)",),
        reason="The caller says that they will not do it now, which leaves another time open.",
    ),
    Rule(
        id="self_harm.words.hurt_self",
        form=Form.DIRECT,
        cues=(
            "hurt hurting harm harming harmed cut cutting burn burning starve starving "
            "injure injuring"
        ),
        says=(
            "(?:hurt|hurting|harm|harming|harmed|cutting|starving|injuring|burning) <self>",
            "self harm(?:ing|ed|s)?|(?:cut|burned|burnt) <self>",
            "(?:urge|need|want|wanting) to (?:cut|self harm)",
        ),
        unless=(
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
        cues="life existence",
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
        cues="end ending finish over",
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
        cues="die dying dead born exist existing dieing death",
        says=(
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
        cues="live living alive exist existing existence here life wake",
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
        cues="live living alive here wake be exist life",
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
        cues="suicidal sucidal suicical suisidal suicidle",
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
        cues="suicide sucide suiside suicid suicde sewer sewerslide",
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
        cues="suicide sucide suicidal",
        says=(
            (
                r"^\W*(?:yes |yeah |its |it is |about |just |well )?(?:<suicide>|<suicidal>)(?: "
                r"thoughts| hotline| helpline| line)?\W*$"
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
        cues=(
            "taken took swallowed overdosed overdose overdosing od pills tablets cut "
            "bleeding ledge edge bridge roof noose"
        ),
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
        cues="jump jumping",
        says=(
            (
                "<intend> ~2 (?:jump|jumping|throw <self>|throwing <self>) (?:off|in front of|"
                "from|out of|out the|under)"
            ),
        ),
        unless=(
            r"parachute|plane|bungee|skydiv\w+|pool|diving|trampoline|bed|topic|for joy|ship",
            "call|line|this call",
        ),
        denied=True,
        reason="The caller says that they mean to jump.",
    ),
    Rule(
        id="self_harm.act.past",
        form=Form.DIRECT,
        cues="attempted attempt attempts tried cutting cut",
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
        cues="brains wrists wrist throat head mouth veins",
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
        cues="pills tablets overdose overdosing od",
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
    Rule(
        id="self_harm.implied.no_point",
        form=Form.IMPLIED,
        cues="point reason living live going purpose worth",
        says=(
            (
                "(?:no|any|whats the|what is the|what|see the|see any|see no|dont see a|theres "
                r"no|isnt any) (?:point|reason|purpose|use|sense)(?: \w+){0,3} (?:living|live|"
                "to live|of life|in life|in living|going on|to go on|in going on|to carry on|"
                "carrying on|existing|being here|being alive|to be alive|staying alive|to be "
                "here|in carrying on|to keep going|keep going|of going on|of living|of being "
                "here|to wake up|waking up)"
            ),
            "nothing (?:left |else )?(?:to live|worth living|left to live) ?(?:for)?",
            "no reason (?:left )?to (?:live|be here|stay alive|keep living|go on)",
            "not worth living|dont deserve to (?:live|be alive|exist)",
            "whats the point any ?more",
        ),
        unless=(
            (
                r"^\W*(?:what is|whats) the (?:purpose|meaning|point) of life\W*$|meaning of "
                "life|purpose of life"
            ),
            "live (?:chat|agent|in|at|near|there)|going on (?:holiday|vacation|a trip|there)",
            "going to|calling",
        ),
        reason="The caller sees no point in living; that can be a way of speaking of suicide.",
    ),
    Rule(
        id="self_harm.implied.cannot_go_on",
        form=Form.IMPLIED,
        cues="done finished through safe life lifes go carry take cant cannot cope anymore more longer keep face continue",
        says=(
            (
                "i (?:just |really |honestly |simply )*(?:cant|cannot) (?:do|take) (?:this|it|"
                "any) (?:any ?more|no more|any longer|more of this life)"
            ),
            (
                "(?:done|finished|through) with (?:life|living|this life|this world)|cant keep "
                "(?:<self> safe|doing this)|(?:keep|keeping|promise) ~3 <self> (?:safe|alive)"
            ),
            (
                "(?:my life is|lifes|life is) (?:over|finished|ruined|meaningless|pointless|"
                "hopeless)$"
            ),
            (
                "(?:i|ill|and|just|really|we) (?:just |really |honestly |simply |literally "
                ")?(?:cant|cannot|can not|couldnt|can no longer|wont|am not able to|cant even) "
                "(?:go on|carry on|keep going|keep (?:on )?living|live) ?(?:like this|any "
                "?more|any longer|with this|this way|much longer)?"
            ),
            (
                "i (?:cant|cannot) (?:take|do|bear|stand|handle|cope with|face) (?:it|this|"
                "life|another day|the pain|my life|living)(?: like this)? (?:any ?more|any "
                "longer)"
            ),
            "(?:cant|cannot) (?:face|take|bear) (?:another day|tomorrow|life|living)",
            "ready to give up on (?:life|everything)",
            "(?:giving|given|give) up on (?:life|living|everything)",
            "had enough of (?:life|living|everything|this life)",
            "(?:done|finished) with (?:life|living|this life|everything)",
        ),
        unless=(
            (
                r"web ?site|web ?page|online|app|page|screen|cancel\w*|refund|log ?in|from "
                "(?:here|this)|over the phone|by <self>"
            ),
            "go on (?:my|the|a|to|with the|vacation|holiday|line|hold|web|web ?site|app|trip)",
            "live (?:without|in|at|there|here|with)",
            (
                "(?:take|do|stand|handle) (?:this|it) (?:class|course|flight|music|weather|"
                "heat|price|noise|app|service)"
            ),
            "carry on (?:bag|luggage|baggage|item)|cant live without",
        ),
        reason="The caller says that they cannot go on.",
    ),
    Rule(
        id="self_harm.implied.better_without_me",
        form=Form.IMPLIED,
        cues="without gone better wouldnt miss notice burden dead",
        says=(
            (
                "(?:we|you|they|everyone|everybody|the kids|my family|people)(?:d| would|ll| "
                "will) be (?:so much |much )?(?:better off|happier|fine) without (?:me|her|him|"
                "us|them)"
            ),
            (
                r"(?:better|happier|easier|best)(?: off| place)?(?: \w+){0,4} (?:without me|if "
                "i (?:wasnt|werent|was not|were not|was never|had never|died|was dead|were "
                "dead|was gone|were gone|disappeared|didnt exist)|once im gone|when im gone|"
                "with me gone|with me dead)"
            ),
            (
                "(?:no ?one|nobody|no body|they|people|who|anyone) (?:would|will|wouldnt|wont|"
                r"d|even|really|ever) ~3 (?:miss me|notice|care|cry)(?: \w+)? (?:if i|when i|"
                r"once i|if im|when im) (?:\w+ )?(?:died|die|dead|gone|was gone|was dead|were "
                "gone|disappeared|disappear|wasnt here|werent here|killed)"
            ),
            (
                "(?:just |only |such )?a (?:huge |terrible )?burden (?:to|on) (?:everyone|"
                r"everybody|my family|my kids|my (?:\w+ )?<person>|people|them|others|all)"
            ),
            (
                "(?:family|kids|children|wife|husband|everyone|everybody|world|people|they)(?: "
                r"\w+){0,2} (?:be|is|are) better off(?: dead| if)?"
            ),
        ),
        unless=(
            "(?:without|easier without) (?:the|this|it)",
            "than",
            "better off (?:with|going|using|buying|getting|switching|taking|paying|calling)",
        ),
        reason="The caller says that others would be better off without them.",
    ),
    Rule(
        id="self_harm.implied.goodbye",
        form=Form.IMPLIED,
        cues="news paper texted goodbye goodbyes bye hear forever see last gone miss sorry tell sleep farewell",
        says=(
            (
                r"(?:i|ill) (?:\w+ )?(?:wont|will not|not) be here (?:any ?more|much longer|"
                "tomorrow|next (?:week|month|year)|soon|for long)|(?:you(?:ll|re going to)?|"
                "youll all|theyll) (?:read|hear|see) about (?:me|it|this) (?:in|on) the "
                "(?:paper|papers|news)|(?:texted|sent|messaged|called|told|said) (?:me |us |"
                r"everyone )?(?:\w+ )?(?:goodbye|good bye) (?:and|forever|for good)|(?:nobody|"
                "no one|nothing) (?:left )?to (?:stay alive|live) for"
            ),
            (
                "(?:wont|will not|never|not) (?:be )?(?:hear(?:ing)?|see(?:ing)?) (?:from )?me "
                "(?:again|any ?more|ever again|after|alive)"
            ),
            (
                "(?:you|he|she|they) (?:wont|will never|will not) (?:ever )?(?:hear from|see) "
                "me (?:again|ever|any ?more)"
            ),
            (
                "(?:say|saying|said|wanted to say|want to say) (?:my )?(?:final |last "
                ")?(?:goodbyes?|farewell)(?: (?:to (?:everyone|everybody|my (?:family|kids|"
                r"children|\w+)|all|you all|the world|them)|forever|for good|before))?"
            ),
            "goodbye (?:forever|world|everyone|everybody|cruel world|to everyone)",
            (
                "this is (?:my )?(?:goodbye|the last (?:time|call|message|thing))(?: (?:you|"
                r"ill|i will|ill ever|youll)(?: \w+){0,4})?"
            ),
            (
                "tell (?:my |them )?(?:family|wife|husband|kids|children|mum|mom|mother|dad|"
                "son|daughter|everyone|them|him|her) (?:that )?(?:i love|i loved|im sorry|i am "
                "sorry|i said goodbye|goodbye)"
            ),
            "(?:by the time|when) you (?:read|get|hear) this ~3 (?:gone|dead|late|over)",
            "(?:go to|fall a?|to) sleep (?:and|to) (?:never|not) wake(?: up)?",
            (
                "(?:wont|will not|not going to|not gonna|might not) be (?:here|around|alive) "
                "(?:any ?more|much longer|tomorrow|next week|for long|by then|after (?:tonight|"
                "today|this))"
            ),
        ),
        unless=(
            (
                "(?:how|way) (?:do|to|would|can|does|you|they|i) ~3 say|in (?:french|spanish|"
                r"german|italian|hawaii\w*|japan\w*|france|spain|chinese|english|another "
                "language)|(?:text|message|send|email|sms) (?:a |an |my |the )?|high prices|"
                "goodbye to (?:the |all |those |your |my )?(?:high|old|fees|bills|stress|"
                "queues)|good ?bye now|bye for now|say goodbye now|saying goodbye now"
            ),
            (
                "(?:last time (?:i|im|ill|i will|you|youll|you will) (?:ever )?(?:use|shop|buy|"
                "call|calling|order|fly|flying|stay|bank|do business|book|deal|ask|charge|"
                "contact|will (?:use|call|shop))|product|brand|store|company)"
            ),
            "cancel|subscription|at work|out of (?:town|office)|on holiday|on vacation",
            "to pick|to sign for|to receive|delivery|appointment|business",
        ),
        reason="The caller speaks as if saying goodbye for good.",
    ),
    Rule(
        id="self_harm.implied.way_out",
        form=Form.IMPLIED,
        cues=(
            "way out stupid silly disappear vanish gone thoughts dark something peace pain "
            "drastic permanent meet"
        ),
        says=(
            (
                "(?:dont|do not|cant|cannot|cant even) (?:see|find) (?:a|any|another|no) "
                "(?:other )?way out|(?:no|there is no|theres no) way out(?: of this)?$|"
                r"(?:written|wrote|writing|left|leaving) (?:a|my|the|some) (?:\w+ )?(?:notes?|"
                r"letters?) (?:for|to) (?:my|everyone|the) (?:\w+)"
            ),
            (
                "(?:only|no other|easiest|easy|best|one) (?:way|ways) (?:out|for it to stop|to "
                "(?:stop|end) (?:it|the pain|this|all this))(?: is (?:death|to die))?"
            ),
            (
                "(?:going to|gonna|might|ill|about to|afraid ill|scared ill|will|may) (?:do|"
                "end up doing) (?:something|anything) (?:stupid|silly|drastic|terrible|i cant "
                "take back|bad to <self>|to <self>)"
            ),
            (
                "(?:want|wish|wanna) (?:to |i could )?(?:just )?(?:disappear|vanish)(?: "
                "forever| for good| completely)"
            ),
            "dark thoughts",
            (
                "(?:ill|i will|i) (?:soon |finally )?be (?:gone|dead|in a better place) "
                "(?:soon|by|tomorrow|before|tonight|anyway)"
            ),
            "(?:a )?permanent (?:solution|way out)",
            "make (?:it|the pain|everything) (?:all )?stop for ?(?:ever|good)",
            "i (?:can|will|shall|want to|wanna) (?:finally )?(?:be at|rest in|find) peace",
            "my time (?:is up|has come|to go)",
            (
                "i (?:dont|wont) (?:plan|intend|expect) (?:on being|to be|on) (?:here|around|"
                "alive|seeing)"
            ),
            "nothing (?:left )?to lose",
            "(?:check|checking|checked) out (?:early|of life|for good)",
        ),
        unless=(
            "no easy way|if i was going to|a permanent solution to what",
            (
                "way out of (?:the|this|my) (?:contract|lease|agreement|deal|plan|airport|city|"
                "building|parking)"
            ),
            "ticket|hotel|room|flight|library|cart|item|terminal|exit",
        ),
        reason="The caller speaks of a way out; that can mean suicide.",
    ),
    Rule(
        id="self_harm.report.intent",
        form=Form.DIRECT,
        cues="himself herself themselves themself hisself theirself theirselves self",
        says=(
            (
                "(?:kill|killing|hurt|hurting|harm|harming|hang|hanging|shoot|shooting|drown|"
                "drowning|stab|stabbing|cut|cutting|cuts|hurts|harms|unalive|end|ending|top|"
                "topping|off|starve|starving|burn|burning|injure|jump) <selves>"
            ),
        ),
        unless=("(?:movie|film|novel|book|song|show|episode|character|story|<accident>)",),
        denied=True,
        third_party=True,
        reason="The caller reports that somebody else may harm or kill themselves.",
    ),
    Rule(
        id="self_harm.report.end_life",
        form=Form.DIRECT,
        cues="life suicide suicidal die sucide overdose overdosed pills live alive dead",
        says=(
            (
                r"<they>(?: \w+){0,6} (?:(?:end|ending|take|taking) (?:his|her|their)(?: own)? "
                "(?:life|lives)|(?:commit|committing|attempt|attempted|attempting|threatening|"
                "threatened|threatens|contemplating|considering|about|of|mentioned|mentioning) "
                "<suicide>|<suicidal>|(?:wants|wanted|want|wishes|wished|going|ready) (?:to "
                ")?(?:die|be dead|(?:he|she|they) (?:was|were) dead)|(?:doesnt|does not|didnt|"
                "dont|no longer) (?:want|wants|wanna) (?:to )?(?:live|be alive|be here any "
                "?more)|(?:taken|took|swallowed) (?:all|too many|an overdose|a lot of|a bunch "
                r"of|a load of) ?(?:\w+ ){0,3}(?:pills|tablets|meds|medication)?|overdosed)"
            ),
        ),
        unless=(
            (
                "(?:movie|film|novel|book|song|show|episode|character|story|squad|years ago|"
                "died by|committed|is not|isnt|not|doesnt) ~3 (?:suicide|suicidal)"
            ),
            "movie|film|character|dying to",
        ),
        third_party=True,
        reason="The caller reports that somebody else may end their life.",
    ),
)
"""Rules for self-harm, plainest first."""
