"""A performer for a screen that must never go dark: the engine asked for, and who stands in.

Clips and measurements open engines themselves: a file labelled as one engine's work must not
hold another's, and a curator who tries an engine must hear why it does not work.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from generation.live.understudy import Open, Understudied
from generation.making import Models
from generation.presenter.poster import Painting
from generation.protocols import Performer
from generation.registry import open_engine
from generation.scene.model import Scene
from generation.table import Settings

ALIVE_INSTEAD = ("rig", "liveportrait")  # for these the rig stands in; for others the painting
SHARED = ("finish", "ground", "pose", "luma")  # options the rig takes over


def cast_performer(
    settings: Settings,
    alias: str,
    options: Mapping[str, Any] | None,
    scene: Scene,
    *,
    seed: int,
    models: Models | None = None,
) -> Performer:
    """Return a performer of the engine behind an alias, with stand-ins where it may fail.

    models: as ``open_engine`` takes them.

    An engine that draws a living face, or the rig on a GPU, is stood in for by the rig of the
    same scene and seed on the processor, which draws nothing new, then by the painting; any
    other by the painting alone. Raises what ``open_engine`` and ``prepare`` raise for an engine
    that needs no stand-in, OptionsRefused for any.
    """
    entry = settings.get(alias, {"ENGINE": ""})
    engine, told = entry["ENGINE"], {**entry.get("OPTIONS", {}), **(options or {})}
    on_gpu = engine == "rig" and told.get("renderer") == "cuda"

    def open_lead() -> Performer:
        return open_engine(settings, alias, options, models).prepare(scene, seed=seed)

    if engine in ("rig", "still", "") and not on_gpu:  # nothing they need can go away
        return open_lead()
    cast: list[tuple[str, Open]] = [("rig on a GPU" if on_gpu else engine, open_lead)]
    if engine in ALIVE_INSTEAD:
        kept = {name: told[name] for name in SHARED if name in told}
        cast.append(("rig", partial(_open_rig, kept, scene, seed)))
    return Understudied(cast, Painting(scene.rgb, scene.size))


def _open_rig(options: Mapping[str, Any], scene: Scene, seed: int) -> Performer:
    rig: Settings = {"rig": {"ENGINE": "rig", "OPTIONS": options}}
    return open_engine(rig, "rig").prepare(scene, seed=seed)
