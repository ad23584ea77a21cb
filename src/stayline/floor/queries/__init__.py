"""What the floor reads."""

from stayline.floor.queries.board import KINDS_SEEN, Board, BoardRow, board
from stayline.floor.queries.briefing import BriefingPage, briefing_page
from stayline.floor.queries.record import RecordPage, record_page

__all__ = [
    "KINDS_SEEN",
    "Board",
    "BoardRow",
    "BriefingPage",
    "RecordPage",
    "board",
    "briefing_page",
    "record_page",
]
