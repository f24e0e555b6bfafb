"""What the program can say about its own health."""
