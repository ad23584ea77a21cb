"""What is read of quality."""
