"""Veiled threats, calls for violence, violence going on now, and reports of others'."""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form, When
from stayline_core.signals.rules import Rule

IMPLIED_VIOLENCE_RULES: Final = (
    Rule(
        id="violence.veiled.dead",
        form=Form.DIRECT,
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
        says=(
            (
                "(?:or|before|until) (?:else )?(?:somebody|someone|people|one of you|you) "
                "(?:gets?|is going to get|will get|end up|ends up) (?:hurt|killed|shot|stabbed)"
            ),
            (
                r"(?:wait|waiting)(?: \w+)? (?:until|till|til) (?:i|we) (?:get|find|see|catch|"
                r"come|lay) (?:\w+ )?(?:you|your|u|him|her|them|my hands|hold)|(?:get|getting|"
                "got) (?:my )?(?:hands|hold) (?:on|of) (?:you|him|her|them)(?: and|$)|(?:pay|"
                r"paying) (?:you|him|her|them|your \w+) a (?:little )?visit|(?:shame|pity|awful|"
                "terrible|tragic|unfortunate) if (?:something|anything|your|one of your)|"
                "deserves? (?:a bullet|a beating|to be (?:punched|hurt|slapped|taught))|(?:im|"
                r"i am|ill be|were|we are) (?:\w+ )?coming for (?:you|your|him|her|them|all of)|"
                r"(?:run|running) (?:that|this|the) (?:\w+ )?(?:engineer|driver|man|woman|guy|"
                "person|technician|manager|agent) (?:down|over)"
            ),
            (
                r"(?:be|such) a (?:real |terrible |great )?(?:shame|pity) if (?:\w+ "
                "){1,4}(?:happened|burned|got|broke|burnt)|(?:leave|leaving|leaves|going home|"
                "carried out|end up|ends up|come out|coming out) in (?:a|an) (?:body bag|"
                r"bodybag|box|coffin|ambulance|pine box)|this close to (?:\w+ )?(?:hurting|"
                "killing|shooting|stabbing|hitting|punching|snapping)|(?:feel|feels|feeling) "
                "like (?:killing|hurting|shooting|stabbing|murdering|punching|strangling) "
                "(?:someone|somebody|people|you|him|her|them|everyone|everybody)|(?:we|i|"
                "theyre|were|im) (?:are |am )?(?:going to|gonna|coming to|will) (?:get|end|"
                "finish|destroy|hurt|bury) (?:you|u|him|her|them)(?! (?:a|the|some|your|an|in|"
                "out|back|on|to|off|through|with|there|home|sorted|another|more|all|set|up))|"
                r"(?:take|taking) (?:them|you|him|her|everyone|the kids|my kids|my \w+) (?:all "
                ")?with me (?:when|if|down|too|to the grave)|(?:my|the) (?:kids|children|"
                "family|son|daughter)(?: and (?:i|me))? (?:wont|will not) be (?:around|here|"
                "alive)|(?:ive|i have) (?:killed|hurt|stabbed|shot) (?:before|people|someone|"
                "somebody)|(?:set|setting) (?:the|my) dogs? on|(?:take|taking|took) (?:a|an|my|"
                r"the) (?:\w+ )?(?:hammer|bat|axe|knife|crowbar|baseball bat|machete) to|(?:put|"
                r"throw|chuck|putting|throwing) (?:a|an|my|the|something) (?:\w+ )?(?:brick|"
                "fist|bullet|rock|boot|foot|knife|chair) (?:through|in|into|at) (?:your|his|"
                "her|their|you|him|her|them|the)|(?:your|the|this|that|his|her|their|whole) "
                r"(?:\w+ )?<place> (?:is|will|s) (?:going to |gonna |be )?(?:burn|burned|"
                "burning|go up|be burned|be on fire)|(?:know|got|have) your (?:name|address|"
                "face) and|never (?:work or )?walk again|take (?:them|the kids|my kids|her|"
                "him) with me"
            ),
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
            r"(?:can|could|may|please) (?:i|we) (?:\w+ )?(?:know|get|have) your",
            (
                "dont know where you live|where you are located|sorry to (?:hear|see|know|say)|"
                r"(?:make|making) (?:\w+ )?pay (?:their|the|a|an|for (?:it|everyone|all|dinner|"
                r"lunch))|get his shot|take (?:you|him|her|them|my \w+) out (?:to|for)|get rid "
                "of (?:my )?(?:account|card)|make me (?:go|wait|do) (?:through|it|this|that|"
                "all|on|back)"
            ),
            (
                "(?:pay|suffer) (?:for (?:it|this) (?:with (?:my|a|the|cash|card|credit|"
                "points)|by|using|over|online|through|in (?:cash|installments|full|"
                "advance|person))|by card|by check)"
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
            r"time to beat|to beat the \w+s\b",
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
        says=(
            (
                "(?:walked|came|come|coming|comes|walking|burst|running|standing|ran|went|is|"
                r"sitting)(?: \w+){0,3} with (?:a|an|his|her) (?:\w+ )?(?:gun|knife|weapon|"
                "rifle|shotgun|machete|pistol)"
            ),
            (
                r"(?:is|hes|shes|theyre|are) (?:\w+ )?(?:beating|hitting|hurting|killing|"
                r"attacking|choking|strangling|stabbing) (?:her|him|them|me|us|my \w+|someone|"
                r"somebody|a \w+)(?: up)? (?:right now|now|again|i can (?:hear|see)|at the "
                "moment|as we speak)"
            ),
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
                "(?:toy|water|nerf|paint ?ball|bb|squirt|massage|glue|nail|heat|staple|spray|"
                r"soldering|caulking|grease) gun|toy \w+|replica|knife and fork|army knife"
            ),
            (
                r"(?:required|flu|booster|vaccin\w+|covid|allergy|travel) shots?|shots (?:do|"
                "should|are|for|required)"
            ),
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
        says=(
            (
                r"<they>(?: \w+){0,6} (?:is |was |keeps |are )?(?:threatening|threatened|"
                r"threatens) (?:to (?:\w+ )?(?:<kill>|<hurt>|burn|blow|come)|(?:me|us|him|her|"
                "them|my|the|our|staff|people|everyone|someone) with)|(?:hell|shell|hed|shed|"
                "he will|he would|she will|she would|theyll|they will|theyd|going to|gonna) "
                "(?:literally |actually )?(?:kill|murder|hurt|beat|shoot|stab|strangle) (?:me|"
                r"us|her|him|them|my \w+|everyone|somebody|someone)"
            ),
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
                "(?:toy|water|nerf|bb|squirt|massage|glue|nail|heat|staple|spray) gun|if "
                r"(?:this|it|i (?:dont|forget|miss|cant|lose)|the|my|we|that)(?: \w+){0,9} "
                "(?:will|would|is going to|is gonna|gonna|going to|s going to|shell|hell) kill "
                "me"
            ),
            (
                r"(?:my (?:wife|husband|mum|mom|dad|boss)|shell|hell|shed|hed) (?:\w+ )?(?:is "
                "going to |gonna |will |going to )?kill me (?:if i (?:dont|forget|miss|lose|"
                "mess)|for (?:forgetting|this|losing|spending|missing))"
            ),
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
"""Rules for violence hinted at, called for, seen, or reported of others."""
