"""cstools: small Unix tools for reviewing customer service."""

__version__ = "0.1.0"
