"""Text on its way into a file format."""

from narrator.characters import clean

__all__ = ["clean"]
