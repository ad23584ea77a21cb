"""`stayline protocol`: work on protocol documents. It needs no database and no settings.

Each subcommand is one module here that offers a click command called `command`; a module whose
name begins with an underscore is none.
"""

from __future__ import annotations

import sys
from typing import Final

from stayline.config.commands._lazy import LazyCommands

command: Final = LazyCommands(
    package=sys.modules[__name__],
    name="protocol",
    help="Look at protocol documents, check them and write new ones.",
)
