"""Streams: reading, writing, side records, and the runner that joins them to stages."""
