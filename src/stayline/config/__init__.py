"""Everything that knows everything: settings, addresses, wiring and the `stayline` command."""
