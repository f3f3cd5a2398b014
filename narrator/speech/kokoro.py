"""Kokoro's voices through kokoro-onnx, where the user has downloaded the model and its voices.

Both files (`kokoro*.onnx` and `voices*.bin` or `.npz`) are looked for in the folder `NARRATOR_KOKORO`,
else in `kokoro` in narrator's data folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any, Literal

import kokoro_onnx  # noqa: F401  without the package there is no engine
import numpy as np

from narrator.errors import EngineError, UsageError
from narrator.languages import primary
from narrator.model import Gender, Voice
from narrator.speech.engine import Phonemes, Speech, voice_among
from narrator.speech.models import draws_lots, folder_of, model_bytes, new_session, times_from_phonemes

ENVIRONMENT = "NARRATOR_KOKORO"
RATE = 24000
SLOWEST, FASTEST = 0.5, 2.0
"""What kokoro-onnx accepts as speed."""

LANGUAGES = {
    "a": ("en-US", "en-us"),
    "b": ("en-GB", "en-gb"),
    "e": ("es", "es"),
    "f": ("fr-FR", "fr-fr"),
    "h": ("hi", "hi"),
    "i": ("it", "it"),
    "p": ("pt-BR", "pt-br"),
}
"""By a voice name's first letter: BCP 47, and what the phonemizer calls it.  Japanese and Chinese (j, z)
need phonemizers that kokoro-onnx does not have."""

CLEAREST = tuple(
    """
    af_heart af_bella bf_emma af_nicole am_fenrir am_michael am_puck af_aoede af_kore af_sarah bm_fable
    bm_george bf_isabella
    """.split()  # noqa: SIM905  a line of names
)
"""These first, in this order; the other voices follow by name."""


@dataclass(frozen=True)
class Kokoro:
    """Kokoro's model and voices file from narrator's data folder, by way of kokoro-onnx."""

    name: str = "kokoro"
    needs_network: bool = False
    gives_word_times: bool = True
    workers: Literal["process"] = "process"
    lines_at_once: int = 1
    """onnxruntime spreads one line over all cores, and each process would hold the model again."""
    time_limit: float = 600.0
    folder: Path | None = None
    """Where the two files are; None for where the module says."""

    @property
    def version(self) -> str:
        return f"{version_of('kokoro-onnx')}+1"

    def voices(self, language: str = "en") -> tuple[Voice, ...]:
        wanted = language.lower()
        fitting = [each for each in self._all() if primary(each.language) == primary(wanted)]
        return tuple(sorted(fitting, key=lambda voice: "-" in wanted and voice.language.lower() != wanted))

    def voice_named(self, name: str) -> Voice:
        voices = tuple(self._all())
        if not voices:
            raise UsageError(
                "the engine kokoro has no model here: put kokoro-v1.0.onnx and voices-v1.0.bin, from the "
                "releases of kokoro-onnx on GitHub, "
                f"into {self._folder()}, or name their folder in {ENVIRONMENT}"
            )
        return voice_among(self.name, voices, name)

    def speak(
        self, text: str, voice: Voice, *, pace: float = 1.0, phonemes: Sequence[Phonemes] = ()
    ) -> Speech:
        name = voice.id.removeprefix("kokoro:")
        files = self._files()
        if files is None:
            raise EngineError(f"kokoro's model is not in {self._folder()} any more; take --engine espeak")
        try:
            engine = _loaded(*files)
            sounds = _sounds(engine, text, LANGUAGES[name[0]][1], phonemes)
            if not sounds:
                return Speech(np.zeros(0, np.int16), RATE)
            speed = min(max(pace, SLOWEST), FASTEST)
            audio, rate, timings = engine.create_timed(sounds, name, speed=speed, is_phonemes=True)
        except Exception as error:
            raise EngineError(
                f"the kokoro voice {voice.id} failed ({error}); download it again, or take --engine espeak"
            ) from error
        samples = (np.clip(audio, -1, 1) * 32767).astype(np.int16)
        return Speech(samples, rate, times_from_phonemes(text, list(_words_in(timings, rate)), len(samples)))

    def _folder(self) -> Path:
        return self.folder or folder_of(self.name, ENVIRONMENT)

    def _files(self) -> tuple[Path, Path] | None:
        folder = self._folder()
        models = sorted(folder.glob("*.onnx"))
        voices = sorted([*folder.glob("voices*.bin"), *folder.glob("voices*.npz")])
        return (models[0], voices[0]) if models and voices else None

    def _all(self) -> Iterator[Voice]:
        files = self._files()
        if files is None:
            return
        try:
            with np.load(files[1]) as styles:
                names = [name for name in styles.files if name[:1] in LANGUAGES and name[2:3] == "_"]
        except (OSError, ValueError) as error:
            raise EngineError(f"kokoro's voices {files[1]} can't be read; download them again") from error
        rank = {name: index for index, name in enumerate(CLEAREST)}
        for name in sorted(names, key=lambda name: (rank.get(name, len(rank)), name)):
            gender: Gender = "f" if name[1] == "f" else "m"
            yield Voice(
                id=f"kokoro:{name}",
                engine="kokoro",
                language=LANGUAGES[name[0]][0],
                gender=gender,
                timbre=name,
                rate=RATE,
                description=f"{name[3:].title()}, {'a woman' if gender == 'f' else 'a man'}",
            )


@lru_cache(maxsize=1)
def _engine_of(model: Path, voices: Path, changed: int) -> Any:  # noqa: ARG001
    from kokoro_onnx import Kokoro as Synthesizer

    session = new_session(model_bytes(model))
    session._model_path = str(model)  # kokoro-onnx checks that the file exists
    return Synthesizer.from_session(session, str(voices))


def _loaded(model: Path, voices: Path) -> Any:
    """The synthesizer, about to speak as if for the first time."""
    engine = _engine_of(model, voices, model.stat().st_mtime_ns)
    if draws_lots(model_bytes(model)):
        engine.sess = new_session(model_bytes(model))
    return engine


def _sounds(engine: Any, text: str, language: str, phonemes: Sequence[Phonemes]) -> str:
    """The line in IPA: the editor's where there is one, the phonemizer's elsewhere."""
    out, at = [], 0
    for start, end, ipa in phonemes:
        out += [_phonemized(engine, text[at:start], language), ipa]
        at = end
    out.append(_phonemized(engine, text[at:], language))
    return " ".join(filter(None, out))


def _phonemized(engine: Any, text: str, language: str) -> str:
    return str(engine.tokenizer.phonemize(text, language)) if any(map(str.isalnum, text)) else text.strip()


def _words_in(timings: Sequence[Any], rate: int) -> Iterator[tuple[int, int]]:
    """(phonemes, first sample) of each group of phonemes between spaces."""
    count, first = 0, 0
    for timing in timings:
        if timing.phoneme == " ":
            if count:
                yield count, first
            count = 0
        elif timing.phoneme.isalpha() or timing.phoneme in "ˈˌ":
            first = first if count else round(timing.start * rate)
            count += 1
    if count:
        yield count, first
