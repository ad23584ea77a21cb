"""The tables of command: help from outside, and one module for each piece beside it."""

from stayline.command.models.advice import AdviceGiven
from stayline.command.models.agencies import LocalAgency
from stayline.command.models.assessing import Assessment, GradeScheme
from stayline.command.models.briefs import BriefIssue
from stayline.command.models.deployments import Deployment, DeploymentRequest
from stayline.command.models.help import OPEN, Dispatch
from stayline.command.models.joint import EDGE, MARKS, Joined, Marker, SitePlan
from stayline.command.models.messages import Message, SituationClock
from stayline.command.models.posts import (
    Decision,
    MajorIncident,
    MajorTask,
    PostDefault,
    PostHeld,
    SiteCommand,
)
from stayline.command.models.resources import Resource, ResourceKind, ResourceState

__all__ = [
    "EDGE",
    "MARKS",
    "OPEN",
    "AdviceGiven",
    "Assessment",
    "BriefIssue",
    "Decision",
    "Deployment",
    "DeploymentRequest",
    "Dispatch",
    "GradeScheme",
    "Joined",
    "LocalAgency",
    "MajorIncident",
    "MajorTask",
    "Marker",
    "Message",
    "PostDefault",
    "PostHeld",
    "Resource",
    "ResourceKind",
    "ResourceState",
    "SiteCommand",
    "SitePlan",
    "SituationClock",
]
