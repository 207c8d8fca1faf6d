"""One file a format: bytes to frames of text."""
