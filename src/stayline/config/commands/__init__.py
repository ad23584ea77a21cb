"""The subcommands of `stayline`, one module each."""
