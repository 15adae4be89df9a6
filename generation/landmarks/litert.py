"""Run one small .tflite model: floats in, floats out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from generation.types import Floats


class Model:
    """One model file, ready to be called. One thread only: a museum box shares its cores."""

    def __init__(self, path: Path) -> None:
        self._interpreter = Interpreter(str(path), num_threads=1)
        self._interpreter.allocate_tensors()
        entry = self._interpreter.get_input_details()[0]
        self._input = entry["index"]
        self.side = int(entry["shape"][1])
        self._outputs = [d["index"] for d in self._interpreter.get_output_details()]

    def __call__(self, image: Floats) -> list[Floats]:
        """Take (side, side, 3) float32; return the outputs without their batch axis."""
        self._interpreter.set_tensor(self._input, image[None].astype(np.float32, copy=False))
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(index)[0] for index in self._outputs]
