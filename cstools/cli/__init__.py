"""One thin shell a tool, and the one boundary."""
