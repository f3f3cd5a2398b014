"""Script ⇄ a Markdown file that an editor can correct; `docs/script.md` specifies it."""

from narrator.script.canonical import canonical
from narrator.script.fingerprint import is_edited
from narrator.script.reading import read_script
from narrator.script.writing import write_script

__all__ = ["canonical", "is_edited", "read_script", "write_script"]
