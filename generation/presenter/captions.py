"""Captions in pages that can be read: burnt ones by the layout's room, WebVTT and a transcript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from generation.media.clip import write_whole
from generation.presenter.typography import pages
from generation.types import Caption, Timeline

_LETTERS = 42  # in a line, as broadcasters do
_PARAGRAPH = 1.5  # s of silence


def paged(captions: tuple[Caption, ...], cut: Callable[[str], list[str]]) -> tuple[Caption, ...]:
    """Return captions of one page each; a longer one shares its time out by letters."""
    return tuple(page for caption in captions for page in _paged(caption, cut(caption.text)))


def spoken_in(captions: tuple[Caption, ...], language: str) -> tuple[Caption, ...]:
    """Return those in a language; all of them when there are none in it."""
    return tuple(c for c in captions if c.language == language) or captions


def beside(timeline: Timeline, clip: Path) -> tuple[Path, ...]:
    """Write ``clip.ru.vtt`` and ``clip.ru.txt`` (and ``.en``) for the languages there are.

    Raises EncoderFailed.
    """
    written = list[Path]()
    for language in sorted({caption.language for caption in timeline.captions}):
        said = tuple(c for c in timeline.captions if c.language == language)
        for suffix, text in ((".vtt", web_vtt(said)), (".txt", transcript(said))):
            path = clip.with_suffix(f".{language}{suffix}")
            write_whole(path, text.encode())
            written.append(path)
    return tuple(written)


def web_vtt(captions: tuple[Caption, ...]) -> str:
    """Return a WebVTT file (W3C), two lines of 42 letters a cue."""
    cut = paged(captions, lambda text: ["\n".join(page) for page in pages(text, len, _LETTERS)])
    cues = (f"{_clock(c.start)} --> {_clock(c.end)}\n{_escaped(c.text)}\n" for c in cut)
    return "\n".join(["WEBVTT\n", *cues])


def transcript(captions: tuple[Caption, ...]) -> str:
    """Return what was said; a new paragraph after a silence."""
    text, end = "", None
    for caption in captions:
        words = " ".join(caption.text.split())
        gap = "" if end is None else "\n\n" if caption.start - end > _PARAGRAPH else " "
        text, end = f"{text}{gap}{words}", caption.end
    return f"{text}\n" if text else ""


def _paged(caption: Caption, texts: list[str]) -> Iterator[Caption]:
    letters, start = sum(map(len, texts)), caption.start
    for text in texts:
        end = start + (caption.end - caption.start) * len(text) / max(letters, 1)
        yield caption._replace(start=start, end=end, text=text)
        start = end


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
