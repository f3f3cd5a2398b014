"""Piper voices that the user has downloaded: each model a voice, or a whole cast of speakers.

Models (`NAME.onnx` with `NAME.onnx.json` beside it) are looked for in the folder `NARRATOR_PIPER_VOICES`,
else in `piper` in narrator's data folder.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any, Literal

import numpy as np
import piper  # noqa: F401  without the package there is no engine
from numpy.typing import NDArray

from narrator.errors import EngineError, UsageError
from narrator.languages import primary
from narrator.model import Voice
from narrator.speech.cache import default_folder
from narrator.speech.engine import Phonemes, Speech, voice_among
from narrator.speech.models import (
    draws_lots,
    folder_of,
    gender_of,
    model_bytes,
    new_session,
    pitch_of,
    times_from_phonemes,
)

ENVIRONMENT = "NARRATOR_PIPER_VOICES"
SENTENCE_PAUSE = 0.2
"""Seconds of silence after each sentence; the voices leave some of their own."""
AUDITIONED = 24
"""Speakers of one model whose pitch is measured, for the casting to know men from women."""
AUDITION = "The morning was mild, and all along the river people were walking home."


@dataclass(frozen=True, slots=True)
class Model:
    path: Path
    language: str
    rate: int
    speakers: tuple[tuple[str, int], ...]
    """(name, number); empty for a model of one voice."""

    @property
    def name(self) -> str:
        return self.path.stem


@dataclass(frozen=True)
class Piper:
    """The Piper voices in narrator's data folder."""

    name: str = "piper"
    needs_network: bool = False
    workers: Literal["process"] = "process"
    lines_at_once: int = 0
    time_limit: float = 180.0
    folder: Path | None = None
    """Where the models are; None for where the module says."""

    @property
    def version(self) -> str:
        return f"{version_of('piper-tts')}+1"

    @property
    def gives_word_times(self) -> bool:
        return _has_onnx()

    def models(self) -> tuple[Model, ...]:
        folder = self.folder or folder_of(self.name, ENVIRONMENT)
        if not folder.is_dir():
            return ()
        found = (_model(path) for path in sorted(folder.rglob("*.onnx")))
        return tuple(model for model in found if model)

    def voices(self, language: str = "en") -> tuple[Voice, ...]:
        wanted = language.lower()
        models = [each for each in self.models() if primary(each.language) == primary(wanted)]
        models.sort(key=lambda model: model.language.lower() != wanted)
        return tuple(voice for model in models for voice in _cast_of(model, _measured(self, model)))

    def voice_named(self, name: str) -> Voice:
        models = self.models()
        if not models:
            folder = self.folder or folder_of(self.name, ENVIRONMENT)
            raise UsageError(
                f"the engine piper has no voice here: put a .onnx file and its .onnx.json into {folder}, "
                f"or name their folder in {ENVIRONMENT}; this fetches one: "
                f'python -m piper.download_voices --download-dir "{folder}" en_US-libritts_r-medium'
            )
        return voice_among(
            self.name, (voice for model in models for voice in _cast_of(model, _noted(model) or {})), name
        )

    def speak(
        self, text: str, voice: Voice, *, pace: float = 1.0, phonemes: Sequence[Phonemes] = ()
    ) -> Speech:
        from piper import SynthesisConfig

        model, speaker = self._find(voice)
        loaded = _loaded(model.path)
        settings = SynthesisConfig(
            speaker_id=speaker, length_scale=loaded.config.length_scale / pace, normalize_audio=False
        )
        samples: list[NDArray[np.int16]] = []
        words: list[tuple[int, int]] = []
        length = 0
        try:
            for chunk in loaded.synthesize(_marked(text, phonemes), settings, include_alignments=True):
                words.extend(_words_in(chunk, length))
                pause = np.zeros(round(SENTENCE_PAUSE * chunk.sample_rate), np.int16)
                samples += [chunk.audio_int16_array, pause]
                length += len(samples[-2]) + len(pause)
        except Exception as error:  # onnxruntime raises its own kinds, bare
            raise EngineError(
                f"the piper voice {voice.id} failed ({error}); download it again, or take --engine espeak"
            ) from error
        sound = np.concatenate(samples) if samples else np.zeros(0, np.int16)
        return Speech(sound, model.rate, times_from_phonemes(text, words, length))

    def _find(self, voice: Voice) -> tuple[Model, int | None]:
        name, _, speaker = voice.id.removeprefix("piper:").partition("/")
        for model in self.models():
            if model.name == name:
                numbers = dict(model.speakers)
                return model, numbers[speaker] if speaker else None
        raise EngineError(f"the piper voice {voice.id} is not there any more; choose another voice")


def _cast_of(model: Model, pitches: dict[str, float]) -> Iterator[Voice]:
    for speaker in [name for name, _ in model.speakers] or [""]:
        pitch = pitches.get(speaker)
        yield Voice(
            id=_id(model, speaker),
            engine="piper",
            language=model.language,
            gender=gender_of(pitch),
            timbre=f"{model.name}/{speaker}",
            pitch=pitch,
            rate=model.rate,
            description=f"{model.name}, speaker {speaker}" if speaker else model.name,
        )


def _id(model: Model, speaker: str) -> str:
    return f"piper:{model.name}" + (f"/{speaker}" if speaker else "")


def _model(path: Path) -> Model | None:
    """None for a model without its description, or one that is not piper's."""
    try:
        told = json.loads(Path(f"{path}.json").read_text("utf-8"))
        rate = int(told["audio"]["sample_rate"])
        speakers = told.get("speaker_id_map") or {}
        code = told.get("language", {}).get("code") or path.stem.partition("-")[0]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    numbered = sorted(
        ((str(name), int(number)) for name, number in speakers.items()), key=lambda each: each[1]
    )
    return Model(path, str(code).replace("_", "-"), rate, tuple(numbered) if len(numbered) > 1 else ())


def _has_onnx() -> bool:
    from importlib.util import find_spec

    return find_spec("onnx") is not None


@lru_cache(maxsize=2)
def _voice_of(path: Path, changed: int) -> tuple[Any, bytes]:  # noqa: ARG001
    """Piper's voice, and the network as it is run: with alignments where `onnx` is there to add them."""
    from piper import PiperVoice
    from piper.config import PiperConfig

    model = model_bytes(path)
    if _has_onnx():
        import onnx
        from piper.patch_voice_with_alignment import add_alignment_output

        graph = onnx.load_from_string(model)
        try:
            add_alignment_output(graph)
            model = graph.SerializeToString()
        except ValueError:
            pass  # it has them already, or can't have them
    config = PiperConfig.from_dict(json.loads(Path(f"{path}.json").read_text("utf-8")))
    return PiperVoice(session=new_session(model, threads=1), config=config), model


def _loaded(path: Path) -> Any:
    """The voice, about to speak as if for the first time."""
    try:
        voice, model = _voice_of(path, path.stat().st_mtime_ns)
        if draws_lots(model):
            voice.session = new_session(model, threads=1)
    except Exception as error:  # onnx and onnxruntime raise their own kinds, bare
        raise EngineError(f"the piper voice {path} can't be loaded ({error}); download it again") from error
    return voice


def _marked(text: str, phonemes: Sequence[Phonemes]) -> str:
    """Piper reads `[[…]]` as IPA; nothing else in the text may look like it."""
    out, at = [], 0
    for start, end, ipa in phonemes:
        out += [_harmless(text[at:start]), f"[[{ipa.replace(']', '')}]]"]
        at = end
    return "".join([*out, _harmless(text[at:])])


def _harmless(text: str) -> str:
    return text.replace("[[", "[ [")


def _words_in(chunk: Any, at: int) -> Iterator[tuple[int, int]]:
    """(phonemes, first sample) of each group of phonemes between spaces."""
    count, first = 0, at
    for alignment in chunk.phoneme_alignments or ():
        phoneme = alignment.phoneme
        if phoneme == " ":
            if count:
                yield count, first
            count = 0
        elif phoneme.isalpha() or phoneme in "ˈˌ":
            first = first if count else at
            count += 1
        at += int(alignment.num_samples)
    if count:
        yield count, first


# --------------------------------------------------------------------------- what the voices sound like


def _note_of(model: Model) -> Path:
    status = model.path.stat()
    return default_folder() / "piper" / f"{model.name}-{status.st_size}-{status.st_mtime_ns}.json"


def _noted(model: Model) -> dict[str, float] | None:
    """The pitch by speaker that was measured before, if it was."""
    try:
        return {
            str(name): float(hertz) for name, hertz in json.loads(_note_of(model).read_text("utf-8")).items()
        }
    except (OSError, ValueError, AttributeError):
        return None


def _measured(engine: Piper, model: Model) -> dict[str, float]:
    """The pitch of the first speakers, measured once for each model file and then remembered."""
    noted = _noted(model)
    if noted is not None:
        return noted
    found = {}
    for speaker in [name for name, _ in model.speakers[:AUDITIONED]] or [""]:
        voice = Voice(id=_id(model, speaker), engine="piper", language=model.language)
        heard = engine.speak(AUDITION, voice)
        pitch = pitch_of(heard.samples, heard.rate)
        if pitch:
            found[speaker] = round(pitch, 1)
    note = _note_of(model)
    with contextlib.suppress(OSError):  # then it is measured again next time
        note.parent.mkdir(parents=True, exist_ok=True)
        aside = note.with_suffix(f".{os.getpid()}")
        aside.write_text(json.dumps(found), "utf-8")
        aside.replace(note)
    return found
