"""Need-to-know: who may read which incident, who is excluded, and who read what."""
