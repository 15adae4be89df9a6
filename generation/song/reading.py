"""Melodies from MusicXML, MIDI or one line of ABC notation, read by music21."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from generation.errors import MelodyRefused
from generation.script.tongue import language_of
from generation.song.lyrics import Syllable, laid_under, read_lyrics
from generation.song.model import Melody, Note, Part
from generation.types import Words

MOST_BYTES = 4_000_000  # of a file, and of what an .mxl unpacks to
MOST_NOTES = 4_000
MOST_PARTS = 8
LONGEST = 600.0  # seconds
FIELD = re.compile(r"\s*([A-Za-z]):\s*(\S+)\s+")
HEADER = {"X": "1", "L": "1/4", "Q": "1/4=90", "K": "C"}


def read_melody(data: bytes | str, lyrics: str = "", language: str = "") -> Melody:
    """Return the melody in a file's bytes, or in one line of ABC notation.

    ``lyrics``: words for the first part, as generation.song.lyrics reads them; they replace
    the file's own. ``language``: "ru" or "en", found from the words when empty. Raises
    MelodyRefused naming part and measure.
    """
    raw = data.encode() if isinstance(data, str) else data
    if not raw.strip():
        raise _refused("Мелодия пуста: нет ни одной ноты.", "The melody is empty: it has no notes.")
    if len(raw) > MOST_BYTES:
        raise _refused(
            f"Файл мелодии больше {MOST_BYTES // 10**6} МБ.",
            f"The melody's file is larger than {MOST_BYTES // 10**6} MB.",
        )
    score, under = _score(raw)
    parts = _parts(score, lyrics or under)
    text = " ".join(word for part in parts for word in part.words)
    return Melody(parts, language or language_of(text, "en"))


def _score(raw: bytes) -> tuple[Any, str]:
    """Return what music21 reads, and the words of an ABC text (music21 drops them)."""
    if raw.startswith(b"MThd"):
        return _parsed(raw, "midi"), ""
    if raw.startswith(b"PK"):
        return _musicxml(_unpacked(raw)), ""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            "Это не MusicXML, не MIDI и не строка нот ABC.",
            "This is not MusicXML, not MIDI and not a line of ABC notation.",
        ) from error
    if text.lstrip().startswith("<"):
        return _musicxml(raw), ""
    abc, under = abc_tune(text)
    return _parsed(abc, "abc"), under


def abc_tune(text: str) -> tuple[str, str]:
    """Return a whole ABC tune and its words from as little as ``K:G Q:1/4=90 G A B2 w: а-а-а``."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) == 1:
        notes, _, words = lines[0].partition("w:")
        fields, body = dict(HEADER), notes
        while found := FIELD.match(body):
            fields[found[1]], body = found[2], body[found.end() :]
        key = fields.pop("K")
        head = [f"{name}:{value}" for name, value in sorted(fields.items(), reverse=True)]
        head.sort(key=lambda line: not line.startswith("X:"))
        return "\n".join([*head, f"K:{key}", body]), words
    under = " ".join(line[2:] for line in lines if line.startswith("w:"))
    tune = [line for line in lines if not line.startswith("w:")]
    if not any(line.startswith("X:") for line in tune):
        tune.insert(0, "X:1")
    return "\n".join(tune), under


def _unpacked(raw: bytes) -> bytes:
    """Return the score inside an .mxl, never more than we would take as a file."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            names = [
                name
                for name in packed.namelist()
                if name.endswith((".xml", ".musicxml")) and not name.startswith("META-INF")
            ]
            with packed.open(names[0]) as file:
                score = file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, IndexError, NotImplementedError, RuntimeError) as error:
        raise _refused(
            "Архив .mxl повреждён или в нём нет нот.", "The .mxl is damaged or holds no score."
        ) from error
    if len(score) > MOST_BYTES:
        raise _refused(
            f"Ноты в архиве больше {MOST_BYTES // 10**6} МБ.",
            f"The score inside the .mxl is larger than {MOST_BYTES // 10**6} MB.",
        )
    return score


def _musicxml(raw: bytes) -> Any:
    if b"<!ENTITY" in raw:
        raise _refused(
            "В MusicXML не должно быть своих сущностей (ENTITY).",
            "MusicXML must not declare entities (ENTITY).",
        )
    return _parsed(raw.decode("utf-8-sig", "replace"), "musicxml")


def _parsed(raw: bytes | str, kind: str) -> Any:
    from music21 import converter

    try:
        # parseData, never parse: a text must not be taken for a path or an address.
        return converter.parseData(raw, format=kind)
    except Exception as error:  # music21 raises whatever its readers happen to meet
        raise _refused(
            f"Ноты не прочитаны ({kind}): {error}.", f"The notes cannot be read ({kind}): {error}."
        ) from error


def _parts(score: Any, lyrics: str) -> tuple[Part, ...]:
    staves = [stave for stave in (list(score.parts) or [score]) if stave.flatten().notes]
    if not staves:
        raise _refused("В файле нет ни одной ноты.", "The file has no notes.")
    if len(staves) > MOST_PARTS:
        raise _refused(
            f"Партий {len(staves)}; можно не больше {MOST_PARTS}.",
            f"There are {len(staves)} parts; at most {MOST_PARTS} can sing.",
        )
    parts: list[Part] = []
    for index, stave in enumerate(staves):
        name = str(stave.partName or index + 1)
        notes, own = _notes(stave, name)
        given = read_lyrics(lyrics) if lyrics.strip() and index == 0 else own
        if not any(syllable.text for syllable in given):
            given = parts_words(parts[0], len(notes)) if parts else given
        if not any(syllable.text for syllable in given):
            raise _refused(
                f"Партия «{name}»: под нотами нет слов.",
                f"Part “{name}” has no words under its notes.",
            )
        parts.append(Part(name, laid_under(notes, given, name)))
    _check_length(parts)
    return tuple(parts)


def parts_words(first: Part, count: int) -> tuple[Syllable, ...]:
    """Return the first part's syllables for another part with as many notes, else nothing."""
    if len(first.notes) != count:
        return ()
    return tuple(Syllable(note.syllable, note.ends_word) for note in first.notes)


def _notes(stave: Any, name: str) -> tuple[list[Note], tuple[Syllable, ...]]:
    notes: list[Note] = []
    syllables: list[Syllable] = []
    for told in _repeated(stave, name).stripTies().flatten().secondsMap:
        element, start, seconds = told["element"], told["offsetSeconds"], told["durationSeconds"]
        if not element.classSet & {"Note", "Chord", "Unpitched"} or seconds <= 0:
            continue
        measure = element.measureNumber or "?"
        if "Note" not in element.classSet or (notes and start < notes[-1].end - 1e-3):
            raise _refused(
                f"Партия «{name}», такт {measure}: здесь звучат две ноты сразу. Оставьте одну "
                "или разведите голоса по партиям.",
                f"Part “{name}”, measure {measure}: two notes sound at once. Keep one, or give "
                "each voice its own part.",
            )
        notes.append(Note(float(start), float(seconds), float(element.pitch.ps)))
        syllables.append(_syllable(element))
        if len(notes) > MOST_NOTES:
            raise _refused(
                f"Партия «{name}»: больше {MOST_NOTES} нот.",
                f"Part “{name}” has more than {MOST_NOTES} notes.",
            )
    return notes, tuple(syllables)


def _repeated(stave: Any, name: str) -> Any:
    from music21.repeat import ExpanderException

    if not stave.hasMeasures():
        return stave
    try:
        return stave.expandRepeats()
    except ExpanderException as error:
        raise _refused(
            f"Партия «{name}»: знаки повтора противоречат друг другу.",
            f"Part “{name}”: the repeat signs contradict one another.",
        ) from error


def _syllable(element: Any) -> Syllable:
    if not element.lyrics:
        return Syllable("", ends_word=True)
    lyric = element.lyrics[0]
    return Syllable(str(lyric.text or ""), lyric.syllabic not in ("begin", "middle"))


def _check_length(parts: list[Part]) -> None:
    end = max(part.notes[-1].end for part in parts)
    if end > LONGEST:
        raise _refused(
            f"Песня длится {end / 60:.0f} мин; можно не больше {LONGEST / 60:.0f}.",
            f"The song lasts {end / 60:.0f} min; at most {LONGEST / 60:.0f} can be sung.",
        )


def _refused(ru: str, en: str) -> MelodyRefused:
    return MelodyRefused(Words(ru, en))
