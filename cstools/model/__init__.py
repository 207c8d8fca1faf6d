"""Declarations: fields, metrics, rules, words. Standard library only."""
