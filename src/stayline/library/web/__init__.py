"""Screens of the library: to look something up, to read it, to take it along as a file."""
