"""How a picture came to be, step by step: plain mappings, checked, and what C2PA says of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from generation.provenance.wording import TOOL, plain
from generation.types import Words

Steps = tuple[Mapping[str, Any], ...]
Kind = Literal["modified", "generated"]

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
FROM_WORDS = "text-to-"  # tasks that begin with no picture
TASK_NAMES: Mapping[str, Words] = {
    "text-to-image": Words("Слова → картина", "Words → picture"),
    "text-to-video": Words("Слова → видео", "Words → video"),
    "inpainting": Words("Дорисовать часть", "Paint a part anew"),
    "upscaling": Words("Увеличить", "Enlarge"),
    "image-to-video": Words("Картина → видео", "Picture → video"),
    "finish": Words("Отделка", "Finish"),
    "clip": Words("Клип с подписью", "Labelled clip"),
}

# IPTC's names of 2024-09-17. A warp that no network draws is "algorithmically-altered media",
# its word for alteration by algorithm without generative tools. "humanEdits" would hide that
# idle life is made by the program; "algorithmicMedia" wants nothing taken from a real picture.
PICTURE_SOURCE = {
    "still": "digitalCapture",
    "animation": "algorithmicallyEnhanced",
    "modified": "compositeWithTrainedAlgorithmicMedia",  # "edited using generative AI"
    "generated": "trainedAlgorithmicMedia",  # "created using generative AI"
}
_DIGEST = re.compile(r"|[0-9a-f]{64}")
_NEEDED = frozenset(
    {"task", "engine", "label", "draws", "parameters", "models", "input", "output", "cost"}
)


def read_steps(told: Any) -> Steps:
    """Return the steps as JSON gives them back. Raises TypeError or ValueError.

    task: what was done, a capability's name, "finish" or "clip"; engine: its alias; label:
    {"ru", "en"}; draws: "animation" where no network drew, else "modified" or "generated";
    parameters: all that was used; models: [[name, SHA-256], …]; input, output: SHA-256, ""
    for none; cost: {"amount", "currency"} or None.
    """
    if not isinstance(told, list | tuple):
        raise TypeError(told)
    return tuple(_step(each) for each in told)


def kind_of_steps(steps: Sequence[Mapping[str, Any]]) -> Kind:
    """Return what a record calls pictures made so: wholly made, or a real picture changed."""
    return "generated" if str(steps[0]["task"]).startswith(FROM_WORDS) else "modified"


def models_of_steps(steps: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return every weight file that took part, once, in the order of the steps."""
    return tuple(dict.fromkeys((str(m[0]), str(m[1])) for step in steps for m in step["models"]))


def step_actions(steps: Sequence[Mapping[str, Any]], program: str) -> list[dict[str, Any]]:
    """Return a C2PA action for each step; the first has made the picture, if it began with words.

    program: the version of ours, which led the engines.
    """
    return [_action(step, program, number) for number, step in enumerate(steps)]


def _action(step: Mapping[str, Any], program: str, number: int) -> dict[str, Any]:
    label, output = step["label"], step["output"]
    created = number == 0 and step["task"].startswith(FROM_WORDS)
    agent = {"name": plain(f"{TOOL}: {label['en'] or step['engine']}")}
    both = " / ".join(dict.fromkeys(word for word in (label["ru"], label["en"]) if word))
    return {
        "action": "c2pa.created" if created else "c2pa.edited",
        "digitalSourceType": IPTC + PICTURE_SOURCE[step["draws"]],
        "softwareAgent": agent | ({"version": program} if program else {}),
        "description": plain(f"{number + 1}. {step['task']}: {both}. SHA-256 {output}"),
    }


def _step(told: Any) -> dict[str, Any]:
    """Check one step; the rest of its keys are kept as they are."""
    if not isinstance(told, Mapping) or not told.keys() >= _NEEDED:
        raise ValueError(told)
    label, models, cost = told["label"], told["models"], told["cost"]
    texts = [told["task"], told["engine"], label["ru"], label["en"], told["input"], told["output"]]
    if not all(isinstance(text, str) for text in texts) or set(label) != {"ru", "en"}:
        raise TypeError(told)
    digests = [told["input"], told["output"], *(digest for _, digest in models)]
    right = (
        told["task"]
        and told["draws"] in PICTURE_SOURCE
        and isinstance(told["parameters"], Mapping)
        and all(_DIGEST.fullmatch(digest) for digest in digests)
        and (cost is None or set(cost) == {"amount", "currency"})
    )
    if not right:
        raise ValueError(told)
    return dict(told)
