"""What of advice given is whose."""
