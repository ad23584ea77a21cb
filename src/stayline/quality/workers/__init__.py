"""What falls due in quality."""

from stayline.quality.workers.complaints import (
    ComplaintDue,
)
from stayline.quality.workers.reviewing import QueueDue, ReviewOverdueDue
from stayline.quality.workers.trends import (
    CountDue,
)

__all__ = [
    "ComplaintDue",
    "CountDue",
    "QueueDue",
    "ReviewOverdueDue",
]
