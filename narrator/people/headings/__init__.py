"""Which headings name a person, and whom."""
