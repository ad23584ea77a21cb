"""What is due: one watcher over the due-queries of all rooms above."""
