"""What of assessment and priority is whose."""
