"""Models from the user's own labels: hashed n-grams of characters and one linear table, learned once, scored fast."""
