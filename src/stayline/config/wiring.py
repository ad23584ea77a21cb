"""Which room answers which port. Start fails when one is unplugged.

Each room's lines stand together in a function of their own, called from `plug`; a room that
is not built has no line. Imports are inside the functions because models exist only once
Django has loaded every application.
"""

from __future__ import annotations

from stayline.platform.plugs import Unplugged, empty_slots


def plug() -> None:
    """Plug every port of every room, once, at start.

    Raises:
        Unplugged: a port has no answer, with the names of all such ports.
    """
    _platform()
    _connectors()
    missing = empty_slots()
    if missing:
        message = f"unplugged: {', '.join(missing)}; add a line to stayline/config/wiring.py"
        raise Unplugged(message)


def _platform() -> None:
    """Plug what the web's edge needs. Presence is kept by people once that room answers."""
    from stayline.platform import ports  # noqa: PLC0415 - models exist only now

    ports.presence.plug(ports.NobodyPresent())


def _connectors() -> None:
    """Plug what reaches outside: keys, and the ways by which messages leave."""
    from django.conf import settings  # noqa: PLC0415 - settings exist only now

    from stayline.connectors.keys_file import FileKeys  # noqa: PLC0415
    from stayline.platform.ports import keys  # noqa: PLC0415

    keys.plug(FileKeys(settings.STAYLINE_MASTER_KEY))
