"""Lines in, signals out."""
