"""Tables, charts and reports: a model in, text out."""
