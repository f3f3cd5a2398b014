"""Written text to what is said: "$1.5 million" to "one point five million dollars"."""

from narrator.spoken.rewriting import RULES, speak_text

__all__ = ["RULES", "speak_text"]
