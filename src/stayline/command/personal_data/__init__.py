"""What of command is whose."""
