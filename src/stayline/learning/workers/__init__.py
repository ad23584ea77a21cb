"""What is due in learning, for the watcher (`deadlines.DuePort`)."""
