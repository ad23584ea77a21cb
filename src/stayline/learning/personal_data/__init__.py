"""What of learning is whose."""

from stayline.learning.personal_data.courses import (
    courses_about,
)
from stayline.learning.personal_data.practice import (
    practice_about,
)
from stayline.learning.personal_data.support import (
    support_about,
)
from stayline.learning.personal_data.training import (
    held_about,
)

__all__ = [
    "courses_about",
    "held_about",
    "practice_about",
    "support_about",
]
