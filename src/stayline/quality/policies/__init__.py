"""Who may do what in quality."""
