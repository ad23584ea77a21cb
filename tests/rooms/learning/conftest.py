"""A procedure that was certified here, and who is trained on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import LazySettings

from stayline.learning.actions import record_training
from stayline.library.models import DocumentVersion, InForce
from stayline.platform.actors import Actor
from tests.cast import NOW, Cast


@pytest.fixture
def certified(playbook: None) -> Callable[[str], str]:
    """Let a procedure be certified here and in force; its digest comes back."""
    del playbook

    def certify(document_id: str) -> str:
        row = InForce.objects.get(kind="protocol", document_id=document_id)
        DocumentVersion.objects.filter(digest=row.version_id).update(state="active")
        return row.version_id

    return certify


@pytest.fixture
def trained(cast: Cast) -> Callable[[str, Actor], None]:
    """Let somebody be trained on a version from the day of the test on."""

    def train(digest: str, who: Actor) -> None:
        record_training(
            digest=digest, person_ids=[who.id], trained_on=NOW.date(), actor=cast.mo, at=NOW
        )

    return train


@pytest.fixture
def production(cast: Cast, settings: LazySettings) -> None:
    """A centre where contacts are real."""
    settings.STAYLINE = replace(settings.STAYLINE, mode="production")
    for site in (cast.site, cast.other_site):
        type(site).objects.filter(id=site.id).update(exercise=False)
