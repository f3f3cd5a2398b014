"""Whose each passage is, and where an article is cut."""
