"""Words of violence and bombs: threats by the caller, and reports of somebody else's."""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form, When
from stayline_core.signals.rules import Rule

VIOLENCE_RULES: Final = (
    Rule(
        id="violence.intent.kill",
        form=Form.DIRECT,
        cues="@kill",
        says=(
            (
                r"<intend>(?: \w+){0,2} (?:<kill>|killing|murdering|shooting|stabbing|"
                r"strangling)(?: \w+)? <victim>"
            ),
        ),
        unless=(
            (
                r"(?:kill|murder) (?:this|that|these|those|the) (?:\w+ )?(?:burger|pizza|"
                "sandwich|presentation|interview|exam|test|workout|dance|song|speech|meal|"
                "steak|cake|beer|project|subscription|order)"
            ),
            "(?:shoot|shooting) (?:you|him|her|them|u|ya) (?:a|an|over|off|the|some|my) ",
            (
                r"kill (?:that|this|it|those|these) (?:\w+ )?(?:process|app|service|task|job|"
                "switch|engine|time|deal|bug|bugs|session|account|noise|alarm|light|lights|"
                "program|subscription|spider|weed|weeds|ants|mice|rats|germs|mold)"
            ),
            "<play>",
        ),
        denied=True,
        reason="The caller says that they mean to kill somebody.",
    ),
    Rule(
        id="violence.intent.hurt",
        form=Form.DIRECT,
        cues="@hurt",
        says=(
            (
                "(?:<going>|ill|i will|i want to|i wanna|imma|ima|we will|i swear ill|id like "
                r"to|i could)(?: \w+){0,2} (?:<hurt>|hit)(?: the (?:hell|shit|crap|life|fuck) "
                "out of)? (?:the (?:next|first|fucking|damn|stupid)|whoever|any|every|each|one "
                r"of|whatever|which ?ever)(?: \w+)? (?:\w+)|(?:run|running|mow|mowing) (?:you|u|"
                r"him|her|them|people|someone|somebody|everyone|your \w+) (?:over|down)"
            ),
            (
                "(?:<going>|ill|i will|i want to|i wanna|imma|ima|id like to|i need to|we will|"
                r"i swear ill|i might|id love to|i would love to|i could)(?: \w+){0,2} "
                "(?:<hurt>|hurting|beating|attacking|punching)(?: up)? <victim>"
            ),
        ),
        unless=(
            (
                "(?:ill|will) end up hurting|(?:hit|beat) (?:the )?(?:next|first) (?:level|"
                "button|store|one|exit|goal|target|bus)"
            ),
            (
                "(?:beat|punch|hit|cut|run|kick|knock|slap|burn) (?:you|that|this|them|it) "
                "(?:to|in the|up with|a|an|off|down on|there|by|price|offer|deal|quote)"
            ),
            (
                r"(?:beat|cut|run|kick|burn|attack|smash|skin) (?:that|this|these|those) (?:\w+ "
                ")?(?:price|offer|time|deal|quote|record|problem|issue|level|game|habit|list|"
                "score|cd|cds|dvd|calories|fat|check|report|by)"
            ),
            "feelings|credit|wallet|business|reputation|sales|<play>",
        ),
        denied=True,
        reason="The caller says that they mean to hurt somebody.",
    ),
    Rule(
        id="violence.intent.family",
        form=Form.DIRECT,
        cues="@kill @hurt",
        says=(
            (
                r"(?:i|ill|im|we) ~4 (?:<kill>|<hurt>|killing|hurting) (?:my|our) (?:\w+ "
                ")?(?:<people>|<person>)"
            ),
        ),
        unless=(
            "(?:dont|not|never|didnt|wouldnt) ~4 (?:<kill>|<hurt>)|feelings|<play>",
            (
                "couldnt (?:hurt|harm)|(?:hurt|harm) my (?:family|kids|friends) (?:financially|"
                "budget)|will (?:this|it) hurt"
            ),
        ),
        reason="The caller says that they will harm their own family or people close to them.",
    ),
    Rule(
        id="violence.intent.come",
        form=Form.DIRECT,
        cues="come coming bring bringing find hunt gun knife weapon bat rifle shotgun machete",
        says=(
            (
                "(?:i|ill|im|we|well|were|imma) ~3 (?:come|coming|be|show|showing|go|going|"
                "bring|bringing|get|getting|grab|load|loading|back|walk|walking) ~6 (?:gun|"
                "guns|knife|rifle|shotgun|machete|bat|weapon|ak|ar15|pistol)"
            ),
            (
                r"(?:ill|i will|im going to|im gonna|imma|we will|im) (?:\w+ )?(?:hunt|track) "
                "(?:you|him|her|them|every one of you|all of you)(?: all)? down"
            ),
            (
                "(?:come|coming) (?:after|for) (?:you|u|him|her|them|your family|all of you|"
                "everyone)"
            ),
            (
                "(?:come|coming|drive|driving) (?:down |over |up )?(?:there|to (?:your|the|"
                r"that) (?:\w+ )?<place>) and (?:<kill>|<hurt>|burn|blow|make|drag|show you|"
                "teach|kick|beat|fuck|deal)"
            ),
        ),
        unless=(
            "bat mitzvah|glue gun|nail gun|heat gun|staple gun|shop for|buy|baseball|permit",
            "license|<play>",
        ),
        denied=True,
        reason="The caller says that they will come for somebody, or bring a weapon.",
    ),
    Rule(
        id="violence.intent.body",
        form=Form.DIRECT,
        cues=(
            "head neck face legs throat brains bullet ass teeth skull bones arms back eyes "
            "ground grave hospital heart guts fist knees jaw"
        ),
        says=(
            (
                "(?:break|breaking|snap|wring|crush|rip|slit|cut|bash|smash|cave|kick|beat|"
                "blow|punch|knock|put|tear|chop|split|gouge|shove|twist|stomp|slice|"
                r"pound)(?:ing)?(?: \w+){0,4} (?:your|ur|his|her|their|yo|your fucking|the|that|"
                r"every)(?: \w+){0,2} (?:head|heads|neck|necks|face|faces|legs?|throats?|"
                "brains?|ass|asses|teeth|skulls?|bones?|arms?|eyes?|heart|guts|knees?|knee "
                "caps|jaw|fingers)(?: in| off| open| out)?"
            ),
            (
                "(?:put|have|get) a bullet (?:in|through|into) (?:you|your|his|her|their|him|"
                "them|someone)"
            ),
            (
                "(?:put|send) (?:you|him|her|them|someone|somebody) ~1 (?:in|into|to) (?:the |"
                "a |an early |your |his |her )?(?:ground|grave|hospital|coffin|morgue|body bag|"
                "box)"
            ),
            (
                r"(?:beat|kick|knock|stomp|choke)(?: the)?(?: \w+)? (?:shit|crap|hell|life|fuck|"
                "living daylights) out of (?:you|him|her|them|u|someone|somebody|the|that|this|"
                "my|your)"
            ),
            (
                r"(?:beat|kick|whoop|whip|fuck|mess|rough) (?:you|u|him|her|them|that \w+) "
                "(?:up|bad|to death)"
            ),
            (
                "(?:beat|stab|shoot|choke|strangle|burn|kick) (?:you|u|him|her|them|somebody|"
                "someone) to death"
            ),
        ),
        unless=("(?:break|tear) (?:my|the) heart|over your head|back to|<play>",),
        denied=True,
        reason="The caller speaks of injuring somebody.",
    ),
    Rule(
        id="violence.intent.place",
        form=Form.DIRECT,
        cues="burn burning shoot shooting torch fire arson",
        says=(
            (
                "(?:burn|burning|torch|torching|set fire to|set) (?:down )?(?:your|the|this|"
                r"that|his|her|their|my|our) (?:\w+ )?(?:<place>|apartment|property|car|"
                "shop)(?: down| to the ground| on fire| alight)?"
            ),
            "(?:shoot|shooting|shot) up (?:the|this|your|that|my|a|our|every|this whole)",
            r"(?:shoot|shooting) (?:the|this|your|that|my) (?:\w+ )?(?:<place>) up",
            (
                "burn (?:it|you|u|everything|this|the whole thing|them) (?:all )?(?:down|alive|"
                "to the ground)"
            ),
        ),
        unless=("(?:calories|cd|dvd|disc|gas|oil|fuel|video|photo|photos|scene)|<play>",),
        denied=True,
        reason="The caller speaks of setting a place on fire or shooting in it.",
    ),
    Rule(
        id="violence.wish.deserve",
        form=Form.DIRECT,
        cues=(
            "die killed dead shot hanged hung executed murdered exterminated eradicated "
            "eliminated gassed burned suffer slaughtered beaten deported wiped burnt "
            "drowned stabbed beheaded"
        ),
        says=(
            (
                "(?:hope|wish|pray|hoping) (?:your|his|her|their|you and your|that your|the) "
                r"(?:\w+ ){0,3}(?:die|dies|burn|burns|rot|rots|crash|crashes|gets? (?:killed|"
                r"shot))|(?:next|every|any|whichever|whatever|first) (?:\w+ ){1,8}(?:gets|get|"
                "will get|is getting|gonna get|going to get|will be|is gonna be) (?:shot|hurt|"
                "stabbed|killed|beaten|a bullet|his head|their head|her head|it in the)|"
                r"(?:women|men|gays|jews|blacks|muslims|immigrants|people|\w+) should all be "
                "(?:killed|shot|dead|hanged|eradicated|exterminated|executed|raped|murdered|"
                r"beaten)|love to see (?:\w+ ){1,4}(?:suffer|die|hang|burn|dead|bleed)|better "
                r"off if (?:\w+ ){1,4}(?:were|was) (?:eradicated|exterminated|dead|killed|gone|"
                "executed|eliminated|wiped out)"
            ),
            (
                r"(?:you|u|they|them|he|she|people|<victim>|\w+s) ~3 (?:deserves?|should|ought "
                "to|need to|needs to|must|has to|have to|had better|better|gotta|going to|"
                "gonna|will|are gonna|would)(?: all| just| fucking| really| also)*(?: to)?(?: "
                r"all)? (?:die|be (?:\w+ )?(?:killed|shot|hanged|hung|executed|murdered|"
                "exterminated|eradicated|eliminated|gassed|burned|burnt|slaughtered|beaten|"
                "dead|put down|stabbed|wiped out|drowned|beheaded|raped))"
            ),
            (
                r"(?:hope|wish|pray) (?:you|u|he|she|they|your (?:\w+ )?(?:<person>|<people>)|"
                "someone|somebody) (?:all |both )?(?:dies?|get killed|gets killed|drop dead|"
                "were dead|was dead|get shot|gets shot|burn|rot|kills you)"
            ),
        ),
        unless=(
            "die (?:one day|someday)|will die (?:without|if)|i will die|combust|capitalism",
            r"than|battery|phone|plants?|i (?:deserve|should|want)|laugh\w*|to die for|<play>",
        ),
        reason="The caller says that somebody should die or be killed.",
    ),
    Rule(
        id="violence.veiled.dead",
        form=Form.DIRECT,
        cues="dead corpse died die",
        says=(
            (
                "(?:you|u|youre|ur|hes|shes|theyre|you are|he is|she is|they are|youll be|you "
                r"will be|hell be|shell be|theyll be|your \w+ is|your \w+ are)(?: \w+)? (?:dead "
                "(?:meat|man|men|woman)|as good as dead|a dead (?:man|woman)|so dead|fucking "
                "dead)"
            ),
            "(?:youre|you are|ur|your|u r) (?:all )?dead|dead man walking",
            (
                r"(?:you|youre|hes|shes|they|theyre|you are|he is|she is) (?:\w+ )?(?:going to|"
                r"gonna|will) (?:\w+ )?(?:die|be dead|end up dead|bleed)"
            ),
            (
                "(?:youll|you will|hell|shell|theyll) (?:all )?(?:fucking )?(?:die|be dead|"
                "wind up dead|end up dead)"
            ),
            r"want (?:you|him|her|them|everyone) (?:\w+ )?dead",
        ),
        unless=(
            "battery|phone|wrong",
            "dead (?:wrong|right|on|line|air|end|serious|tired|sure|set|silent|zone|beat)",
            "breaking up|old age|eventually|without|hungry|i thought|cancer|sick|disease",
            r"doctor|from|laugh\w*",
            "if (?:he|she|they) (?:doesnt|dont) ~3 (?:medicine|medication|help|treatment)",
        ),
        reason="The caller says that somebody is as good as dead.",
    ),
    Rule(
        id="violence.veiled.warning",
        form=Form.IMPLIED,
        cues=(
            "make responsible get waiting wait took take taking rough roughing rid out regret sorry pay back watch live work happen hurt lives blood bodies careful "
            "warned consequences find snap teach bleed suffer dies die shoot control hands "
            "look sleep payback revenge know"
        ),
        says=(
            (
                "(?:youll|you will|theyll|they will|hell|shell|someones going to|someone is "
                "going to|somebody will|gonna|going to) (?:all )?pay for (?:this|that|it|what "
                "you did) (?:with|in) (?:your|his|her|their|blood)"
            ),
            (
                "(?:cant|cannot|wont|not going to|not) be (?:held )?responsible for (?:what|"
                "my)|(?:wont|not gonna|not going to|never|wont ever) make it (?:home|out alive|"
                "through the night|to your car)|(?:dont|do not) make me (?:come|do|go|hurt|get|"
                "show|drive|find)"
            ),
            (
                "(?:ill|i will|im going to|im gonna|gonna) (?:be )?(?:waiting|wait) for (?:you|"
                r"u|him|her|them|that \w+) (?:outside|after|in the|when|at|by|tonight)|(?:ill|i "
                "will) get (?:you|u|him|her|them|every one of you) for (?:this|that)|(?:take|"
                r"taking) (?:\w+ )?(?:people|as many|them all|you all|everyone|everybody|others|"
                r"some of you) (?:\w+ ){0,3}(?:out|with me|down with me|with us)|(?:take|"
                "taking) (?:you|him|her|them|u) (?:all )?out(?! (?:for|to|on|of the|of my))|"
                "(?:take out|taking out|rough up|roughing (?:him|her|them|you) up|get rid of|"
                r"getting rid of) (?:this|that|the|him|her|them|my) (?:\w+ )?(?:guy|man|woman|"
                "bitch|person|boss|manager|<person>)(?: up| who)?|(?:you|they|he|she) (?:all "
                ")?(?:will|gonna|going to) (?:be )?(?:bleed|suffer|pay dearly)"
            ),
            (
                "(?:youll|you will|you are going to|youre going to|youre gonna|theyll|they "
                r"will|hell|shell|gonna|going to|will)(?: \w+){0,2} (?:regret (?:this|it|that|"
                "ever|the day|messing|doing|what)|be sorry(?: for| you| when)?|pay for (?:this|"
                "that|what|it)(?: with)?|get whats coming|get what you deserve|suffer for|wish "
                "you (?:were|had|never|hadnt)|wish (?:you|they|he|she) (?:were |was |had "
                ")?(?:never|dead))"
            ),
            "(?:watch|watching) your back",
            "(?:better|had better) watch (?:out|it|yourself|your back|your mouth|your step)",
            (
                r"(?:i|we) (?:\w+ )?(?:know|found|can find out|will find out|got) where (?:you|"
                "u|he|she|they|your (?:family|kids|children)) (?:all )?(?:live|work|lives|"
                "works|sleep|park|go to school|are)"
            ),
            (
                "(?:make|making) (?:you|u|him|her|them|all of you|everyone|sure you|sure they|"
                r"sure he|sure she) (?:\w+ )?(?:pay|suffer|regret|bleed|sorry)"
            ),
            (
                "(?:someone|somebody|people|anyone|everybody|everyone|one of you|whoever|he|"
                r"she|they|innocent people|a lot of people|lots of people)(?: \w+){0,2} "
                r"(?:going to|gonna|will|is going to|are going to|might|could) (?:\w+ )?(?:get|"
                r"be|end up|wind up) (?:\w+ )?(?:hurt|killed|shot|harmed|injured|dead)"
            ),
            (
                "(?:will|going to|gonna) be (?:blood|bodies|bloodshed|violence|a bloodbath|"
                "hell to pay|a massacre)"
            ),
            "blood (?:will be )?on your hands",
            (
                r"(?:what|something (?:bad|terrible|awful)|things|accidents?)(?: \w+){0,3} "
                "(?:might|could|will|would|may|can|going to|gonna|is going to) happen to "
                "(?:you|u|your|him|her|them|the)"
            ),
            r"(?:teach|teaching) (?:you|him|her|them|yall|that \w+|all of you) a lesson",
            "(?:not|wont be|cant be) responsible for what (?:i|happens)",
            r"(?:cant|wont|dont) (?:\w+ )?(?:be held )?(?:responsible|control) ~3 (?:do to|hurt)",
            (
                "(?:about to|going to|gonna|im gonna|ready to) (?:snap|go postal|lose it and|"
                "explode on)"
            ),
            "(?:find|finding) (?:you|u|out where you (?:live|work)) (?:and|after)",
            "(?:sleep|see you) with (?:one|both) eyes? open",
            "i (?:will|ll) get (?:my )?(?:revenge|even|back at (?:you|them|him|her))",
            (
                "(?:ill|i will|im going to|im gonna|imma|gonna) get (?:you|u|your ass)(?: for "
                "(?:this|that)| all| back)?"
            ),
            (
                "i (?:have|got|own) (?:a |my )?(?:guns?|weapons?|rifle|shotgun|knife) ~6 "
                "(?:you|use|not afraid|ready|loaded)"
            ),
            "(?:dont|do not) (?:make me|want me to) (?:come|hurt|do something|go|get|show)",
        ),
        unless=(
            (
                "dont know where you live|where you are located|sorry to (?:hear|see|know|say)|"
                r"(?:make|making) (?:\w+ )?pay (?:their|the|a|an|for (?:it|everyone|all|dinner|"
                r"lunch))|get his shot|take (?:you|him|her|them|my \w+) out (?:to|for)|get rid "
                "of (?:my )?(?:account|card)|make me (?:go|wait|do) (?:through|it|this|that|"
                "all|on|back)"
            ),
            (
                "(?:pay|suffer) (?:for (?:it|this) (?:with|by|using|in|over|online|through)|by "
                "card|by check)"
            ),
            "make sure (?:you|they) (?:are|have|get|be) |watch (?:it|out) for",
            "how (?:do|can|much|would) i pay|i(?:ll| will) be sorry|i am sorry|im sorry|price",
            "see where you|ill get you (?:the|my|that|a|some)|get your (?:number|info|email)",
            "<play>",
        ),
        reason="The caller warns of harm without saying it outright.",
    ),
    Rule(
        id="violence.group.incite",
        form=Form.DIRECT,
        cues="@kill @hurt hanged hang necks throats cut burned raping end gas wipe put",
        says=(
            (
                "(?:we|someone|somebody|people|one|you|lets|they|everyone|everybody|society|"
                "government|i hope someone|need to|time to|best to|good to|interest to|only "
                "someone would|right to)(?: should| ought to| must| need to| have to| has to| "
                "could| would| can| will| just| all| simply| really| finally| only| someone| "
                "start| go| better){0,4} (?:<kill>|drown|hang|burn|gas|beat|rape|shoot|stab|"
                "snap the necks? of|slit the throats? of|wipe out|put an end to|get rid of|cut "
                "the throats? of|put down|poison|cleanse|attack|bomb|hurt|harm|purge) (?:up "
                ")?(?:all |every |of |these |those |the |them|him|her|any |each |kinds? of "
                r")+(?:\w+ ?){0,4}"
            ),
            (
                "(?:have|had|get|has) (?:their|your|his|her) (?:throats?|necks?|heads?) (?:cut|"
                "slit|snapped|chopped off|broken|smashed)"
            ),
            (
                "(?:raping|killing|murdering|beating|hanging|shooting|hurting|stabbing|"
                r"lynching|drowning|attacking) (?:\w+ ){1,5}(?:should (?:not be|be) "
                "(?:il)?legal|is (?:ok|okay|fine|good|justified|right|no crime|not a crime)|"
                "(?:would|will) be (?:fun|good|best|great)|shouldnt be (?:illegal|a crime))"
            ),
            "would all be dead",
            (
                "(?:best|better) (?:off )?(?:if|to) ~6 (?:were|was|be) (?:killed|eradicated|"
                "exterminated|dead|wiped out|executed|gone|eliminated)"
            ),
        ),
        unless=(
            (
                "beat these|can beat (?:them|him|her)|did you shoot|crap out of your|kill "
                r"(?:the|this|that|my|these) (?:\w+ )?(?:subscription|account|order|plan|"
                r"contract|presentation|burger)|we (?:need|have) to (?:\w+ )*beat|love (?:that|"
                "this|the)"
            ),
            (
                r"(?:shoot|hang|beat|burn|attack|cut) (?:all |the |these |those )?(?:\w+ "
                ")?(?:breeze|clock|traffic|calories|problem|pictures|picture|photos?|"
                "paintings?|hoops|game|clothes|coats?|curtains|heat|odds|rush|crowds?|system|"
                "price)"
            ),
            (
                r"kill (?:the|all|these|those) (?:\w+ )?(?:weeds?|bugs?|germs|virus\w*|bacteria|"
                r"ants|mice|rats|mosquitos|mosquitoes|cockroaches|roaches|process\w*|apps?|"
                "lights?|engine|time|mood|bees|wasps|insects|pests|spiders|service|power|"
                "switch|deal|idea|noise|smell|pain)"
            ),
            (
                "get rid of (?:the|this|that|these|those|my|all (?:the|these|those|of)) "
                r"?(?:\w+ )?(?:fee|fees|charge|charges|card|account|stuff|car|furniture|"
                "subscription|reminder|reminders|list|items?|alarm|event|it|rust|mold|smell|"
                "stain|weeds|ants|bugs|flight|meeting)"
            ),
            "<play>",
        ),
        reason="The caller calls for people to be killed or hurt.",
    ),
    Rule(
        id="violence.now.weapon",
        form=Form.DIRECT,
        cues=(
            "firing gun knife weapon rifle shotgun machete shooter shooting pistol armed shot "
            "gunshots stabbed hostage hostages"
        ),
        says=(
            (
                "(?:he|she|they|hes|shes|theyre|someone|somebody|there is|theres|a man|a guy|"
                r"this man|this guy|a customer|the caller|my (?:\w+ )?<person>)(?: \w+){0,3} "
                "(?:has|have|holding|got|with|carrying|pointing|waving|pulled|brandishing) "
                r"(?:\w+ ){0,2}(?:gun|knife|weapon|rifle|shotgun|machete|pistol)$|(?:someone|"
                "somebody|theyre|they are|a man|a guy|people|hes|he is|shes) (?:is |are "
                ")?(?:shooting|firing) (?:in|at|inside|outside|people|up)|(?:man|men|guy|"
                r"person|someone|somebody|woman|customer|kid) (?:\w+ )?(?:here |outside |in "
                r"here |in the \w+ )?with (?:a|an) (?:gun|knife|weapon|rifle|shotgun|machete|"
                "pistol)"
            ),
            (
                "(?:he|she|they|hes|shes|theyre|someone|somebody|there is|theres|a man|a guy|"
                r"this man|this guy|a customer|i|ive|im|the caller|my (?:\w+ )?<person>)(?: "
                r"\w+){0,3} (?:has|have|holding|got|with|carrying|pointing|waving|pulled|"
                r"pulling|pulled out|brandishing) (?:\w+ ){0,3}(?:gun|knife|weapon|rifle|"
                r"shotgun|machete|pistol)(?: \w+)? (?:on|at|to|in (?:my|his|her|their|the|here|"
                "front)|here|right|now|and|out|pointed|with me|outside|inside|with (?:him|her|"
                "them))"
            ),
            "(?:active|a|the) shooter",
            r"(?:shots|gunshots|gunfire)(?: \w+)? (?:fired|being fired|outside|in)",
            (
                "(?:is|are|hes|shes|theyre) (?:being )?(?:shooting|stabbing|attacking|beating|"
                "killing|strangling|choking|hitting) (?:people|everyone|someone|somebody|at|"
                "him|her|me|us|my|them|a)"
            ),
            "(?:being|been|was|were|got|just) (?:held )?(?:hostage|shot at|stabbed)",
            r"armed (?:man|men|intruder|person|robber\w*)",
        ),
        unless=(
            (
                r"(?:playing|like|play|made) (?:\w+ ){0,3}a shooter|shooter (?:made|game)|"
                r"robbers serial|stabbed by a pencil|was (?:stabbed|shot) (?:\w+ ){0,4}(?:when "
                "i was|years)|shooting (?:pain|star|range|a film|hoops|in the gym)|younger"
            ),
            "glue gun|nail gun|staple gun|heat gun|top gun",
            "gun (?:show|license|permit|range|store|safe)|photo shoot|knife set|video",
            "(?:last|years) (?:year|week|ago)|killing me|<play>",
        ),
        when=When.NOW,
        reason="The caller speaks of a weapon, or of violence, happening now.",
    ),
    Rule(
        id="violence.report.other",
        form=Form.DIRECT,
        cues="bring bringing brought gun knife rifle weapon come coming @kill @hurt",
        says=(
            (
                r"<they>(?: \w+){0,4} (?:bring|bringing|get|getting|brought|buy|bought|buying|"
                r"coming with|come with|coming in with) (?:a|his|her|the|their) (?:\w+ )?(?:gun|"
                r"knife|rifle|weapon|shotgun|machete|pistol)|<they>(?: \w+){0,4} (?:come|"
                r"coming) (?:here|over|down|in|to \w+) (?:\w+ )?(?:and|to) (?:<kill>|<hurt>)"
            ),
            (
                r"<they> ~3 <their_intent> (?:\w+ )?(?:<kill>|killing|hurt|harm|hurting|attack|"
                "beat|stab|shoot|shooting|rape|attacking|murder|strangle|choke|burn|poison) "
                "(?:me|us|you|him|her|them|people|everyone|everybody|someone|somebody|all of|"
                "my|his|her|their|our|the|a|an|one of)"
            ),
        ),
        unless=(
            (
                r"no way in hell|doesnt want to (?:hurt|harm)|(?:the|our|my) (?:\w+ "
                r")?(?:patriots|rams|lakers|\w+s) (?:game|match)|hell the \w+ will"
            ),
            "shoot (?:me|us|him|her) (?:a|an|over) ",
            (
                "(?:hurt|harm|kill|attack) (?:my|the|our|your) (?:credit|score|business|"
                "battery|engine|lawn|grass|plants?|feelings|chances|car|phone|computer|data|"
                "deal|rating|sales|back|resale|finish|paint)"
            ),
            "(?:beat|burn) (?:the|my) (?:price|traffic|rush|heat|cd)|killing me",
            "kill me(?: if| for| when)? (?:i|if) (?:dont|forget|forgot|am late|miss|didnt)",
            "<play>",
        ),
        third_party=True,
        reason="The caller reports that somebody else may hurt or kill a person.",
    ),
    Rule(
        id="violence.past.own",
        form=Form.DIRECT,
        cues="killed murdered stabbed shot strangled attacked raped beat",
        says=(
            (
                "(?:i|ive|i have|we|i just|weve) (?:just )?(?:killed|murdered|stabbed|shot|"
                r"strangled|raped) (?:him|her|them|someone|somebody|my (?:\w+ )?(?:<person>|"
                r"<people>)|a (?:man|woman|person|guy|girl|boy|child)|people|the (?:\w+ "
                ")?<person>)"
            ),
        ),
        unless=("shot (?:him|her|them) (?:a|an) |<play>",),
        when=When.PAST,
        reason="The caller says that they have killed or attacked somebody.",
    ),
)
"""Rules for violence, plainest first."""
