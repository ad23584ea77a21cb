"""Who may do what in command."""

from stayline.command.policies.advice import may_advise, may_look_at_advice
from stayline.command.policies.agencies import may_keep_agencies, may_see_agencies
from stayline.command.policies.help import may_call
from stayline.command.policies.joint import may_join, may_keep_plans, may_know_of, may_see_overview
from stayline.command.policies.posts import may_command, may_see_command

__all__ = [
    "may_advise",
    "may_call",
    "may_command",
    "may_join",
    "may_keep_agencies",
    "may_keep_plans",
    "may_know_of",
    "may_look_at_advice",
    "may_see_agencies",
    "may_see_command",
    "may_see_overview",
]
