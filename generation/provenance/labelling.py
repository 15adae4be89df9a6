"""Put the label of what nobody signs into a finished file's own tags."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from generation.media.clip import not_written
from generation.provenance.labels import labels_of
from generation.provenance.record import Record, Voice
from generation.provenance.signing import MIMES
from generation.types import Words

UNPUBLISHED = "unpublished"  # in place of a version: made from a bare picture


def label_file(
    path: Path, picture: Path, title: str = "", voice: Voice = "", *, neural: bool = False
) -> None:
    """Tell in a file's tags, in place, that a program animated ``picture``; sign nothing.

    voice, neural: as in Record. The file stays as it was when it cannot be tagged.
    Raises SigningRefused, EncoderFailed.
    """
    from generation.provenance.tagging import write_tagged  # loads PyAV

    mime = MIMES.get(path.suffix.lower())
    if mime is None:
        return
    name = title or picture.stem
    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    record = Record(
        title=Words(name, name),
        version=UNPUBLISHED,
        kind="animation",
        voice=voice,
        voice_neural=neural,
        source_sha256=digest,
    )
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}-") as folder:
            part = Path(folder) / path.name
            write_tagged(path, part, mime, labels_of(record).metadata)
            os.replace(part, path)
    except OSError as error:
        raise not_written(error) from error
