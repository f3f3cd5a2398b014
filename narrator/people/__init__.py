"""People: an Article becomes a Script, with a speaker for every quote and a person for every segment."""
