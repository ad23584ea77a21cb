"""Words of abuse disclosed: to the caller, now or before, or to somebody they know."""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form, When
from stayline_core.signals.rules import Rule

ABUSE_RULES: Final = (
    Rule(
        id="abuse_disclosure.other_hurts",
        form=Form.DIRECT,
        says=(
            (
                r"<they>(?: \w+){0,3} (?:starves|starved|starving|tortures|tortured|torturing|"
                "mistreats|mistreated|terrorises|terrorizes|bullies|locks) <us>"
            ),
            (
                r"<they>(?: \w+){0,4} (?:slammed|slams|smashed|bangs|banged|pulled|pulls|yanked|"
                "held|holds|pinned) (?:me|my (?:head|face|hair|arm|body|neck)|her (?:head|face|"
                "hair)|his (?:head|face|hair)) ?(?:against|down|into|by|up|on)?|(?:spiked|"
                "drugged) (?:my|her|his) (?:drink|food)|drugged (?:me|her|him)|(?:took|takes|"
                "taken|keeps|kept|has) (?:my|his|her|their) (?:passport|passports|documents|"
                "papers|phone|wages|pension) (?:away|and|off|so)|(?:took|keeps|has|taken) "
                "(?:my|his|her|their) passports?"
            ),
            (
                r"<they>(?: \w+){0,5} (?:broke|breaks|fractured|dislocated|blackened|bruised|"
                r"split|twisted|twists) (?:my|our|her) (?:\w+ )?(?:nose|arm|arms|jaw|"
                "rib|ribs|wrist|leg|finger|fingers|eye|lip|tooth|teeth|face|cheekbone|skull)|"
                "(?:throws|threw|throwing) (?:things|stuff|objects|plates|something|anything) "
                r"at (?:me|us|her|him|the kids|my \w+)|(?:takes?|took|taking|gives?|gave|uses?|"
                "used) (?:the|a|his|her) (?:belt|strap|stick|cane|slipper|back of his hand)(?: "
                "(?:to|on) <us>)?|(?:forced|forces|forcing) (?:himself|herself|themselves) "
                "(?:on|onto|upon)|(?:spits|spat|spitting|scratches|scratched) (?:at|on|in)? "
                r"?(?:me|my face|us|her|him)|(?:\w+) (?:slapped|punched|kicked|choked|raped|"
                r"molested|groped|beat|strangled|assaulted|abused) (?:me|my (?:\w+ )?<person>|"
                "my <people>|us)"
            ),
            r"<they>(?: \w+){0,5} <hits> (?:on )?<us>",
            (
                r"<they>(?: \w+){0,5} (?:pushed|pushes|shoved|threw|throws|dragged|drags) (?:me|"
                r"us|her|him|them|my (?:\w+ )?<person>) (?:down|against|into|out|around|across|"
                "to the|onto|over)|(?:put|puts|putting|had|wrapped) (?:his|her|their) hands? "
                "(?:a?round|on|over) (?:my|her|his|their) (?:neck|throat|mouth)|(?:gets?|got|"
                r"was|is|been|becoming|turns|being|very|so|hes|shes) (?:\w+ )?violent (?:when|"
                "with|towards?|to|after|if|at|again)|<they> (?:is|gets|got|was|has been|can be|"
                r"hes|became) (?:\w+ )?violent"
            ),
        ),
        unless=(
            (
                "pulled (?:me|my car) over|pulled my (?:account|file|record|credit|report)|"
                "held (?:me|my) (?:up|on|account|package|order)|at the (?:airport|border|hotel|"
                "desk)|passport (?:renewal|office|photo)"
            ),
            "<figure>|movie|film|novel|song|episode|show|book|game|character|story",
            (
                "broke my (?:phone|heart|screen|fence|window)|baseball|football|rugby|"
                "basketball|skiing|bike|yoga|gym|match|(?:team|they|we|who) beat (?:us|them|"
                "me)$|beat us"
            ),
        ),
        denied=True,
        reason="The caller says that somebody hurts them or a person they know.",
    ),
    Rule(
        id="abuse_disclosure.was_hurt",
        form=Form.DIRECT,
        says=(
            (
                r"(?:was|were|been|being|got|is) (?:\w+ )?(?:touched|groomed|raped|hurt|hit|"
                "beaten|molested|abused|attacked|assaulted|threatened|harassed|punched|slapped|"
                "forced) by (?:my|his|her|their|our|a|an|the|someone|somebody|him|her|this) "
                r"(?:\w+ )?(?:<person>|man|woman|guy|boy|someone|him)"
            ),
            (
                "(?:i|ive|im|i am|we|she|he|they|hes|shes|theyre|weve|<they>|child|kids|"
                "children|being|been) ~2 (?:was|were|been|being|got|getting|get|gets|am being|"
                r"is being|keep getting) (?:\w+ )?(?:\w+ )?(?:abused|raped|beaten(?: up)?|"
                "assaulted|molested|trafficked|sexually harassed|groomed|groped|tortured|"
                "mistreated|sexually exploited|battered|strangled|violated|touched "
                "inappropriately|beat up|beat|slapped|physically hurt|attacked by (?:my|his|"
                "her|a|the|someone))"
            ),
        ),
        unless=(
            (
                r"beaten by (?:a|the) (?:better|team|other)|attacked by (?:a|the) (?:\w+ "
                ")?(?:dog|cat|bear|bird|virus|hacker|hackers|swarm|shark|bees|raccoon|spider)"
            ),
            "(?:being|been|getting|got|get) beaten (?:by the|to|in the)",
            "(?:beat|beaten) (?:at|the|to|in (?:the|a))|movie|film|novel|song|episode|show",
            "book|game|character|story",
        ),
        denied=True,
        reason="The caller says that they, or somebody they know, were abused.",
    ),
    Rule(
        id="abuse_disclosure.named",
        form=Form.DIRECT,
        says=(
            (
                "(?:domestic|sexual|physical|child|emotional|gender based|family|familial|"
                r"elder|intimate partner|verbal|psychological|online sexual) (?:\w+ )?(?:abuse|"
                "violence|assault|exploitation|neglect|harassment|trafficking)"
            ),
            (
                "(?:violence|abuse|fighting) (?:at|in) (?:my|our|his|her|the|their) (?:home|"
                "house|family|household|school)"
            ),
            (
                r"(?:was|is|been|being|hes|shes|an|very|so|my) ~1 abusive (?:\w+ )?(?:<person>|"
                "relationship|marriage|household|home|father|mother|to (?:me|us|her|him|them|"
                "my))"
            ),
            r"(?:my|an?|the|her|his) (?:\w+ )?(?:abuser|rapist|molester)",
            (
                r"(?:is|was|been|being|hes|shes|became|gets|getting) (?:\w+ )?(?:physically |"
                "sexually |verbally |emotionally |very )?abusive"
            ),
            (
                "(?:the|about|report|experiencing|experienced|suffered|suffering|facing|this|"
                r"of|because of|with) (?:\w+ )?(?:abuse|rape|molestation|incest)"
            ),
            "corporal punishment",
        ),
        unless=(
            (
                "(?:report|stop|prevent) ~2 abuse of|abuse of a|abuse (?:policy|email|"
                "department|desk|report)|spam|memory of her abuse|is child abuse|considered "
                "child abuse|sort of abuse|cycle of abuse|tons of rape|narc abuse|have to "
                "report abuse|need professional help|victims of|survivors of|script|"
                r"screenwriter|movie|legal consequences|in a (?:\w+ )?case"
            ),
            "(?:substance|drug|alcohol|drugs) abuse|abuse of (?:power|the system|trust)",
            "(?:policy|policies|insurance|coverage|settings|prevention tips|statistics)",
            "against (?:the law|policy)|movie|film|novel|song|episode|show|book|game",
            "character|story",
            r"(?:im|i am|i was|i wasnt|not|dont|was i|am i) (?:not |just )?being (?:\w+ )?abusive",
        ),
        reason="The caller names abuse or violence.",
    ),
    Rule(
        id="abuse_disclosure.touched",
        form=Form.DIRECT,
        says=(
            (
                "(?:comes?|came|coming|sneaks?|gets?|got|climbs?) in(?:to)? (?:my|her|his|our|"
                r"their) (?:\w+ )?(?:room|bed|bedroom) (?:at night|when|every night|and|while)|"
                "(?:sexual|dirty|lewd|inappropriate) (?:comments|remarks|jokes|gestures|"
                "messages|pictures|photos|texts)|(?:rubs|rubbing|rubbed|presses|pressing|"
                "grinding) (?:himself |herself |up )?(?:against|on) (?:me|her|him|my)|"
                "(?:secret|special|private|naked) (?:games?|touching|touches)|(?:told|tells|"
                "makes|made) (?:me|her|him|them) (?:not to tell|keep (?:it|this) (?:a "
                r")?secret)|(?:sending|sent|sends|wants|asking|asks|asked|took|takes) (?:\w+ "
                "){0,3}(?:nudes|naked (?:photos|pictures|videos)|nude (?:photos|pictures))"
            ),
            (
                r"(?:makes|made|making|forces|forced) (?:me|her|him) do (?:\w+ ){0,2}(?:things|"
                "stuff|it|sexual|something)|(?:forcing|forced|force|made|making|marrying) "
                r"(?:my|her|him|them|me|our) ?(?:\w+ )?(?:<person>)? ?(?:to (?:get )?(?:married|"
                "marry)|off to)"
            ),
            (
                r"(?:touch|touches|touched|touching) (?:me|her|him|them|my (?:\w+ )?(?:<person>|"
                "<people>|private|body)|us) (?:inappropriately|where|in|down there|sexually|on "
                "my|private|without|at night|when|and)"
            ),
            (
                "(?:touch|touches|touched|touching) (?:my|her|his) (?:private|privates|body|"
                "breasts?|chest|genitals)"
            ),
            (
                "(?:inappropriate|unwanted) (?:touching|touch|contact|sexual|advances|"
                "relationship|behaviou?r)"
            ),
            (
                r"(?:forced|forces|forcing|made|makes|making) (?:me|her|him|us|them|my (?:\w+ "
                ")?<person>) (?:to )?(?:have sex|do sexual|sleep with|undress|take off|touch|"
                "marry|perform|into (?:sex|marriage|prostitution))"
            ),
            (
                "(?:acting|acted|behaving|behaved|been acting) inappropriately (?:towards?|"
                "with|to) (?:me|her|him|my|them|us)"
            ),
            "forced (?:marriage|sex)|(?:came|comes) (?:in|into) my (?:room|bed) at night",
            (
                "(?:had|having|has) sex with (?:a (?:child|minor|kid)|my (?:daughter|son|"
                "child)|me when i was)"
            ),
        ),
        unless=(
            "movie|film|novel|song|episode|show|book|game|character|story",
            "touched me (?:deeply|so much|emotionally)|touch (?:screen|base|id|up)",
        ),
        reason="The caller speaks of touching or sex that was forced or not wanted.",
    ),
    Rule(
        id="abuse_disclosure.captive",
        form=Form.DIRECT,
        says=(
            (
                r"(?:not|never|isnt|arent|wasnt) (?:\w+ )?allowed (?:out|to (?:leave|go out|see "
                "(?:my|her|his)|have (?:a|any)|talk to|speak to|eat|work))|(?:being |is |was |"
                "are )(?:kept|held|locked) in (?:a|the|her|his|my) (?:room|house|basement|flat|"
                "apartment|bedroom|shed|closet)|work(?:s|ing)? without (?:pay|being paid)(?: "
                "and)"
            ),
            (
                "(?:wont|will not|doesnt|does not|never|dont|refuses to|not) (?:let|lets|allow|"
                r"allows) (?:me|us|her|him|my \w+) (?:\w+ )?(?:leave the (?:house|home|"
                "apartment|flat|room)|go out|out of (?:the|this|my)|leave him|leave her|see my "
                "(?:family|friends)|have (?:any )?(?:money|a phone|friends)|leave(?: the "
                "house)?$|eat)"
            ),
            (
                "(?:locked|locks|locking|keeps|kept|keeping|trapped|holding|held) (?:me|us|her|"
                r"him|them|my \w+) (?:\w+ ){0,3}(?:in (?:a|the|my|his|our) (?:room|basement|"
                "house|bedroom|closet|bathroom|apartment)|inside|captive|hostage|prisoner|"
                "against (?:my|her|his|our|their) will|locked up)"
            ),
            (
                r"(?:held|kept|being held|being kept|am) (?:\w+ )?(?:against my will|captive|"
                "hostage|prisoner)"
            ),
            (
                r"(?:trapped|stuck) (?:\w+ )?(?:with (?:him|my abuser|my abusive)|in (?:this|an|"
                "a) abusive)"
            ),
        ),
        unless=(
            (
                r"allowed to (?:leave|go out|work|have) (?:\w+ )?(?:early|on|feedback|review|a "
                "(?:dog|pet|refund))|kept in (?:a|the) (?:room )?(?:storage|safe|fridge|file)"
            ),
            "account|app|out of (?:my|the) (?:account|email|phone|app|bank)|password|log in",
            "login|computer|movie|film|novel|song|episode|show|book|game|character|story",
        ),
        when=When.NOW,
        reason="The caller says that somebody is kept from leaving.",
    ),
    Rule(
        id="abuse_disclosure.fear",
        form=Form.IMPLIED,
        says=(
            (
                r"(?:frightened|scared|afraid|terrified) of (?:him|her|my (?:\w+ )?<person>|"
                "what (?:he|she|they))|(?:run|ran|running|get|getting|got|escape|escaped|leave|"
                r"left|hide|hiding) (?:away )?(?:from (?:him|her|my (?:\w+ )?(?:husband|partner|"
                "ex|boyfriend|wife|father|dad|stepdad))|because of (?:what )?(?:he|him|she|"
                "her))|(?:doesnt|dont|cant|mustnt|cannot) (?:let (?:him|her) )?(?:know|find "
                "out|hear) (?:that )?(?:im|i am|i) (?:calling|called|on the phone|talking|rang)"
            ),
            (
                "(?:afraid|scared|terrified|frightened|fear|fearful|in fear) (?:of|for my life "
                "because of|to go home|hell|shell|he will|she will|what he|what she|he might|"
                r"shes going|hes going|he is going) ?(?:(?:my|his|her|our) (?:\w+ )?<person>|"
                "him|her|to|hurt|might|do|me|us|kill|hit|home)?"
            ),
            (
                "(?:not|dont feel|isnt|doesnt feel|dont think im|never) safe (?:at home|in "
                "(?:my|this|our|the|his|her) (?:own )?(?:home|house|apartment)|with (?:him|her|"
                "my|them)|around (?:him|her|my|them)|here with)"
            ),
            "(?:unsafe) (?:at home|in my (?:own )?home|with (?:him|her|my))",
        ),
        unless=(
            (
                "(?:afraid|scared|fear|fearful|terrified|frightened) of (?!(?:my|his|her|our|"
                r"him|them|what|going home|the man|this man)\b)"
            ),
            "(?:dogs?|cats?|spiders?|heights|flying|snakes|needles|bears|horses)|website",
            r"transaction\w*|online|scam|card|movie|film|novel|song|episode|show|book|game",
            "character|story",
        ),
        reason="The caller is afraid of somebody, or not safe at home.",
    ),
    Rule(
        id="abuse_disclosure.suspected",
        form=Form.PERCEIVED,
        says=(
            (
                "(?:child|kids?|children|baby|boy|girl|daughter|son|toddler|she|he|they|woman|"
                r"neighbou?r|friend|lady|mum|mother|nan|gran|patient|resident)(?: \w+){0,4} "
                r"(?:has|have|had|with|got|covered in|shows?) (?:\w+ ){0,3}(?:bruises|bruising|"
                "black eyes?|burn marks|cuts)"
            ),
            (
                "(?:think|believe|suspect|worried|afraid|sure|fear|know|looks like|seems like|"
                r"sounds like|concerned)(?: \w+){0,8} (?:is|are|was|being|hes|shes|theyre|been|"
                "getting|gets|be) (?:being |getting |been )?(?:hurt|abused|beaten|hit|"
                "neglected|mistreated|molested|harmed|starved|groomed|exploited|trafficked)(?! "
                "by (?:the (?:price|change|delay|fee)))|(?:doesnt|dont|wont|does not|never|not|"
                r"isnt|refuses to|havent|hasnt) (?:\w+ )?(?:feed|feeding|feeds|wash|washing|"
                r"give (?:me|her|him|them) (?:\w+ )?(?:food|water|medicine|medication)) ?(?:me|"
                r"her|him|them|us|my \w+)?|(?:hear|heard|hearing) (?:\w+ ){1,4}(?:screaming|"
                "crying for help|being hit|being beaten|getting hit|getting beaten)|"
                "(?:children|kids|child|baby|toddler|boy|girl)(?: next door| upstairs| "
                r"downstairs)? (?:are|is|was|were|being|gets?|always|keeps?) (?:\w+ )?(?:left "
                "alone|hungry|screaming|dirty|beaten|hit)"
            ),
            (
                r"(?:bruise|bruises|marks|cuts|burns|black eye|injuries|scars) (?:\w+ "
                r"){0,2}(?:on|all over|around) (?:her|his|my|their|the) (?:\w+ )?(?:body|arms?|"
                "face|neck|legs?|back|<person>|wrists?|eyes?|hands?)"
            ),
            (
                r"(?:child|kids?|children|baby|boy|girl|daughter|son|elderly|grand\w+)s? ~4 "
                "(?:neglected|left alone|not being fed|starving|unfed|underfed|locked|being "
                "hurt|screaming)"
            ),
            (
                r"(?:neglected|neglecting|neglects|starves|starving) (?:\w+ )?(?:by|the|her|his|"
                r"my|their) (?:\w+ )?(?:<person>|<people>)"
            ),
            "(?:child|early|underage) (?:marriage|bride|labou?r|prostitution|pregnancy)",
            "(?:married off|forced to marry)",
            (
                r"(?:hurting|hurts|beating|hitting) (?:a|the|that|his|her|their|this) (?:\w+ "
                ")?(?:child|kids?|children|baby|wife|girlfriend|boy|girl|son|daughter|mother)"
            ),
        ),
        unless=(
            (
                "feed (?:the|my) (?:dog|cat|fish|pet|pets)|cat feeder|printer|paper feed|news "
                "feed|rss|(?:doesnt|dont|wont) (?:give|wash) (?:me )?(?:any )?(?:option|"
                "options)|hurt by|laundry|wash(?:ing)? machine|screaming deal|kids are hungry|"
                "data feed|video feed|bird"
            ),
            "<figure>|movie|film|novel|song|episode|show|book|game|character|story|car|paint",
            "apple|fruit|bumper|im starving|kids meal|restaurant",
        ),
        third_party=True,
        reason="The caller has seen or heard what suggests that somebody is being hurt.",
    ),
    Rule(
        id="abuse_disclosure.harassment",
        form=Form.DIRECT,
        says=(
            "bullied at|bullying me",
            (
                r"(?:<they>|keeps?|been|being|is|was|im|hes|shes) (?:\w+ ){0,2}(?:sexually "
                "harassing|sexually harassed|stalking|stalked|blackmailing|blackmailed|"
                "grooming|groping|bullying|bullied|bullies)(?: me| her| him| us| my)?"
            ),
            r"sexual(?:ly)? harass\w*|stalking me|my stalker",
        ),
        unless=(
            "suing me|my ex boss used|example of",
            (
                "(?:call|calls|calling|collections?|collectors?|telemarketers?|emails?|pet|dog|"
                r"robocalls) ~4 harass\w*"
            ),
            "(?:dog|pet) grooming|movie|film|novel|song|episode|show|book|game|character",
            "story",
        ),
        reason="The caller speaks of harassment or stalking.",
    ),
)
"""Rules for abuse disclosed."""
