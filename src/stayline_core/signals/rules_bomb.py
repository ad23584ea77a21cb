"""Words of bombs and explosives. A bare statement is enough: "There is a bomb." (S1-55)."""

from __future__ import annotations

from typing import Final

from stayline_core.signals.kinds import Form
from stayline_core.signals.rules import Rule

BOMB_RULES: Final = (
    Rule(
        id="bomb.statement.there_is",
        form=Form.DIRECT,
        says=(
            (
                r"(?:theres|there is|thats|its|said|says|saying|called|claims|about) (?:\w+ "
                "){0,3}<bomb>"
            ),
            (
                "(?:there is|theres|there are|there was|there will be|there may be|there might "
                "be|there could be|we have|you have|you got|youve got|i see|i saw|i found|we "
                "found|has|have|got|is|its|it is|heard|about|with|see|saw|found|find|of) ~3 "
                "<bomb>"
            ),
            (
                "<bomb> ~3 (?:in|inside|under|underneath|at|on|near|outside|behind|beneath|by|"
                "throughout|around|going|will|is|set|planted|has been|hidden|timer|ticking|"
                "here|somewhere|waiting|rigged|ready|about to|gonna|left|placed|strapped|"
                "threat|threats)"
            ),
        ),
        unless=(
            "emoji|emojis|sticker|disposal|level|app",
            "<media>",
            (
                r"orange chicken|absolute \w+ bomb|deep bomb|bombs over|like bombs|in the puck|"
                "bomb on (?:3rd|1st|2nd|4th|third|fourth)"
            ),
        ),
        reason="The caller speaks of a bomb or explosives.",
    ),
    Rule(
        id="bomb.statement.bare",
        form=Form.DIRECT,
        says=(r"^(?:\w+ ){0,3}<bomb>$",),
        unless=("<media>",),
        reason="The caller names a bomb, with little else.",
    ),
    Rule(
        id="bomb.intent.first_person",
        form=Form.DIRECT,
        says=(
            (
                "(?:<i>|we|weve|were|well|<intend>) ~5 (?:plant|planted|planting|put|place|"
                "placed|placing|left|leave|leaving|hid|hide|hidden|hiding|set|setting|made|"
                "make|making|built|build|building|have|got|bring|brought|bringing|send|sent|"
                "sending|throw|threw|detonate|detonating|use|using|mail|mailed|rigged|wired|"
                "drop|dropped|trigger) ~4 <bomb>"
            ),
            (
                r"<intend> ~2 (?:bomb|firebomb|detonate|bombing)(?: \w+)? (?:the|this|your|that|"
                "you|u|his|her|their|it|our|my|a|an|every|everyone|them|all)"
            ),
            r"<intend> ~2 (?:blow|blowing)(?: \w+){0,6} up",
            (
                "(?:blow|blowing) (?:up )(?:the|this|your|that|his|her|their|my|our|a|an|every|"
                r"all) (?:\w+ ){0,3}<place>"
            ),
            (
                "(?:blow|blowing) (?:the|this|your|that|his|her|their|my|our|a|an|every) "
                r"(?:\w+ ){0,3}<place>(?: \w+)? (?:up|sky high|to pieces|to bits|to kingdom "
                "come)"
            ),
            (
                "<intend> blow(?:ing)? (?:you|u|everyone|everybody|them|him|her|us|it)(?: "
                r"\w+){0,2} up"
            ),
        ),
        unless=(
            (
                "(?:blow|blowing) up (?:my|your|the|his|her)? ?(?:phone|balloons?|mattress|air|"
                "raft|pool|pictures?|photos?|image|notifications|inbox|twitter|instagram)"
            ),
            "<media>",
        ),
        denied=True,
        reason="The caller says that they have, or will use, a bomb.",
    ),
    Rule(
        id="bomb.statement.go_off",
        form=Form.DIRECT,
        says=(
            (
                r"(?:wired|rigged) (?:the|this|that|your|it|my|everything) (?:\w+ ){0,3}(?:to|"
                r"with|up to) (?:\w+ )?(?:blow|explode|go|explosives?)|(?:plant|planted|"
                "planting|left|leave|placed|put|hid|hidden|set|setting|armed) (?:a|an|the|some|"
                r"my|this|their) (?:\w+ )?(?:devices?|explosives?|charges)(?! (?:down|on charge|"
                "at home|off|up))"
            ),
            (
                "(?:before|until|when|then) (?:it|the bomb|this place|the building|everything) "
                "(?:explodes|blows|goes off|detonates)(?: up)?"
            ),
            (
                "(?:it|its|bomb|device|they|package|building|place|everything|everyone|all of "
                "you|you|office|school|this) ~3 (?:will|going to|gonna|is set to|set to|about "
                r"to|timed to|ready to|scheduled to) (?:\w+ )?(?:explode|detonate|blow up|blow|"
                "go boom)(?: up)?"
            ),
            (
                "(?:minutes|hours|minute|hour|seconds|noon|midnight|am|pm|oclock) ~6 "
                "(?:explode|explodes|detonate|detonates|blow up|blows up)"
            ),
            (
                r"(?:explode|detonate|blow up) (?:in|at) (?:\w+ ){1,3}(?:minutes|hours|minute|"
                "hour|seconds|oclock|noon|midnight|pm|am)"
            ),
        ),
        unless=(
            (
                r"charger|charging|left (?:my|the|a) (?:\w+ )?device (?:at|in my|on the|"
                "unlocked)|set (?:up )?(?:my|the|a) device|mobile|laptop|tablet|factory|reset|"
                "insurance"
            ),
            "blow (?:up )?(?:over|your mind|you away|my|the whistle|dry)|phone|battery|engine",
            "boiler|pipe|head (?:will|is|feels)|balloon|inflatable|mattress|popular|market",
            "bubble|<media>",
        ),
        reason="The caller says that something will explode.",
    ),
    Rule(
        id="bomb.build.question",
        form=Form.IMPLIED,
        says=(
            (
                "(?:make|making|build|building|construct|design|create|creating|detonate|"
                "assemble|plant|planting|set off|hide|hides|use|acquire|buy|get|transport|"
                "smuggle|deploy|carry out|carrying out) ~6 (?:<bomb>|bombing|warhead)"
            ),
            (
                "(?:dirty|nail|pipe|fission|fusion|suicide|fertilizer|homemade|home made|car|"
                "nuclear|cyanide|petrol|chemical|pressure cooker|remote) (?:bombs?|bombing|"
                "bomber)"
            ),
            "(?:high yield|yield) explosives?",
            "<bomb> ~6 (?:casualties|maximum|destruction|crowd|crowded|civilian)",
        ),
        unless=("<media>",),
        reason="The caller speaks of making or using a bomb.",
    ),
    Rule(
        id="bomb.report.package",
        form=Form.IMPLIED,
        says=(
            "suspicious (?:package|parcel|bag|device|item|object|backpack|suitcase|box)",
            (
                "(?:package|parcel|bag|box|backpack|suitcase|device) ~4 (?:ticking|wires|"
                "beeping|suspicious)"
            ),
            (
                "left (?:a|an|something) ~4 (?:device|package) ~6 (?:building|lobby|office|go "
                "off|boom)"
            ),
        ),
        unless=(r"activity|charge|charges|transaction\w*|email|garage|phone|medical|<media>",),
        third_party=True,
        reason="The caller reports something that may be a bomb.",
    ),
)
"""Rules for bombs."""
