"""narrator: an article in, a mastered and chaptered episode out, each person with a voice of their own."""

__version__ = "0.1.0"
