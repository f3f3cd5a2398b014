"""What was found, put together as a Script."""
