"""Clips to a mastered, encoded, chaptered file."""

from narrator.episode.assembly import LOUDNESS, assemble
from narrator.episode.formats import FORMATS
from narrator.episode.timeline import PAUSES, RATE, Pauses, spoken_lines

__all__ = ["FORMATS", "LOUDNESS", "PAUSES", "RATE", "Pauses", "assemble", "spoken_lines"]
