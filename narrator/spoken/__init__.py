"""Written text to what is said: "$1.5 million" to "one point five million dollars"."""

from narrator.spoken.rewriting import RULES, pronunciations, speak_text

__all__ = ["RULES", "pronunciations", "speak_text"]
