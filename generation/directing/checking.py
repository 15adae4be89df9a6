"""Read what other rooms will read of a script, and make nothing of it: quick enough for a form."""

from __future__ import annotations

from generation.camerawork.reading import read_camera
from generation.directing.sources import told_by
from generation.script.marks import split_marks
from generation.script.model import Camera, Event, Say, Script, Sing
from generation.script.tongue import language_of
from generation.speech.marks import read_utterance


def check_script(script: Script) -> None:
    """Raise ScriptRefused, at its event, for words nobody can say and moves no camera makes.

    What needs a scene, a voice or a file is refused later, when the script is compiled.
    """
    for event in script.events:
        with told_by(event):
            if isinstance(event, Say):
                _check_words(event, script)
            elif isinstance(event, Sing) and event.notes:
                from generation.song.reading import read_melody  # music21 takes a second to load

                read_melody(event.notes, event.lyrics, event.language or script.language)
        _check_move(event, script)


def _check_words(event: Say, script: Script) -> None:
    marked = split_marks(event.text, event.line)
    read_utterance(marked.text, event.language or script.language or language_of(marked.text))
    for inline in marked.inlines:
        _check_move(inline.event, script)


def _check_move(event: Event, script: Script) -> None:
    if isinstance(event, Camera) and isinstance(event.move, str):
        with told_by(event):
            read_camera(event.move, script.language)
