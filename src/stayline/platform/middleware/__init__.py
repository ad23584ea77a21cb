"""The web's edge: what happens round every request, one concern a file."""
