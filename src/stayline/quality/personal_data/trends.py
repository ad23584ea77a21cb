"""What of figures, alarms, queries and complaints is whose."""
