"""What a family of weights is: which pipeline does which task, and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from generation.capabilities import Capabilities, Licence, Sizes, Takes, Task

Layout = Literal["image", "frames", "flux", "flux2", "wan", "ltx"]
Tell = tuple[str, str, Any]  # a JSON file of the folder, a key in it, the value expected
CACHES = ("first-block", "taylorseer", "pyramid")
PRESENT = object()  # in a Tell: any value but none


@dataclass(frozen=True, slots=True)
class Making:
    """How one task is asked of a pipeline.

    guidance: how strongly the prompt is followed; ``guidance_to``: the argument that takes it,
    "" where the weights have it built in. Above 1 every step costs twice, and only then does
    a negative prompt count. strength: 0..1, how much of what is under the mask is forgotten,
    None where the pipeline has no such notion. factor: of enlargement. caches: by which its
    denoiser can skip what hardly changes between steps. always: arguments that never change.
    """

    pipeline: str
    steps: int
    guidance: float = 0.0
    guidance_to: str = ""
    negative: bool = False
    prompt: bool = True
    end_frame: bool = False
    end_needed: bool = False
    fps_to: str = ""
    strength: float | None = None
    factor: int = 1
    caches: tuple[str, ...] = ()
    always: Mapping[str, Any] = field(default_factory=dict)

    @property
    def takes(self) -> frozenset[Takes]:
        """Return what of a request and of the options means something here."""
        found: dict[Takes, bool] = {
            "prompt": self.prompt,
            "negative": self.negative,
            "guidance": bool(self.guidance_to),
            "steps": True,
            "seed": True,
            "end-frame": self.end_frame,
        }
        return frozenset(name for name, is_taken in found.items() if is_taken)


@dataclass(frozen=True, slots=True)
class Frames:
    """How many frames a clip may have: 1 + a multiple of ``step``, at most ``most``."""

    step: int
    default: int
    most: int
    fps: tuple[float, ...]  # the first is its own; one only: it makes no other

    def covering(self, wanted: int) -> int:
        """Return the least possible number that is not below ``wanted``, or the most."""
        whole = -(-max(wanted - 1, self.step) // self.step) * self.step + 1
        return min(whole, self.most)


@dataclass(frozen=True, slots=True)
class Family:
    """Weights of one kind. declared: what model_index.json calls its pipeline; tells: what
    distinguishes it from a sibling that declares the same. size: what it was trained for.
    """

    name: str
    label: str
    published: str
    licence: Licence
    declared: tuple[str, ...]
    makes: Mapping[Task, Making]
    multiple: int
    size: tuple[int, int]
    largest: int
    layout: Layout
    tells: tuple[Tell, ...] = ()
    frames: Frames | None = None

    @property
    def capabilities(self) -> Capabilities:
        """Return what it can do, as every engine says it."""
        sizes = Sizes((64, 64), (self.largest, self.largest))
        frames = self.frames
        return Capabilities(
            tasks=frozenset(self.makes),
            draws="generated",
            licence=self.licence,
            sizes=sizes,
            fps=frames.fps if frames else (),
            seconds=frames.most / frames.fps[0] if frames else 0.0,
            needs=frozenset({"weights", "gpu"}),
            takes=frozenset[Takes]().union(*(making.takes for making in self.makes.values())),
        )
