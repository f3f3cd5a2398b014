"""Clips to a mastered, encoded, chaptered file."""

from narrator.episode.assembly import LOUDNESS, assemble
from narrator.episode.checking import FoundChapter, Report, check_episode
from narrator.episode.formats import FORMATS
from narrator.episode.timeline import PAUSES, RATE, Pauses, spoken_lines
from narrator.model import Problem

__all__ = [
    "FORMATS",
    "LOUDNESS",
    "PAUSES",
    "RATE",
    "FoundChapter",
    "Pauses",
    "Problem",
    "Report",
    "assemble",
    "check_episode",
    "spoken_lines",
]
