"""What engines that ask a service on the network have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from narrator.errors import EngineError
from narrator.speech.cache import default_folder
from narrator.speech.manners import Manners, Refused, Throttle, persist

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Online:
    """All threads of an engine share one throttle; pickled, it takes its fields along and nothing else."""

    name: str
    needs_network: bool = True
    workers: Literal["thread"] = "thread"
    lines_at_once: int = 3
    manners: Manners = field(default_factory=Manners)
    folder: Path | None = None
    """Where the engine keeps what it has fetched; None for the cache's folder."""

    service: ClassVar[str]
    """Who is asked, as the beginning of a sentence."""
    consolation: ClassVar[str] = ""
    """What is not lost, for the same sentence."""

    @cached_property
    def throttle(self) -> Throttle:
        return Throttle(self.manners)

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def keeps_in(self) -> Path:
        return self.folder or default_folder() / self.name

    def answer(self, ask: Callable[[], Answer]) -> Answer:
        """What `ask` returns, asked again as `manners` allow while it raises Refused.  Raises EngineError."""
        try:
            return persist(self.throttle, ask)
        except Refused as refusal:
            raise EngineError(
                f"{self.service} {refusal}; {self.consolation}run it again in some minutes, "
                "or take --engine espeak, which needs no network"
            ) from refusal
