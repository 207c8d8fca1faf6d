"""Folding: a chat's lines or a ticket's events into one ticket; unfolding: a transcript in a cell into its lines.

Each of `messages`, `events` and `unfold` has a `stage`.
"""
