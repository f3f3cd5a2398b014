"""The shapes of journalism, and how to tell them."""
