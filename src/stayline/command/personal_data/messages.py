"""What of messages is whose."""
