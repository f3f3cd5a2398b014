"""Tiny neural voices for the real piper and kokoro packages: a sine for each phoneme, built with `onnx`.

They have the inputs and outputs that those packages expect, and nothing learned.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR = 15, 8


class Graph:
    """An ONNX graph as it grows: each method adds a node and returns the name of what comes out."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def const(self, value: Any, kind: Any = np.float32) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, kind), name))
        return name

    def op(self, operator: str, *inputs: str, out: str = "", **attributes: Any) -> str:
        name = out or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def floats(self, name: str) -> str:
        return self.op("Cast", name, to=TensorProto.FLOAT)

    def sine(self, hertz: str, samples: str, rate: int) -> str:
        """`hertz` [1, n], `samples` a scalar: [1, n, samples]."""
        count = self.op("Cast", samples, to=TensorProto.INT64)
        ramp = self.floats(self.op("Range", self.const(0, np.int64), count, self.const(1, np.int64)))
        phase = self.op("Mul", self.op("Unsqueeze", hertz, self.const([2], np.int64)), ramp)
        turned = self.op("Mul", phase, self.const(2 * np.pi / rate))
        return self.op("Mul", self.op("Sin", turned), self.const(0.3))

    def save(self, path: Path, inputs: list[Any], outputs: list[Any]) -> None:
        graph = helper.make_graph(self.nodes, "tiny", inputs, outputs, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
        onnx.checker.check_model(model)
        onnx.save(model, str(path))


def info(name: str, kind: int, shape: list[Any]) -> Any:
    return helper.make_tensor_value_info(name, kind, shape)


def piper_voice(
    folder: Path,
    name: str,
    *,
    speakers: dict[str, int] | None = None,
    random: bool = False,
    base: float = 100.0,
) -> Path:
    """`NAME.onnx` and its description: phoneme p of speaker s sounds at `base + p` Hz times 1 + s."""
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    rate, hop = 22050, 256
    speakers = speakers or {}
    g = Graph()
    ids = g.floats("input")
    hertz = g.op("Add", g.op("Mul", ids, g.const(0.1)), g.const(base))
    if speakers:
        hertz = g.op("Mul", hertz, g.op("Add", g.floats("sid"), g.const(1.0)))
    scale = g.op("Gather", "scales", g.const(1, np.int64), axis=0)
    frames = g.op("Ceil", g.op("Mul", scale, g.const(4.0)))
    sound = g.sine(hertz, g.op("Mul", frames, g.const(float(hop))), rate)
    if random:
        noise = g.op("RandomNormalLike", sound, scale=0.05)
        sound = g.op("Add", sound, noise)
    g.op("Reshape", sound, g.const([1, 1, -1], np.int64), out="output")
    each = g.op("Add", g.op("Mul", ids, g.const(0.0)), frames)
    g.op("Unsqueeze", each, g.const([1], np.int64), out="w_ceil")
    inputs = [
        info("input", TensorProto.INT64, ["batch_size", "phonemes"]),
        info("input_lengths", TensorProto.INT64, ["batch_size"]),
        info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers:
        inputs.append(info("sid", TensorProto.INT64, ["batch_size"]))
    path = folder / f"{name}.onnx"
    outputs = [
        info("output", TensorProto.FLOAT, ["batch_size", 1, "time"]),
        info("w_ceil", TensorProto.FLOAT, ["batch_size", 1, "phonemes"]),
    ]
    g.save(path, inputs, outputs)
    described = {
        "audio": {"sample_rate": rate},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "num_symbols": 256,
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": speakers,
        "hop_length": hop,
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "language": {"code": name.partition("-")[0]},
    }
    Path(f"{path}.json").write_text(json.dumps(described))
    return path


def kokoro_voice(folder: Path, names: tuple[str, ...], *, random: bool = False) -> None:
    """`kokoro-tiny.onnx` and `voices-tiny.bin`: each voice's style is a constant that sets its pitch."""
    rate, frame = 24000, 600
    g = Graph()
    ids = g.floats("input_ids")
    style = g.op("Mul", g.op("ReduceMean", "style", keepdims=0), g.const(1000.0))
    hertz = g.op("Add", g.op("Mul", ids, g.const(0.1)), style)
    speed = g.op("Reshape", "speed", g.const(np.zeros(0), np.int64))
    frames = g.op("Ceil", g.op("Div", g.const(3.0), speed))
    sound = g.sine(hertz, g.op("Mul", frames, g.const(float(frame))), rate)
    if random:
        sound = g.op("Add", sound, g.op("RandomNormalLike", sound, scale=0.05))
    g.op("Reshape", sound, g.const([-1], np.int64), out="audio")
    each = g.op("Add", g.op("Mul", ids, g.const(0.0)), frames)
    g.op("Cast", each, out="duration", to=TensorProto.INT64)
    inputs = [
        info("input_ids", TensorProto.INT64, [1, "n"]),
        info("style", TensorProto.FLOAT, [1, 256]),
        info("speed", TensorProto.FLOAT, [1]),
    ]
    outputs = [info("audio", TensorProto.FLOAT, ["t"]), info("duration", TensorProto.INT64, [1, "n"])]
    g.save(folder / "kokoro-tiny.onnx", inputs, outputs)
    styles = {
        name: np.full((510, 1, 256), 0.1 + 0.05 * index, np.float32) for index, name in enumerate(names)
    }
    with (folder / "voices-tiny.bin").open("wb") as file:
        np.savez(file, **styles)
