"""Episode: clips become a mastered, chaptered audio file."""
