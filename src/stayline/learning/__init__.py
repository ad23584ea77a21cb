"""Learning: who is trained on which version of a procedure, and until when."""
