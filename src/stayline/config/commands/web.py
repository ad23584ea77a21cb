"""`stayline web`: one web process. Any number can run behind a load balancer on PostgreSQL."""

from __future__ import annotations

import click

from stayline.config.commands._centre import load_centre, require_ready


@click.command()
@click.option("--port", type=int, help="Listen here instead of STAYLINE_PORT.")
def command(port: int | None) -> None:
    """Serve pages, the API and live events."""
    options = load_centre()
    require_ready(options)
    from stayline.config.serving import serve

    serve(bind=options.bind, port=port or options.port or 8000)
