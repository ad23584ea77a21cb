"""Who may certify, what was signed, what became of it, and what managers must hear of."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from stayline.library.models.documents import DocumentVersion


class CredentialKind(models.TextChoices):
    """What makes somebody a crisis expert (S4-17, domain reference section 21)."""

    PSYCHOLOGIST = "psychologist", "Clinical or forensic psychologist"
    THREAT_MANAGER = "threat_manager", "Certified threat manager"
    SAFEGUARDING = "safeguarding_lead", "Safeguarding lead"
    PLANNER = "emergency_planner", "Emergency planner"
    OTHER = "other", "Another crisis response credential"


class Expert(models.Model):
    """An expert in the register: who, by what credential, how they were found (S0-12, S0-21)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    person = models.OneToOneField(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="their own sign-in here; null: somebody records what they signed on paper",
    )
    contact = models.CharField(max_length=200, blank=True)
    credential = models.CharField(max_length=20, choices=CredentialKind.choices)
    issuer = models.CharField(max_length=150)
    number = models.CharField(max_length=80)
    expires_on = models.DateField(help_text="the last day on which the credential is valid")
    lapse_due_at = models.DateTimeField(
        null=True, help_text="when the credential ends; null once its lapse was dealt with"
    )
    how_found = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    added_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, help_text="no longer asked; the rows stay")

    class Meta:
        """By name; credentials that end are found by their column."""

        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["lapse_due_at"],
                condition=models.Q(lapse_due_at__isnull=False),
                name="library_expert_due",
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Engagement(models.Model):
    """When an expert worked for this organisation, and on what (S0-21)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="engagements")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    on_what = models.CharField(max_length=300)

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-from_on", "id"]

    def __str__(self) -> str:
        """Return the expert and since when."""
        return f"{self.expert_id} from {self.from_on}"


class SignOffKind(models.TextChoices):
    """What somebody signs for. They are separate: one person signs one of them a version."""

    EXPERT = "expert", "Crisis expert"
    LEGAL = "legal", "Legal review"
    ETHICAL = "ethical", "Ethical review"
    ADOPTED = "adopted", "Adopted here"


class SignOff(models.Model):
    """A named person signed for one version: it is bound to the digest (S0-11, S0-13, S0-42).

    The credential is copied as it stood. A refusal is a row too, with its reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="signoffs")
    kind = models.CharField(max_length=8, choices=SignOffKind.choices)
    signer_name = models.CharField(max_length=150)
    person = models.ForeignKey(
        "people.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the signer's own sign-in; null: signed on paper",
    )
    expert = models.ForeignKey(Expert, null=True, on_delete=models.PROTECT, related_name="signoffs")
    credential = models.JSONField(
        default=dict, help_text="kind, issuer, number, expires_on, as they stood; expert only"
    )
    granted = models.BooleanField(help_text="false: refused, with a reason")
    statement = models.TextField(blank=True, help_text="what the signer says, or why it is refused")
    paper = models.CharField(
        max_length=200, blank=True, help_text="where the signed paper is kept, if it was paper"
    )
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    valid_until = models.DateField(null=True, help_text="the last day; expert: the credential's")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=300, blank=True)
    stands = models.BooleanField(
        default=True, help_text="the last of its kind for its version, and not taken back"
    )

    class Meta:
        """In the order of their times; one of a kind stands."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "kind"],
                condition=models.Q(stands=True),
                name="library_one_stands",
            )
        ]

    def __str__(self) -> str:
        """Return who signed for what."""
        return f"{self.get_kind_display()}: {self.signer_name}"


class Certificate(models.Model):
    """What certifies a version: the signed text, and until when it holds (S0-11, S0-12).

    `body` is canonical JSON (RFC 8785) over digest, document, sign-offs, check and dates;
    `signature` is Ed25519 over its bytes by the installation's key.
    """

    version = models.OneToOneField(
        DocumentVersion, primary_key=True, on_delete=models.PROTECT, related_name="certificate"
    )
    body = models.JSONField()
    signature = models.BinaryField(help_text="64 bytes")
    public_key = models.BinaryField(help_text="32 bytes")
    issued_at = models.DateTimeField()
    valid_until = models.DateField(
        null=True,
        help_text="the last day: the first credential or review to end; null: none does",
    )
    lapse_due_at = models.DateTimeField(
        null=True, help_text="when it lapses; null once its lapse was dealt with"
    )
    lapsed_at = models.DateTimeField(null=True)
    lapsed_because = models.CharField(max_length=300, blank=True)
    legal_due_at = models.DateTimeField(
        null=True, help_text="safety correction: when it is said that legal review is overdue"
    )
    legal_owed_until = models.DateTimeField(
        null=True, help_text="legal review is owed by then (7 days); null: it is not owed, or done"
    )

    class Meta:
        """What is due is found by its columns."""

        indexes: ClassVar = [
            models.Index(
                fields=["lapse_due_at"],
                condition=models.Q(lapse_due_at__isnull=False),
                name="library_lapse_due",
            ),
            models.Index(
                fields=["legal_due_at"],
                condition=models.Q(legal_due_at__isnull=False),
                name="library_legal_due",
            ),
        ]

    def __str__(self) -> str:
        """Return what it certifies."""
        return f"certificate of {self.version_id[:12]}"


class RiskAcknowledgement(models.Model):
    """Somebody read the notice of personal and legal risk before they acted (S0-9)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    document_id = models.CharField(max_length=60)
    purpose = models.CharField(
        max_length=8, choices=[("edit", "To edit"), ("activate", "To activate")]
    )
    notice = models.CharField(max_length=64, help_text="SHA-256 of the notice as it was shown")
    at = models.DateTimeField()

    class Meta:
        """One of a person, document, purpose and wording of the notice."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind", "document_id", "purpose", "notice"],
                name="library_risk_once",
            )
        ]

    def __str__(self) -> str:
        """Return who and for what."""
        return f"{self.person_id} to {self.purpose} {self.document_id}"


class Alert(models.Model):
    """Something about a document that managers must hear of; it stands until one has seen it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(
        max_length=20,
        choices=[
            ("lapsed", "Certification lapsed"),
            ("stale", "Review date passed"),
            ("corrected", "Safety correction"),
            ("legal_overdue", "Legal review overdue"),
            ("withdrawn", "Withdrawn"),
            ("credential", "Credential ended"),
        ],
    )
    kind = models.CharField(max_length=24)
    document_id = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, blank=True)
    text = models.CharField(max_length=400)
    at = models.DateTimeField()
    seen_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True)

    class Meta:
        """Those that nobody has seen are found together."""

        indexes: ClassVar = [
            models.Index(
                fields=["at"], condition=models.Q(seen_at__isnull=True), name="library_unseen"
            )
        ]

    def __str__(self) -> str:
        """Return the text."""
        return self.text
