"""A performer for a screen that must never go dark: the engine asked for, and who stands in.

Clips and measurements open engines themselves: a file labelled as one engine's work must not
hold another's, and a curator who tries an engine must hear why it does not work.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from generation.live.understudy import Open, Understudied
from generation.presenter.poster import Painting
from generation.protocols import Performer
from generation.registry import on_device, open_engine
from generation.scene.model import Scene
from generation.table import Settings

SELF_SUFFICIENT = ("rig", "still")  # nothing they need can go away
ALIVE_INSTEAD = ("liveportrait",)  # for these the rig stands in; for others the painting
SHARED = ("finish", "ground", "pose", "luma")  # options the rig takes over


def cast_performer(
    settings: Settings,
    alias: str,
    options: Mapping[str, Any] | None,
    scene: Scene,
    *,
    seed: int,
    device: str = "auto",
) -> Performer:
    """Return a performer of the engine behind an alias, with stand-ins where it may fail.

    device: for an engine that takes one, where the settings name none.

    An engine that draws a living face is stood in for by the rig of the same scene and seed,
    which bends the painting and draws nothing new, then by the painting; any other by the
    painting alone. Raises what ``open_engine`` and ``prepare`` raise for an engine that needs
    no stand-in, OptionsRefused for any.
    """
    engine = settings.get(alias, {}).get("ENGINE", "")

    def open_lead() -> Performer:
        return open_engine(settings, alias, options).prepare(scene, seed=seed)

    told = {**settings.get(alias, {}).get("OPTIONS", {}), **(options or {})}
    on_gpu = engine == "rig" and told.get("renderer") == "cuda"
    if not on_gpu and (engine in SELF_SUFFICIENT or not engine):
        return open_lead()
    cast: list[tuple[str, Open]] = [("rig on a GPU" if on_gpu else engine, open_lead)]
    if on_gpu or engine in ALIVE_INSTEAD:
        kept = {name: told[name] for name in SHARED if name in told}
        cast.append(("rig", partial(_open_rig, kept, scene, seed)))
    return Understudied(cast, Painting(scene.rgb, scene.size))


def _may_fail(engine: str, options: Mapping[str, Any]) -> bool:
    """Say whether an engine needs what can go away: a device, weights, a file."""
    if engine == "rig":
        return options.get("renderer") == "cuda"
    return engine not in ("still", "")


def _open_rig(options: Mapping[str, Any], scene: Scene, seed: int) -> Performer:
    rig: Settings = {"rig": {"ENGINE": "rig", "OPTIONS": options}}
    return open_engine(rig, "rig").prepare(scene, seed=seed)
