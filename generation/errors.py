"""Every error the moving pictures raise on purpose, with a sentence for people in two languages.

GenerationError
├── PictureRefused      the file is not a picture we can or may open
├── FaceNotTrusted      no face, or one the landmark model does not believe in
├── PointsRefused       hand points that do not describe a face
├── PoseRefused         a pose or option that does not exist or cannot be
├── OptionsRefused      an engine, alias or option that does not exist
├── WeightsMissing      model files that are not there or not the ones expected
├── EngineFailed        an engine broke while preparing or performing
├── EncoderFailed       the codec refused a frame or is not in this build
├── ClipRefused         the file is not a clip we can measure
└── ToolMissing         a program this work needs is not here
"""

from __future__ import annotations

from generation.types import Words


class GenerationError(Exception):
    """Base of all our errors.

    ``for_people`` says what was wrong, where, and what to do; ``permanent`` says whether
    trying the same thing again is useless.
    """

    permanent = True

    def __init__(self, for_people: Words, *, permanent: bool | None = None) -> None:
        super().__init__(for_people.en)
        self.for_people = for_people
        if permanent is not None:
            self.permanent = permanent


class PictureRefused(GenerationError):
    """The file is not a picture we can or may open."""


class FaceNotTrusted(GenerationError):
    """No face was found, or the landmark model does not believe in it."""


class PointsRefused(GenerationError):
    """The hand points do not describe a face."""


class PoseRefused(GenerationError):
    """A pose axis or option that does not exist, or a value out of range."""


class OptionsRefused(GenerationError):
    """An engine, alias or option that does not exist."""


class WeightsMissing(GenerationError):
    """Model files are missing or are not the ones expected."""


class EngineFailed(GenerationError):
    """An engine broke while preparing or performing."""

    permanent = False


class EncoderFailed(GenerationError):
    """The codec refused a frame or is not part of this build."""


class ClipRefused(GenerationError):
    """The file is not a clip or picture we can measure."""


class ToolMissing(GenerationError):
    """A program this work needs is not installed, or lacks a part."""
