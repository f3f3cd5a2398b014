"""Where an article quotes somebody, and what only looks like a quotation."""
