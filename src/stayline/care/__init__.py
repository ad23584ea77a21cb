"""Care for the people who took the contact."""
