"""A cache of recordings that many machines share: a folder here, in front of a place by URL."""

from __future__ import annotations

from pathlib import Path

from narrator.clips import write_aside
from narrator.model import Clip
from narrator.speech.cache import LIMIT, Cache
from narrator.storage import Storage


class SharedCache(Cache):
    """What is not here is looked for in `store`; what is recorded here is put there.

    Content-addressed recordings never change, so whoever puts one there first is right.
    Raises OutputError when the store can't be reached.
    """

    def __init__(
        self, store: Storage, folder: Path | None = None, *, limit: int = LIMIT, thorough: bool = True
    ) -> None:
        super().__init__(folder, limit=limit, thorough=thorough)
        self._store = store

    def find(self, key: str) -> Clip | None:
        found = super().find(key)
        if found is not None:
            return found
        content = self._store.read(self._name(key))
        if content is None:
            return None
        write_aside(self.path_of(key), self.aside, [content])
        return super().find(key)  # verified by its checksum like any other

    def keep(self, key: str) -> None:
        super().keep(key)
        self._store.create(self._name(key), self.path_of(key).read_bytes())

    def _name(self, key: str) -> str:
        return self.path_of(key).relative_to(self.folder).as_posix()
