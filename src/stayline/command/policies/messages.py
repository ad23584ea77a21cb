"""Who may do what about messages."""
