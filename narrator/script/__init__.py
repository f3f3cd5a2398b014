"""Script ⇄ a Markdown file that an editor can correct; `docs/script.md` specifies it."""

from narrator.script.canonical import canonical
from narrator.script.comparing import Difference, compare_with_article
from narrator.script.fingerprint import is_edited
from narrator.script.frontmatter import is_script
from narrator.script.hard_names import hard_names
from narrator.script.merging import merge_scripts, same_script, update_script
from narrator.script.mistakes import Mistakes
from narrator.script.reading import read_script
from narrator.script.writing import CHIME, write_script

__all__ = [
    "CHIME",
    "Difference",
    "Mistakes",
    "canonical",
    "compare_with_article",
    "hard_names",
    "is_edited",
    "is_script",
    "merge_scripts",
    "read_script",
    "same_script",
    "update_script",
    "write_script",
]
