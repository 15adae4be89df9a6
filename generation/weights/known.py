"""Sets of weights we can use, or are often asked about: where they are published, on what terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generation.capabilities import Licence
from generation.types import Words


@dataclass(frozen=True, slots=True)
class Known:
    """name: what to register it as. published: where it is offered; we fetch nothing.

    files: what the folder must hold at any depth, without the ending. engine: which row of the
    engine table uses it, "" for none: then ``licence.trap`` says why.
    """

    name: str
    title: str
    engine: str
    published: str
    licence: Licence
    files: tuple[str, ...] = ()


KNOWN: tuple[Known, ...] = (
    Known(
        "liveportrait",
        "LivePortrait",
        "liveportrait",
        "https://huggingface.co/KlingTeam/LivePortrait",
        Licence(
            "MIT",
            "https://github.com/KlingTeam/LivePortrait/blob/main/LICENSE",
            "yes",
            Words(
                "Рядом опубликованы модели InsightFace, их лицензия только некоммерческая: не "
                "берите их. Точки лица у нас находят свои модели.",
                "InsightFace's models are published beside it under a non-commercial licence: "
                "leave them out. Our own models find the points of a face.",
            ),
        ),
        (
            "base_models/appearance_feature_extractor",
            "base_models/motion_extractor",
            "base_models/warping_module",
            "base_models/spade_generator",
            "retargeting_models/stitching_retargeting_module",
        ),
    ),
    Known(
        "insightface",
        "InsightFace buffalo_l",
        "",
        "https://github.com/deepinsight/insightface",
        Licence(
            "non-commercial research only",
            "https://github.com/deepinsight/insightface#license",
            "no",
            Words(
                "Только для некоммерческих исследований; музею с билетами и магазином не подходит. "
                "Нам не нужна.",
                "For non-commercial research only; no use to a museum with tickets and a shop. "
                "We do not need it.",
            ),
        ),
    ),
    Known(
        "hunyuan-video",
        "HunyuanVideo",
        "",
        "https://huggingface.co/tencent/HunyuanVideo",
        Licence(
            "Tencent Hunyuan Community",
            "https://github.com/Tencent-Hunyuan/HunyuanVideo/blob/main/LICENSE.txt",
            "ask",
            Words(
                "Лицензия не действует в Европейском союзе, Великобритании и Южной Корее. Мы этих "
                "весов не запускаем.",
                "The licence does not extend to the European Union, the United Kingdom and South "
                "Korea. We do not run these weights.",
            ),
        ),
    ),
)


def lacking(wanted: Known, files: Iterable[str]) -> tuple[str, ...]:
    """Return which files of a set are not among paths; their folder may lie in another one."""
    stems = [f"/{path.rpartition('.')[0]}" for path in files]
    return tuple(
        name for name in wanted.files if not any(one.endswith(f"/{name}") for one in stems)
    )


def engine_for(name: str, files: Iterable[str]) -> str:
    """Return the engine that can use a set, by its name or by what it holds; "" for none known."""
    paths = tuple(files)
    if (found := known(name)) and found.engine:
        return found.engine
    if "model_index.json" in paths:
        return "diffusers"
    fitting = (one.engine for one in KNOWN if one.files and not lacking(one, paths))
    return next(fitting, "")


def known(name: str) -> Known | None:
    """Return the set of this name."""
    return next((one for one in KNOWN if one.name == name), None)
