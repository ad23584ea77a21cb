"""Forms filled and submitted, and the case."""
