"""What a demo centre holds: people, the shipped playbook in force, and how to sign in."""

from __future__ import annotations

from datetime import UTC, datetime

from stayline.config.migrating import migrate
from stayline.config.options import Settings
from stayline.config.statics import collect
from stayline.people.actions import create_demo_centre


def prepare(options: Settings) -> str:
    """Make what is missing and return the lines that say how to sign in."""
    migrate(options)
    collect(options.data_dir / "static")
    centre = create_demo_centre(at=datetime.now(UTC))
    width = max(len(person.username) for person in centre.people)
    lines = [
        "DEMO: not for real contacts. Sign in as:",
        *(
            f"  {person.username:<{width}}  {person.password}  {person.name}, {person.roles}"
            for person in centre.people
        ),
    ]
    return "\n".join(lines) + "\n"
