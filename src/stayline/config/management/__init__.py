"""Commands of Django's that Stayline does in a way of its own."""
