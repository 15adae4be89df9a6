"""The words of the studio that its scripts need, in the page's language."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import generation
from exhibits.refusal import in_language


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


def labels() -> dict[str, str]:
    """Return sentences by key; {0} and {1} are filled in by the page."""
    return {
        "saved": _("Saved at {0}"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "offline": _("Not saved yet: no connection. Trying again."),
        "out": _("Not saved yet: you are logged out. Log in in another tab, nothing is lost."),
        "refused": _("Not saved: something was refused."),
        "looking": _("You are looking, not changing."),
        "taken": _("{0} is changing the draft. Nothing of yours is lost."),
        "taken_self": _("You have this draft open in another window."),
        "moved": _("{0} changed at the same place. Keep yours or take theirs?"),
        "theirs": _("Take theirs"),
        "finding": _("Looking for faces…"),
        "no_face": _("No face was found. Set twelve points, one after another."),
        "one_face": _("One face found."),
        "faces": _("Faces found: {0}. Choose one."),
        "face": _("Face {0}"),
        "by_hand": _("Points set by hand."),
        "all_well": _("All twelve points look right."),
        "doubtful": _("Check: {0}"),
        "doubt": _("to be checked"),
        "step": _("Point {0} of 12. Click where it is: {1}"),
        "held": _("held"),
        "free": _("lives"),
        "opening": _("Opening the preview…"),
        "live": _("Live"),
        "paused": _("Held"),
        "preview_off": _("No connection to the preview."),
        "version_saved": _("Version {0} saved."),
        "restored": _("The draft is now as in version {0}."),
        "sent": _("Sent for review."),
        "nothing_changed": _("the first"),
        "draft": _("Draft"),
        "drawing": _("Drawing…"),
        "undone": _("Undone: {0}"),
        "redone": _("Done again: {0}"),
        "failed": _("It did not work. Try again."),
        "point_moved": _("point moved"),
        "points_reset": _("points as found"),
        "points_set": _("points set"),
        "face_chosen": _("another face"),
        "pose_changed": _("pose"),
        "beard_changed": _("beard"),
        "seed_changed": _("seed"),
        "engine_changed": _("engine"),
        "touch_changed": _("touch mark"),
        "restore": _("version {0} restored"),
        "right": _("Right"),
        "let_go": _("let go"),
        "board": _("Drag to move, pinch or turn the wheel to zoom."),
        "field_beard": _("Beard hides the lips"),
        "field_touch_x": _("Touch mark, across"),
        "field_touch_y": _("Touch mark, down"),
        "field_image": _("picture"),
        "field_engine": _("engine"),
        "field_options": _("pose and finish"),
        "field_face": _("which face"),
        "field_points": _("points"),
        "field_ground": _("brush and flow"),
        "field_seed": _("seed"),
        "field_answers": _("words"),
    }  # fmt: skip


def point_names() -> dict[str, str]:
    """Return the twelve points by name, in the order they are set."""
    return {name: str(title) for name, title in POINT_NAMES.items()}


def engine_label(alias: str) -> str:
    """Return what people call the engine behind an alias of the settings."""
    table = settings.GENERATION.get(alias, {}).get("ENGINE", "")
    return in_language(generation.ENGINES[table][0]) if table in generation.ENGINES else alias
