"""Tables of people: persons, sites, roles, skills, presence, tokens."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from stayline.platform.actors import Actor


class Role(models.TextChoices):
    """What a person may be asked to do. The labels are the words of the sources."""

    AGENT = "agent", "Customer support agent"
    SUPERVISOR = "supervisor", "Customer support supervisor"
    LEAD = "lead_resolution_specialist", "Lead resolution specialist"
    MANAGER = "manager", "Manager"
    PROTOCOL_OWNER = "protocol_owner", "Protocol owner"
    ADMINISTRATOR = "administrator", "Administrator"
    CRISIS_EXPERT = "crisis_expert", "Crisis response expert"
    LEGAL_REVIEWER = "legal_reviewer", "Legal reviewer"
    ETHICS_REVIEWER = "ethics_reviewer", "Ethics reviewer"
    REVIEWER = "reviewer", "Quality reviewer"
    TRAINER = "trainer", "Trainer"
    LOBBY = "lobby", "Customer service, lobby"
    LEGAL = "legal", "Legal staff"
    OMBUDSPERSON = "ombudsperson", "Ombudsperson"


class Availability(models.TextChoices):
    """What a person on duty is doing now."""

    FREE = "free", "Free"
    ON_CONTACT = "on_contact", "On a contact"
    IN_CRISIS = "in_crisis", "In a crisis contact"
    OFF_QUEUE = "off_queue", "Off the queue, after a contact"
    BREAK = "break", "On a break"
    AWAY = "away", "Away"


class Site(models.Model):
    """A place where people work; its zone and country decide times and numbers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, default="UTC", help_text="IANA zone name")
    country = models.CharField(max_length=2, default="US", help_text="ISO 3166-1 alpha-2")
    language = models.CharField(
        max_length=35, blank=True, help_text="BCP 47: what its callers speak; empty: the protocol's"
    )
    exercise = models.BooleanField(default=False, help_text="a floor where nothing is real")
    emergency_plan = models.TextField(
        blank=True, help_text="crisis management plan, shown by I need out"
    )
    ending_needs_approval = models.BooleanField(
        default=False,
        help_text="a supervisor approves before an agent ends a contact after warnings",
    )
    unresolved_threshold = models.PositiveSmallIntegerField(
        default=3, help_text="earlier unresolved complaints from which a special team is suggested"
    )

    fallback = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="whose people are rung when nobody of this site can be",
    )
    outside_name = models.CharField(
        max_length=120, blank=True, help_text="who is called when a ladder has nobody left to ring"
    )
    outside_number = models.CharField(max_length=20, blank=True, help_text="E.164")
    outside_words = models.CharField(
        max_length=300, blank=True, help_text="how that is done, in a sentence for the agent"
    )
    closed_at = models.DateTimeField(null=True, help_text="takes no new contacts from then on")

    class Meta:
        """Sites read in the order of their names."""

        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes persons with hashed passwords."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person who signs in with `username`, whatever its case."""
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who works here, or one of the system's own named actors.

    The log knows a person by `pseudonym` alone, so a person can be forgotten and the
    chain still verifies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pseudonym = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        max_length=8,
        default="person",
        choices=[("person", "Person"), ("system", "System"), ("played", "Played in practice")],
    )
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    platform_user = models.CharField(
        max_length=200, blank=True, db_index=True, help_text="user id on the contact platform"
    )
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text="refused in production")
    left_at = models.DateTimeField(null=True, help_text="when they left the organisation")
    password_by_other = models.BooleanField(
        default=False, help_text="somebody else chose it: asked to choose their own at sign-in"
    )
    theme = models.CharField(max_length=8, default="auto")
    language = models.CharField(
        max_length=35, blank=True, help_text="BCP 47: in which the desk speaks; empty: English"
    )
    on_duty = models.BooleanField(default=False)
    availability = models.CharField(
        max_length=12, choices=Availability.choices, default=Availability.AWAY
    )
    available_since = models.DateTimeField(null=True, help_text="since when free, for longest idle")
    availability_at = models.DateTimeField(
        null=True, help_text="when it was last said or decided: an older word changes nothing"
    )
    created_at = models.DateTimeField()

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        """People read in the order of their names."""

        ordering: ClassVar = ["name"]
        indexes: ClassVar = [
            models.Index(
                fields=["site", "availability", "available_since"],
                condition=models.Q(on_duty=True),
                name="people_on_duty",
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def actor(self) -> Actor:
        """Return the person as the one who acts."""
        return Actor(
            id=self.id,
            pseudonym=str(self.pseudonym),
            name=self.name,
            kind="system" if self.kind == "system" else "person",
            roles=frozenset(grant.role for grant in self.roles.all()),
            site_id=self.site_id,
        )


class RoleGrant(models.Model):
    """One role of one person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=32, choices=Role.choices)
    granted_at = models.DateTimeField()

    class Meta:
        """A person holds a role once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role"], name="people_role_once")
        ]

    def __str__(self) -> str:
        """Return the role's words."""
        return self.get_role_display()


class Skill(models.Model):
    """Something a person is recorded as able to do, such as `suicide_first_response`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    name = models.SlugField(max_length=60)
    evidence = models.CharField(max_length=200, blank=True, help_text="what shows it, in words")
    valid_until = models.DateField(null=True, help_text="rings by it until the end of this day")
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(null=True)

    class Meta:
        """A skill is recorded once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="people_skill_once")
        ]

    def __str__(self) -> str:
        """Return the skill's name."""
        return self.name


class Presence(models.Model):
    """When a web process last saw a person's live stream (`design.md` 3.4)."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="presence"
    )
    seen_at = models.DateTimeField(db_index=True)
    gone_at = models.DateTimeField(null=True, help_text="set at once on a clean close")
    process = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Return who was seen when."""
        return f"{self.person_id} {self.seen_at:%H:%M:%S}"


class ApiToken(models.Model):
    """A machine's way in: random, kept as a hash, scoped, bound to one source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    scopes = models.JSONField(default=list, help_text="contacts:write, incidents:read, drill ...")
    source = models.CharField(max_length=120, help_text="what may use it; written on every contact")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="tokens")
    exercise = models.BooleanField(default=False, help_text="everything it writes is an exercise")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, help_text="lets nobody in from then on")
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the name, never the token."""
        return self.name
