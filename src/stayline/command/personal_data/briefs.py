"""What of briefs made from the log is whose."""
