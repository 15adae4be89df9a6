"""The one door to the engines: reads settings.GENERATION, prepares scenes, opens performers."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

import generation
from generation import (
    NEURAL_DRAWS,
    GenerationError,
    Performer,
    Scene,
    SceneRecipe,
    Timeline,
    load_scene,
    open_engine,
    save_scene,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generation import Draws, Found, Models, Rehearsal, Script, Survey

RECORDING = "recording.flac"
LOOKED_AT = 2  # pictures looked at once, 10 MB each: a curator who drags a point waits for no scan
LATELY = 8  # scenes in memory, 5 to 25 MB each: a visitor who points must not wait for a disk

_lately: dict[str, Scene] = {}
_looked_at: dict[tuple[str, tuple[int, int]], Survey] = {}
_making = Lock()  # two viewers of a new portrait make its scene once
_speaking = Lock()  # and its answers
_hatching = Lock()  # and what was added to it


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides what a living portrait looks like; same recipe, same frames."""

    picture: Path
    engine: str = "default"
    options: dict[str, Any] = field(default_factory=dict)
    seed: int = 1
    scene: SceneRecipe = field(default_factory=SceneRecipe)
    models: Models | None = None  # the weights it was saved with, None for those that are here
    kept: bool = True  # a draft's scenes are many, and stay in memory only


@dataclass(frozen=True, slots=True)
class Telling:
    """All that decides what an answer says; same telling, same sound."""

    text: str  # a script, JSON or marked text
    language: str
    recording: Path | None = None  # somebody's own voice, to be spoken instead of a made one
    recording_sha256: str = ""


class Made(NamedTuple):
    """An answer: its timeline without the sound, and the file of the sound, if it has any."""

    timeline: Timeline
    sound: Path | None


class Drawn(NamedTuple):
    """What a record says of an engine: how its pictures come about, and whose weights took part.

    models: (name, SHA-256), as they are registered; None where they cannot be told.
    """

    kind: Draws
    models: Models | None


class Hatch(NamedTuple):
    """What was added to a painting: the file of the mask, and of what is told of it as JSON."""

    mask: Path
    told: Path


def scene_key(picture_sha256: str, recipe: SceneRecipe) -> str:
    """Name a scene by everything it is computed from."""
    made = {name: value for name, value in asdict(recipe).items() if name != "masks" or value}
    told = json.dumps([picture_sha256, made], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def kept_limits() -> Any:
    """Return limits for pictures as we keep them: a PNG may outgrow the JPEG that came in."""
    pixels = settings.UPLOAD_MAX_PIXELS
    return generation.PictureLimits(bytes=4 * pixels, pixels=pixels)


def scene_for(recipe: Recipe) -> Scene:
    """Return the scene of a recipe: from memory, else from disk, else made and kept.

    Raises PictureRefused, FaceNotTrusted, PointsRefused or WeightsMissing.
    """
    key = scene_key(generation.picture_digest(recipe.picture), recipe.scene)
    with _making:
        scene = _lately.pop(key, None) or _kept_or_made(key, recipe)
        _lately[key] = scene
        while len(_lately) > LATELY:
            del _lately[next(iter(_lately))]
    return scene


def _kept_or_made(key: str, recipe: Recipe) -> Scene:
    kept = Path(settings.SCENES_DIR) / f"{key}.npz"
    scene = load_scene(kept)
    if scene is None:
        sha256 = generation.picture_digest(recipe.picture)
        scene = generation.scene_of_survey(_survey(sha256, recipe), sha256, recipe.scene)
        if recipe.kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            save_scene(scene, kept)
    return scene


def parts_for(recipe: Recipe) -> dict[str, Any]:
    """Return how strongly each pixel is of each part: part → (h, w) 0..1. Slow where the
    picture was not looked at lately. Raises what ``scene_for`` raises."""
    with _making:
        survey = _survey(generation.picture_digest(recipe.picture), recipe)
    return generation.parts_of_survey(survey, recipe.scene)


def _survey(sha256: str, recipe: Recipe) -> Survey:
    """Return what was seen of a picture; large ones are decoded and searched once."""
    key = sha256, recipe.scene.size
    survey = _looked_at.pop(key, None)
    if survey is None:
        picture = generation.open_picture(recipe.picture, kept_limits())
        models = Path(settings.MODELS_DIR) / "mediapipe"
        survey = generation.survey_picture(picture.rgb, recipe.scene.size, models)
    _looked_at[key] = survey
    while len(_looked_at) > LOOKED_AT:
        del _looked_at[next(iter(_looked_at))]
    return survey


def find(rgb: Any) -> Found:
    """Find the faces of one decoded picture and build nothing."""
    return generation.find_faces(rgb, Path(settings.MODELS_DIR) / "mediapipe")


def open_performer(recipe: Recipe, scene: Scene | None = None, *, live: bool = False) -> Performer:
    """Return a performer ready for its first frame, of the recipe's scene or a given one.

    live: for a stage, on LIVE_DEVICE, else on JOBS_DEVICE. Slow the first time: call off the
    loop.
    """
    device = settings.LIVE_DEVICE if live else settings.JOBS_DEVICE
    known = generation.on_device(settings.GENERATION, recipe.engine, device)
    engine = open_engine(known, recipe.engine, recipe.options, recipe.models)
    return engine.prepare(scene or scene_for(recipe), seed=recipe.seed)


def takes(alias: str, option: str) -> bool:
    """Say whether an engine has an option of this name; one that is not here has none."""
    name = settings.GENERATION.get(alias, {}).get("ENGINE", "")
    try:
        return option in generation.options_schema(name)["properties"]
    except GenerationError:
        return False


def drawn_by(alias: str, options: dict[str, Any]) -> Drawn:
    """Return what is true of an engine's pictures; the worse of what may be true of a lost one."""
    name = settings.GENERATION.get(alias, {}).get("ENGINE", alias)
    try:
        kind = generation.capabilities_of(name).draws
    except GenerationError:
        return Drawn("modified", None)
    try:
        return Drawn(kind, open_engine(settings.GENERATION, alias, options).weights())
    except GenerationError:
        return Drawn(kind, None)


def cast_performer(recipe: Recipe) -> Performer:
    """Return what ``open_performer`` does, with stand-ins where its engine may fail: for
    screens, which must never lose their picture. Slow the first time."""
    known = generation.on_device(settings.GENERATION, recipe.engine, settings.LIVE_DEVICE)
    told = known, recipe.engine, recipe.options, scene_for(recipe)
    return generation.cast_performer(*told, seed=recipe.seed, models=recipe.models)


def voices() -> dict[str, dict[str, Any]]:
    """Return the voices of settings.VOICES and those whose files lie in MODELS_DIR/voices."""
    return generation.local_voices(Path(settings.MODELS_DIR) / "voices") | settings.VOICES


def answer_key(picture_sha256: str, recipe: Recipe, telling: Telling) -> str:
    """Name an answer by everything it is computed from."""
    said = [telling.text, telling.language, telling.recording_sha256]
    told = [settings.VERSION, scene_key(picture_sha256, recipe.scene), voices(), said]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:40]


def rehearse(script: Script, scene: Scene, files: Callable[[str], bytes], seed: int) -> Rehearsal:
    """Compile a script with our voices and tell what happens when. Slow: seconds.

    Raises GenerationError: the script, a voice or a file refuses.
    """
    return generation.rehearse(script, scene, voices(), files, seed=seed)


def rehearse_together(
    script: Script, scenes: Sequence[Scene], files: Callable[[str], bytes], seed: int
) -> Rehearsal:
    """Do what ``rehearse`` does for several on one clock."""
    return generation.rehearse_together(script, scenes, voices(), files, seed=seed)


def script_of(telling: Telling) -> Script:
    """Return the script of an answer. Raises ScriptRefused, which names line and field.

    With a recording, plain text is what the recording says; a script that places the
    recording itself stays as it is.
    """
    text = telling.text
    if telling.recording and text.strip() and not (text.lstrip()[0] == "{" or "[recording" in text):
        spoken = {"recording": RECORDING, "text": text}
        text = json.dumps({"version": 1, "events": [spoken]}, ensure_ascii=False)
    script = generation.read_script(text)
    script = replace(script, language=script.language or telling.language)
    generation.check_script(script)
    return script


def compile_telling(telling: Telling, scene: Scene) -> Timeline:
    """Return what an answer says as numbers over time for one scene. Slow: seconds.

    Raises GenerationError: the script, a voice or the recording refuses.
    """
    script = script_of(telling)
    if telling.recording is None:
        return generation.compile_script(script, scene, voices())
    recording = telling.recording.read_bytes()  # by whatever name the script calls it
    return generation.compile_script(script, scene, voices(), lambda name: recording)


def answer_for(key: str, recipe: Recipe, telling: Telling) -> Made:
    """Return the answer of this name: from disk, else compiled and kept. Slow: seconds.

    Raises GenerationError: the script, a voice, the recording or the scene refuses.
    """
    kept = Path(settings.ANSWERS_DIR) / f"{key}.npz"
    with _speaking:
        timeline = generation.kept_timeline(kept)
        if timeline is None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            generation.keep_timeline(compile_telling(telling, scene_for(recipe)), kept)
            timeline = generation.kept_timeline(kept)
            assert timeline
    sound = kept.with_suffix(".flac")
    return Made(timeline, sound if sound.exists() else None)


def hatch_key(picture_sha256: str, recipe: Recipe, answers: Sequence[str]) -> str:
    """Name what was added by everything it is computed from; answers: their keys."""
    looks = [settings.GENERATION.get(recipe.engine), recipe.options]
    told = [settings.VERSION, scene_key(picture_sha256, recipe.scene), looks, list(answers)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:40]


def hatch_for(key: str, recipe: Recipe, timelines: Callable[[], Sequence[Timeline]]) -> Hatch:
    """Return what was added under this name: from disk, else computed and kept. Slow: seconds.

    timelines: of all its answers, asked for only where they are needed. Raises GenerationError.
    """
    kept = Path(settings.HATCHES_DIR) / f"{key}.png"
    with _hatching:
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            engine = settings.GENERATION[recipe.engine]
            ground = {**engine.get("OPTIONS", {}), **recipe.options}.get("ground")
            scene = scene_for(recipe)
            if engine["ENGINE"] == "still":
                found = generation.untouched(scene)
            elif engine["ENGINE"] == "liveportrait":
                found = generation.face_redrawn(scene, ground, tuple(timelines()))
            elif generation.capabilities_of(engine["ENGINE"]).draws in NEURAL_DRAWS:
                found = generation.wholly_made(scene)
            else:
                found = generation.touched(scene, ground, tuple(timelines()))
            generation.keep_touched(found, kept)
    return Hatch(kept, kept.with_suffix(".json"))
