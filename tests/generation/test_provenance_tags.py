"""The label in a file's own tags, read back by others; not a pixel or sample is changed."""

from __future__ import annotations

import io
import struct
from xml.etree import ElementTree

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from generation.errors import SigningRefused
from generation.media.picture import encode_clean
from generation.offline import write_timeline
from generation.provenance.labels import labels_of
from generation.provenance.signing import MIMES
from generation.provenance.tagging import write_tagged
from generation.types import Timeline
from tests.generation.certificates import a_record
from tests.generation.clip_players import Walker, clicks, pictures_of, sound_of

TAGS = labels_of(a_record(credit=a_record().credit._replace(en="Gift of <N> & sons"))).metadata
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
PICTURES = (".jpg", ".png", ".gif", ".webp")


@pytest.fixture(scope="module")
def bare(house, tmp_path_factory) -> dict[str, bytes]:
    """Suffix → a file of our own writers; also a WebP of one frame, without VP8X."""
    folder = tmp_path_factory.mktemp("bare")
    rgb = np.ascontiguousarray(house("lady", 200)[:, :148])
    files = {".png": encode_clean(rgb, "PNG"), ".jpg": encode_clean(rgb, "JPEG")}
    for suffix in (".mp4", ".webm", ".gif", ".webp"):
        path = folder / f"lady{suffix}"
        write_timeline(Walker(rgb), Timeline(2.3, {}, clicks((0.1, 1.2), 2.3)), path, fps=10)
        files[suffix] = path.read_bytes()
    for name, options in (("lossy", {}), ("lossless", {"lossless": True})):
        out = io.BytesIO()
        Image.fromarray(rgb).save(out, "WEBP", **options)
        files[name] = out.getvalue()
    return files


def told(packet: bytes) -> dict[str, str]:
    """What an XMP packet says, by the names of its properties."""
    start, end = packet.index(b"<x:xmpmeta"), packet.index(b"</x:xmpmeta>") + 12
    (about,) = ElementTree.fromstring(packet[start:end]).iter(f"{RDF}Description")
    return {each.tag: "".join(each.itertext()) for each in about}


def checked(packet: bytes) -> None:
    said = told(packet)
    assert said[f"{IPTC}DigitalSourceType"] == TAGS["source_type"]
    assert said[f"{DC}title"] == "Дама с веером / Lady with a Fan"
    assert said[f"{DC}description"] == TAGS["comment"]
    assert said[f"{DC}rights"] == "Дар N / Gift of <N> & sons"


def frames(data: bytes) -> list[np.ndarray]:
    image = Image.open(io.BytesIO(data))
    return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("name", [*PICTURES, "lossy", "lossless"])
def test_pillow_reads_the_tags_of_a_picture(name, bare, tmp_path) -> None:
    path = tmp_path / "a"
    mime = MIMES.get(name, "image/webp")
    write_tagged(bare[name], path, mime, TAGS)
    once = path.read_bytes()
    with Image.open(path) as image:
        image.load()
        assert ("xmp" in image.info) == (name != ".gif")  # Pillow knows no XMP in a GIF
        checked(image.info.get("xmp", once))
    before, after = frames(bare[name]), frames(once)
    assert len(before) == len(after)
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    write_tagged(path, path, mime, {**TAGS, "title": "Another"})
    again = path.read_bytes()
    assert again.count(b"<x:xmpmeta") == 1 and b'<rdf:li xml:lang="x-default">Another' in again
    write_tagged(path, path, mime, TAGS)
    assert path.read_bytes() == once


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_players_show_the_tags_of_a_film(suffix, bare, tmp_path) -> None:
    before, after = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    before.write_bytes(bare[suffix])
    write_tagged(before, after, MIMES[suffix], TAGS)
    with av.open(str(after)) as film:
        shown = {name.lower(): value for name, value in film.metadata.items()}
    for name in ("title", "artist", "comment", "copyright"):
        assert shown[name] == TAGS[name]
    assert np.array_equal(pictures_of(before)[0], pictures_of(after)[0])
    for one, other in zip(pictures_of(before)[1], pictures_of(after)[1], strict=True):
        assert np.array_equal(one, other)
    assert sound_of(before)[0] == sound_of(after)[0] == 0
    assert np.array_equal(sound_of(before)[1], sound_of(after)[1])


def test_an_mp4_has_xmp_in_its_own_box_and_its_index_in_front(bare, tmp_path) -> None:
    path = tmp_path / "a.mp4"
    write_tagged(bare[".mp4"], path, "video/mp4", TAGS)
    data, at, boxes = path.read_bytes(), 0, {}
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        boxes[kind] = data[at + 8 : at + size]
        at += size
    assert list(boxes) == [b"ftyp", b"moov", b"free", b"mdat", b"uuid"]
    checked(boxes[b"uuid"])


@pytest.mark.parametrize("suffix", MIMES)
def test_other_files_are_refused(suffix, bare, tmp_path) -> None:
    kin = {".jpeg": ".jpg"}.get(suffix, suffix)
    for other in [b"", b"no picture", *(bare[name] for name in PICTURES if name != kin)]:
        with pytest.raises(SigningRefused):
            write_tagged(other, tmp_path / "a", MIMES[suffix], TAGS)
