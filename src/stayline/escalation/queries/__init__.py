"""What is known of ladders, read without changing anything."""

from stayline.escalation.queries.absence import (
    absent_agents,
    absent_receivers,
    next_absent_agent,
    next_absent_receiver,
)
from stayline.escalation.queries.briefing import BriefingLine, briefing
from stayline.escalation.queries.coming import Coming, coming, coming_by, rung_words
from stayline.escalation.queries.guiding import (
    Follower,
    Guided,
    followers,
    follows,
    guidance,
    guidance_to_see,
)
from stayline.escalation.queries.ladders import (
    HandOverView,
    LadderView,
    PageView,
    Ring,
    accepted_by,
    how_to_hold,
    how_to_join,
    how_to_release,
    ladder,
    ladders,
    limits_due,
    next_limit_due,
    next_rung_due,
    rings_for,
    rungs_due,
)

__all__ = [
    "BriefingLine",
    "Coming",
    "Follower",
    "Guided",
    "HandOverView",
    "LadderView",
    "PageView",
    "Ring",
    "absent_agents",
    "absent_receivers",
    "accepted_by",
    "briefing",
    "coming",
    "coming_by",
    "followers",
    "follows",
    "guidance",
    "guidance_to_see",
    "how_to_hold",
    "how_to_join",
    "how_to_release",
    "ladder",
    "ladders",
    "limits_due",
    "next_absent_agent",
    "next_absent_receiver",
    "next_limit_due",
    "next_rung_due",
    "rings_for",
    "rung_words",
    "rungs_due",
]
