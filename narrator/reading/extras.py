"""Libraries that only some formats need: imported when used, and asked for by name where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from narrator.errors import ArticleError, pip_install


def needs(module: str, what: str) -> Any:
    """The module; raises ArticleError with the command that installs it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ArticleError(
            f"{what} need the package {module}; install it with: {pip_install('narrator[documents]')}"
        ) from error
