"""Things the walk over every address needs one of: a signed file, a step of a chain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from django.contrib.auth.models import User
from django.core.files.storage import default_storage

from exhibits.certificates.issuing import record_in
from exhibits.chains.lines import labels_of_step
from exhibits.chains.making import show_preview
from exhibits.clips.making import sign
from exhibits.models import ChainRun, ChainStep, Clip, Version
from generation import write_tagged
from tests.exhibits.conftest import picture_bytes


def poster(version: Version) -> Clip:
    """Make a signed file of a version, offered to visitors."""
    folder = Path(default_storage.path("clips"))
    folder.mkdir(parents=True, exist_ok=True)
    unsigned, signed = folder / "unsigned.png", folder / "signed.png"
    unsigned.write_bytes(picture_bytes())
    wish = {"suffix": ".png", "language": "en"}
    clip = Clip(version=version, told=wish, suffix=".png", file="clips/signed.png", public=True)
    clip.sha256 = sign(unsigned, signed, version, record_in(version.certificate)).sha256
    clip.bytes = signed.stat().st_size
    clip.save()
    return clip


def chain_step() -> ChainStep:
    """Make a step of a chain that has its picture, and still its preview."""
    run = ChainRun.objects.create(name="Boat", author=User.objects.get(username="curator"))
    step = ChainStep.objects.create(run=run, number=1, kind="text-to-image", engine="gone")
    step.file, step.sha256, step.made = "made.png", "a" * 64, {"size": [96, 64]}
    step.save()
    step.path.parent.mkdir(parents=True, exist_ok=True)
    tags = labels_of_step(step).metadata
    write_tagged(picture_bytes(), step.path, "image/png", tags)
    show_preview(step, np.zeros((64, 96, 3), np.uint8))
    return step
