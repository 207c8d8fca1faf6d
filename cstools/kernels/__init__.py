"""Pure functions on frames: no file, no clock, no terminal."""
