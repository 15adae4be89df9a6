"""Every error the moving pictures raise on purpose, with a sentence for people in two languages.

GenerationError
├── PictureRefused      the file is not a picture we can or may open
├── FaceNotTrusted      no face, or one the landmark model does not believe in
├── PointsRefused       hand points that do not describe a face
├── PoseRefused         a pose or option that does not exist or cannot be
├── OptionsRefused      an engine, alias or option that does not exist
├── WeightsMissing      model files that are not there or not the ones expected
├── WeightsRefused      a file of weights that is broken, or would run code
├── RequestRefused      an engine cannot make what is asked, said before it is tried
├── MemoryShort         too little memory for this, even in smaller pieces
├── DeviceRefused       no such device, or another process owns it
├── DeviceLost          a GPU that stopped answering; only a new process gets it back
├── ServiceRefused      a paid service said no: moderation, key, credit, limits
├── ServiceAway         a paid service does not answer now; asking again may help
├── BudgetSpent         it would cost more than the museum allows in this month
├── EngineFailed        an engine broke while preparing or performing
├── EncoderFailed       the codec refused a frame or is not in this build
├── ClipRefused         the file is not a clip we can measure
├── ScriptRefused       a script that cannot be read or performed; names line and field
├── TextRefused         words no voice can say
├── SoundRefused        a file that is not a recording we can use
├── MelodyRefused       notes that cannot be read or sung
├── CameraRefused       a camera sentence not understood, or a move that cannot be made
├── BrushRefused        a brush region, path or flow that cannot be
├── FinishRefused       a finish or setting of it that does not exist
├── LayoutRefused       a presenter's layout or poster that cannot be
├── RecordRefused       what is told of a version is wrong or incomplete
├── SigningRefused      a certificate, a key or a file that cannot sign or be signed
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


class WeightsRefused(GenerationError):
    """A file of weights is broken, of a kind we do not take, or would run code when read."""


class RequestRefused(GenerationError):
    """An engine cannot make what is asked; said before anything is loaded or spent."""


class MemoryShort(GenerationError):
    """Too little memory for this, even in smaller pieces."""


class DeviceRefused(GenerationError):
    """No such device, or another process owns it."""


class DeviceLost(GenerationError):
    """A GPU stopped answering; only a new process gets it back."""


class ServiceRefused(GenerationError):
    """A paid service said no: moderation, a key, credit, a limit."""


class ServiceAway(GenerationError):
    """A paid service does not answer now; nothing is lost, and asking again may help."""

    permanent = False


class BudgetSpent(GenerationError):
    """It would cost more than the museum allows in this month."""


class EngineFailed(GenerationError):
    """An engine broke while preparing or performing."""

    permanent = False


class EncoderFailed(GenerationError):
    """The codec refused a frame or is not part of this build."""


class ClipRefused(GenerationError):
    """The file is not a clip or picture we can measure."""


class ScriptRefused(GenerationError):
    """A script that cannot be read or performed; the sentence names line and field."""


class TextRefused(GenerationError):
    """Words no voice can say: empty, too long, not a language we have."""


class SoundRefused(GenerationError):
    """The file is not a recording we can use."""


class MelodyRefused(GenerationError):
    """Notes that cannot be read or sung."""


class CameraRefused(GenerationError):
    """A camera sentence not understood, or a move that cannot be made; says the nearest.

    ``nearest``: a sentence that can be, None where none is near. ``instead``: the word that was
    not known, and the known word most like it.
    """

    nearest: Words | None = None
    instead: tuple[str, str] | None = None


class BrushRefused(GenerationError):
    """A brush region, path or flow that cannot be."""


class FinishRefused(GenerationError):
    """A finish, or a setting of one, that does not exist or is out of range."""


class LayoutRefused(GenerationError):
    """A presenter's layout or a poster that cannot be."""


class RecordRefused(GenerationError):
    """What is told of a version is wrong or incomplete; the sentence names the field."""


class SigningRefused(GenerationError):
    """A certificate, a key or a file that cannot sign or be signed."""


class ToolMissing(GenerationError):
    """A program this work needs is not installed, or lacks a part."""
