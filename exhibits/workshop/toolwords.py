"""What the tools offer to choose from, and their words, in the page's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import generation
from exhibits.workshop.speaking import voices

MOTIONS: dict[str, Any] = {
    "auto": gettext_lazy("as suits it"), "cut": gettext_lazy("flows on and on"),
    "water": gettext_lazy("water, waves"), "wave": gettext_lazy("strokes swim"),
    "sway": gettext_lazy("sways"), "smoke": gettext_lazy("smoke, steam"),
}  # fmt: skip
LOOPS: dict[str, Any] = {
    "none": gettext_lazy("only in a script"), "once": gettext_lazy("once, and stays"),
    "there-and-back": gettext_lazy("there and back"),
    "travel": gettext_lazy("again and again, fading"),
}  # fmt: skip
SPEAKERS: dict[str, Any] = {
    "man": gettext_lazy("Man"), "man-low": gettext_lazy("Man, low"),
    "man-high": gettext_lazy("Man, high"), "old-man": gettext_lazy("Old man"),
    "woman": gettext_lazy("Woman"), "woman-low": gettext_lazy("Woman, low"),
    "woman-high": gettext_lazy("Woman, high"), "old-woman": gettext_lazy("Old woman"),
}  # fmt: skip
PRESETS: dict[str, Any] = {
    "painting": gettext_lazy("Painting"), "photograph": gettext_lazy("Photograph"),
    "film": gettext_lazy("Film"), "archive": gettext_lazy("Archive"),
}  # fmt: skip
PRESET_NOTES: dict[str, Any] = {
    "painting": gettext_lazy("Nothing is laid over it."),
    "photograph": gettext_lazy("A portrait lens, fine grain."),
    "film": gettext_lazy("An older lens, warmer, coarser."),
    "archive": gettext_lazy("A faded brown print."),
}  # fmt: skip
PARAMETERS: dict[str, Any] = {  # those shown as sliders
    "aperture": gettext_lazy("Open lens: background soft"),
    "grain": gettext_lazy("Grain"), "vignette": gettext_lazy("Darker corners"),
    "bloom": gettext_lazy("Light spills"), "warmth": gettext_lazy("Warmth"),
    "contrast": gettext_lazy("Contrast"), "saturation": gettext_lazy("Colour"),
    "fade": gettext_lazy("Faded"), "exposure": gettext_lazy("Shutter, s"),
}  # fmt: skip


def choices() -> dict[str, Any]:
    """Return the lists of every tool; what has no name of its own is called as the engine does."""
    finish = generation.finish_choices()
    return {
        "motions": [[name, str(MOTIONS.get(name, name))] for name in generation.MOTIONS],
        "loops": [[name, str(LOOPS.get(name, name))] for name in generation.LOOPS],
        "voices": [[one["mark"], str(SPEAKERS.get(one["name"], one["name"]))] for one in voices()],
        "presets": [
            [name, str(PRESETS.get(name, name)), str(PRESET_NOTES.get(name, ""))]
            for name in finish["presets"]
        ],
        "finish": finish,
        "parameters": {name: str(title) for name, title in PARAMETERS.items()},
    }


def tool_labels() -> dict[str, str]:
    """Return sentences of the tools by key; {0} and {1} are filled in by the page."""
    return _brush() | _masks() | _camera() | _words() | {
        "finish_changed": _("finish"),
        "as_preset": _("as the preset"),
    }  # fmt: skip


def _brush() -> dict[str, str]:
    return {
        "ground_changed": _("brush"),
        "region_added": _("new region"),
        "region_removed": _("region removed"),
        "path_changed": _("path"),
        "still_changed": _("still mask"),
        "along_path": _("goes along a path"),
        "region_brush": _("Path {0}"),
        "region_flow": _("Flow {0}"),
        "still_part": _("Still {0}"),
        "point_of": _("Point {0} of the path"),
        "arrow_start": _("Arrow {0}, start"),
        "arrow_end": _("Arrow {0}, point"),
        "remove": _("Remove"),
        "most_regions": _("Six of a kind is the most. Remove one first."),
        "too_small": _("Too small. Paint around what should move."),
        "corner": _("Corner {0}. Arrows move, Enter sets, Escape ends."),
        "speed": _("Speed: seconds of one way"),
        "loop_seconds": _("Speed: seconds of one loop"),
        "amount": _("Strength"),
        "softness": _("Softness of the edge, px"),
        "brush_size": _("Size of the brush, px"),
        "looking_parts": _("Looking for the face and hands…"),
        "protected": _(
            "The face is protected: the brush does not touch it. No hands were found: cover them "
            "yourself."
        ),
        "protected_hands": _("Face and hands are protected: the brush does not touch them."),
        "protected_face": _("The face is protected: the brush does not touch it."),
        "no_sitter": _("No face here: nothing is protected but what you cover."),
        "stays_found": _("Found in it and kept still: {0}."),
        "proposed": _("Proposed: {0}."),
        "accept": _("Take it: {0}"),
    }


def _masks() -> dict[str, str]:
    return {
        "mask_changed": _("mask"),
        "mask_reset": _("mask as found"),
        "looking_masks": _("Looking for the sitter…"),
        "mask_about_sitter": _("Breathes, and comes nearer when the camera moves."),
        "mask_about_head": _("Turns and bows."),
        "mask_about_hair": _("Sways a little: hair, a veil, a ribbon."),
        "no_parts": _("Nobody was found in this picture: there is nothing to correct."),
    }


def _camera() -> dict[str, str]:
    return {
        "camera_inserted": _("camera in the script"),
        "camera_no_answer": _("There are no words yet: write them first, then place the camera."),
        "camera_in": _("Placed at the beginning of “{0}”."),
        "seconds_range": _("{0}–{1} s"),
        "reading": _("Reading…"),
        "frame_at": _("{0} s"),
        "in_all": _("{0} s in all."),
    }


def _words() -> dict[str, str]:
    return {
        "words_changed": _("words"),
        "answer_added": _("new question"),
        "answer_removed": _("question removed"),
        "answers_ordered": _("order of questions"),
        "sources_changed": _("source"),
        "voice_changed": _("voice"),
        "recording_changed": _("recording"),
        "new_question": _("A new question"),
        "new_text": _("Good afternoon."),
        "untitled": _("Without a question"),
        "rate": _("Tempo"),
        "pitch": _("Pitch, semitones"),
        "no_source_of": _("“{0}” has no source. It cannot be sent for review without one."),
        "all_sourced": _("Every sentence has its source."),
        "claims_nothing": _("claims nothing"),
        "source_of": _("Source of: {0}"),
        "line_wrong": _("Line {0}"),
        "counted": _("{0} words, about {1} s"),
        "making": _("The voice is being made… {0} s"),
        "stopped": _("Stopped."),
        "not_saved_yet": _("It is heard once it is saved: something is refused."),
        "is_json": _("This script is JSON: its voice is set in it."),
        "up": _("Up"),
        "down": _("Down"),
        "uploading": _("The recording is being read…"),
        "lasts": _("{0} s"),
    }
