"""Where a batch puts what it makes: a folder of this machine, or a place by URL that many machines share.

Both know one thing more than a file system: creating something only if it is not there, in one step, by
which two workers agree who came first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from narrator.errors import OutputError, UsageError, pip_install, reason_of
from narrator.files import create_whole, explain, write_whole


class Storage(Protocol):
    """Names are relative, with `/` between folders.  All methods raise OutputError."""

    def create(self, name: str, content: bytes) -> bool:
        """Writes it only if there is nothing of that name; False if there is."""

    def read(self, name: str) -> bytes | None: ...

    def write(self, name: str, content: bytes) -> None: ...

    def has(self, name: str) -> bool: ...


class Folder:
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str, content: bytes) -> bool:
        path = self.folder / name
        try:
            return create_whole(path, content)
        except OSError as error:
            raise OutputError(explain(error, path)) from error

    def read(self, name: str) -> bytes | None:
        try:
            return (self.folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError(f"can't read {self.folder / name}: {reason_of(error)}") from error

    def write(self, name: str, content: bytes) -> None:
        write_whole(self.folder / name, content)

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()


class ObjectStore:
    """A place that fsspec knows: `s3://bucket/prefix`, `gs://…`, `memory://…` and others."""

    def __init__(self, url: str) -> None:
        try:
            import fsspec
        except ImportError as error:
            remedy = pip_install("narrator[cluster]")
            raise UsageError(f"{url} needs fsspec, not installed: {remedy}") from error
        try:
            self._system, self._root = fsspec.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise UsageError(f"can't use {url}: {error}") from error
        self._url = url.rstrip("/")

    def create(self, name: str, content: bytes) -> bool:
        try:
            self._system.pipe_file(self._path(name), content, mode="create")
        except FileExistsError:
            return False
        except Exception as error:
            raise self._refused(name, error) from error
        return True

    def read(self, name: str) -> bytes | None:
        try:
            content: bytes = self._system.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._refused(name, error) from error
        return content

    def write(self, name: str, content: bytes) -> None:
        try:
            self._system.pipe_file(self._path(name), content)
        except Exception as error:
            raise self._refused(name, error) from error

    def has(self, name: str) -> bool:
        try:
            self._system.invalidate_cache()
            return bool(self._system.exists(self._path(name)))
        except Exception as error:
            raise self._refused(name, error) from error

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _refused(self, name: str, error: Any) -> OutputError:
        return OutputError(f"{self._url}/{name} can't be reached: {type(error).__name__}: {error}")


def is_url(place: str) -> bool:
    return "://" in place


def storage_at(place: str | Path) -> Storage:
    """Raises UsageError for a URL of a kind that is not installed."""
    return ObjectStore(str(place)) if is_url(str(place)) else Folder(Path(place))
