"""No orphans: a child process ends when its parent does, however the parent ended.

Twice over: Linux sends SIGTERM when the parent dies (`PR_SET_PDEATHSIG`), and everywhere a
pipe, whose other end only the parent holds, reports its end.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from typing import Final

PIPE: Final = "STAYLINE_TEST_LIFELINE"
"""Names the pipe in a child's environment. Not a setting: nobody sets it by hand."""

PR_SET_PDEATHSIG: Final = 1
PATIENCE_SECONDS: Final = 10


def hold_to_parent() -> None:
    """Tie this process to the supervisor that started it; without one, do nothing."""
    number = os.environ.pop(PIPE, "")
    if not number.isdecimal():
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    threading.Thread(target=_watch, args=(int(number),), name="lifeline", daemon=True).start()


def _watch(pipe: int) -> None:
    with contextlib.suppress(OSError):
        os.read(pipe, 1)  # returns only when every other end is closed: the parent is gone
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    os._exit(1)
