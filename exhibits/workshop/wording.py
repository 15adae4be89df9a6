"""The words of the studio that its scripts need, in the page's language."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

import generation
from exhibits.refusal import in_language
from exhibits.workshop.enginewords import SAY

_said = lazy(in_language, str)


class Tool(NamedTuple):
    """One tool: a script static/js/workshop/tools/<name>.js and a template _<name>.html."""

    name: str
    title: Any
    icon: str
    hint: Any
    key: str  # the key that chooses it

    @property
    def template(self) -> str:
        """Return where its inspector is."""
        return f"workshop/_{self.name}.html"


TOOLS = (
    Tool("points", gettext_lazy("Points"), "points",
         gettext_lazy("Drag a point. Arrow keys move it by one pixel, with Shift by ten."), "1"),
    Tool("pose", gettext_lazy("Life"), "face",
         gettext_lazy("What is held stays; the rest lives by itself."), "2"),
    Tool("brush", gettext_lazy("Brush"), "brush",
         gettext_lazy("Paint a place and draw where it should go."), "3"),
    Tool("camera", gettext_lazy("Camera"), "camera",
         gettext_lazy("The frames are what a visitor will see."), "4"),
    Tool("words", gettext_lazy("Words"), "script",
         gettext_lazy("What visitors ask, and what the portrait says."), "5"),
    Tool("finish", gettext_lazy("Finish"), "sun",
         gettext_lazy("A painting, or as if somebody photographed it."), "6"),
    Tool("masks", gettext_lazy("Masks"), "bust",
         gettext_lazy("What moves with the sitter, and what lies in front and stays."), "7"),
    Tool("engine", _said(SAY["engine"]), "key", _said(SAY["hint"]), "8"),
)  # fmt: skip

# The sitter's right is on the viewer's left.
POINT_NAMES: dict[str, Any] = {
    "right_eye_outer": gettext_lazy("Right eye, outer corner"),
    "right_eye_inner": gettext_lazy("Right eye, inner corner"),
    "left_eye_inner": gettext_lazy("Left eye, inner corner"),
    "left_eye_outer": gettext_lazy("Left eye, outer corner"),
    "nose_tip": gettext_lazy("Tip of the nose"),
    "mouth_right": gettext_lazy("Right corner of the mouth"),
    "mouth_left": gettext_lazy("Left corner of the mouth"),
    "upper_lip": gettext_lazy("Upper lip, its upper edge"),
    "lower_lip": gettext_lazy("Lower lip, its lower edge"),
    "chin": gettext_lazy("Chin"),
    "right_cheek": gettext_lazy("Right cheek, edge of the face"),
    "left_cheek": gettext_lazy("Left cheek, edge of the face"),
}


# Sentences of the page's scripts; {0} and {1} are filled in there.
LABELS: dict[str, Any] = {
    "saved": gettext_lazy("Saved at {0}"),
    "saving": gettext_lazy("Saving…"),
    "unsaved": gettext_lazy("Not saved yet"),
    "offline": gettext_lazy("Not saved yet: no connection. Trying again."),
    "out": gettext_lazy("Not saved yet: logged out. Log in in another tab; nothing is lost."),
    "refused": gettext_lazy("Not saved: something was refused."),
    "looking": gettext_lazy("You are looking, not changing."),
    "taken": gettext_lazy("{0} is changing the draft. Nothing of yours is lost."),
    "taken_self": gettext_lazy("You have this draft open in another window."),
    "moved": gettext_lazy("{0} changed at the same place. Keep yours or take theirs?"),
    "theirs": gettext_lazy("Take theirs"),
    "finding": gettext_lazy("Looking for faces…"),
    "no_face": gettext_lazy("No face was found. Set twelve points, one after another."),
    "one_face": gettext_lazy("One face found."),
    "faces": gettext_lazy("Faces found: {0}. Choose one."),
    "face": gettext_lazy("Face {0}"),
    "by_hand": gettext_lazy("Points set by hand."),
    "all_well": gettext_lazy("All twelve points look right."),
    "doubtful": gettext_lazy("Check: {0}"),
    "doubt": gettext_lazy("to be checked"),
    "step": gettext_lazy("Point {0} of 12. Click where it is: {1}"),
    "held": gettext_lazy("held"),
    "free": gettext_lazy("lives"),
    "opening": gettext_lazy("Opening the preview…"),
    "live": gettext_lazy("Live"),
    "paused": gettext_lazy("Held"),
    "preview_off": gettext_lazy("No connection to the preview."),
    "version_saved": gettext_lazy("Version {0} saved."),
    "restored": gettext_lazy("The draft is now as in version {0}."),
    "sent": gettext_lazy("Sent for review."),
    "nothing_changed": gettext_lazy("the first"),
    "draft": gettext_lazy("Draft"),
    "drawing": gettext_lazy("Drawing…"),
    "opening_both": gettext_lazy("Opening both…"),
    "undone": gettext_lazy("Undone: {0}"),
    "redone": gettext_lazy("Done again: {0}"),
    "failed": gettext_lazy("It did not work. Try again."),
    "point_moved": gettext_lazy("point moved"),
    "points_reset": gettext_lazy("points as found"),
    "points_set": gettext_lazy("points set"),
    "face_chosen": gettext_lazy("another face"),
    "pose_changed": gettext_lazy("pose"),
    "beard_changed": gettext_lazy("beard"),
    "seed_changed": gettext_lazy("seed"),
    "engine_changed": gettext_lazy("engine"),
    "touch_changed": gettext_lazy("touch mark"),
    "restore": gettext_lazy("version {0} restored"),
    "right": gettext_lazy("Right"),
    "let_go": gettext_lazy("let go"),
    "board": gettext_lazy("Drag to move, pinch or turn the wheel to zoom."),
    "field_beard": gettext_lazy("Beard hides the lips"),
    "field_touch_x": gettext_lazy("Touch mark, across"),
    "field_touch_y": gettext_lazy("Touch mark, down"),
    "field_image": gettext_lazy("picture"),
    "field_engine": gettext_lazy("engine"),
    "field_options": gettext_lazy("pose and finish"),
    "field_face": gettext_lazy("which face"),
    "field_points": gettext_lazy("points"),
    "field_masks": gettext_lazy("masks"),
    "field_ground": gettext_lazy("brush and flow"),
    "field_seed": gettext_lazy("seed"),
    "field_answers": gettext_lazy("words"),
}  # fmt: skip


def labels() -> dict[str, str]:
    """Return sentences by key, in the page's language."""
    return {key: str(sentence) for key, sentence in LABELS.items()}


def point_names() -> dict[str, str]:
    """Return the twelve points by name, in the order they are set."""
    return {name: str(title) for name, title in POINT_NAMES.items()}


def engine_label(alias: str) -> str:
    """Return what people call the engine behind an alias of the settings."""
    table = settings.GENERATION.get(alias, {}).get("ENGINE", "")
    return in_language(generation.ENGINES[table][0]) if table in generation.ENGINES else alias
