"""Help from outside: who is called, by whom, and whether they arrived."""
