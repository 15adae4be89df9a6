"""Sign a finished file by C2PA: whose picture it was, what was done to it, which version it is."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from generation.errors import SigningRefused
from generation.media.clip import not_written
from generation.provenance.fitness import PURPOSES, check_anchors
from generation.provenance.keys import Signatory
from generation.provenance.labels import labels_of
from generation.provenance.record import Record, record_values
from generation.provenance.wording import TOOL, plain
from generation.types import Words

if TYPE_CHECKING:
    import c2pa

RECORD_LABEL = "org.tableauvivant.record"
PARENT_PREFIX = "urn:sha256:"
SIDECAR = ".c2pa"
# What carries its signature inside; a WebM has it in a file beside, NAME.c2pa.
_INSIDE = {
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
_BESIDE = {".webm": "video/webm"}
MIMES = _INSIDE | _BESIDE


class Parent(NamedTuple):
    """The picture a version was made from: the very bytes that were uploaded, or, where those
    are not kept, the lossless copy that frames are drawn from."""

    data: bytes
    mime: str  # image/jpeg, image/png, image/webp or image/tiff


class Signed(NamedTuple):
    """sha256: of the finished file. files: it, and a sidecar when there is one."""

    sha256: str
    files: tuple[Path, ...]


def sign_file(
    source: Path | bytes, out: Path, record: Record, parent: Parent | None, signer: Signatory
) -> Signed:
    """Write ``source`` to ``out`` with its label in tags and a C2PA manifest.

    They may be one path. MP4, JPEG, PNG, WebP and GIF by ``out``'s suffix; a WebM has its
    manifest beside it as NAME.c2pa. Nothing is encoded again. The manifest names the parent by
    the SHA-256 of its bytes, says what was done (``labels_of``), carries the record, and is
    verified before anything appears: every file is whole or not there. No network is used, so
    there is no time stamp: the signature holds as long as the certificate. ``parent`` may be
    None for a "generated" record without a source.

    Raises SigningRefused when the parent is not the record's picture, the file is not what its
    suffix says, or the certificate cannot sign; EncoderFailed when it cannot be written.
    """
    from generation.provenance.tagging import write_tagged  # loads PyAV

    mime = MIMES.get(out.suffix.lower())
    if mime is None:
        raise _unknown(out)
    _check_parent(record, parent)
    inside = mime in _INSIDE.values()
    try:
        with ExitStack() as stack:
            tagged, part = (stack.enter_context(_part(out)) for _ in range(2))
            write_tagged(source, tagged, mime, labels_of(record).metadata)
            with tagged.open("rb") as given, part.open("w+b") as target:
                manifest = _signed(given, target, mime, record, parent, signer)
            digest = _digest(part)
            if not inside:
                beside = stack.enter_context(_part(out.with_suffix(SIDECAR)))
                beside.write_bytes(manifest)
                os.replace(beside, out.with_suffix(SIDECAR))
            os.replace(part, out)
    except OSError as error:
        raise not_written(error) from error
    return Signed(digest, (out,) if inside else (out, out.with_suffix(SIDECAR)))


def context(anchors: bytes) -> c2pa.Context:
    """Return settings for signing and verifying: nothing is fetched, no thumbnails.

    anchors: PEM of the certificates that are trusted. Raises SigningRefused for other bytes.
    """
    import c2pa

    created = [RECORD_LABEL, "c2pa.actions", "c2pa.actions.v2", "c2pa.ingredient.v3"]
    trust = {"trust_config": "\n".join(PURPOSES)}
    if anchors:
        check_anchors(anchors)
        trust["user_anchors"] = anchors.decode()
    return c2pa.Context.from_dict(
        {
            # Created, not gathered: the signer answers for them.
            "builder": {"thumbnail": {"enabled": False}, "created_assertion_labels": created},
            "verify": {
                "verify_after_sign": True,
                "remote_manifest_fetch": False,
                "ocsp_fetch": False,
            },
            "trust": trust,
        }
    )


def _signed(
    source: IO[bytes],
    target: IO[bytes],
    mime: str,
    record: Record,
    parent: Parent | None,
    signer: Signatory,
) -> bytes:
    """Write the signed file; return its manifest. Raises SigningRefused."""
    import c2pa

    try:
        builder = c2pa.Builder(_manifest(record, mime), context(signer.anchor))
        if record.kind == "generated":
            source_type = c2pa.C2paDigitalSourceType.TRAINED_ALGORITHMIC_MEDIA
            builder.set_intent(c2pa.C2paBuilderIntent.CREATE, source_type)
        else:
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
        if mime in _BESIDE.values():
            builder.set_no_embed()
        if parent is not None:
            told = json.dumps(_ingredient(record))
            builder.add_ingredient(told, parent.mime, io.BytesIO(parent.data))
        return bytes(builder.sign(_signature(signer), mime, source, target))
    except c2pa.C2paError as error:
        raise _not_signed(error) from error


def _manifest(record: Record, mime: str) -> dict[str, Any]:
    return {
        "claim_generator_info": [{"name": TOOL, "version": record.software or "0"}],
        "title": plain(record.title.en or record.title.ru),
        "format": mime,
        "assertions": [
            {"label": "c2pa.actions", "data": {"actions": [*labels_of(record).c2pa_actions]}},
            {"label": RECORD_LABEL, "data": _told(record), "kind": "Json"},
        ],
    }


def _told(record: Record) -> dict[str, Any]:
    """C2PA's library takes a list of small whole numbers, such as a size, for bytes; so the
    steps, which have engines' own parameters, go as text."""
    told = record_values(record)
    steps = {"steps": json.dumps(told["steps"], ensure_ascii=False)} if record.steps else {}
    return told | steps


def _ingredient(record: Record) -> dict[str, str]:
    """C2PA does not hash a picture that has no manifest of its own, so its name is its hash."""
    return {
        "title": plain(record.title.en or record.title.ru),
        "relationship": "inputTo" if record.kind == "generated" else "parentOf",
        "instance_id": PARENT_PREFIX + record.source_sha256,
    }


def _signature(signer: Signatory) -> c2pa.Signer:
    import c2pa

    if signer.sign is not None:
        algorithm = c2pa.C2paSigningAlg[signer.algorithm.upper()]
        return c2pa.Signer.from_callback(signer.sign, algorithm, signer.chain_pem.decode(), None)
    return c2pa.Signer.from_info(
        c2pa.C2paSignerInfo(signer.algorithm.encode(), signer.chain_pem, signer.key, None)
    )


def _check_parent(record: Record, parent: Parent | None) -> None:
    given = "" if parent is None else hashlib.sha256(parent.data).hexdigest()
    if given not in {record.source_sha256, record.stored_sha256 or record.source_sha256}:
        raise SigningRefused(
            Words(
                f"Исходная картина не та, что в записи версии: SHA-256 {given or '—'}, а нужен "
                f"{record.source_sha256 or '—'}. Подпишите с файлом, который загружали.",
                "The source picture is not the one the version's record names: SHA-256 "
                f"{given or '—'} instead of {record.source_sha256 or '—'}. Sign with the file "
                "that was uploaded.",
            )
        )


@contextmanager
def _part(path: Path) -> Iterator[Path]:
    """Yield a name beside ``path``; what still has it at the end is removed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.chmod(handle, 0o644)  # it is made to be given away
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unknown(path: Path) -> SigningRefused:
    known = ", ".join(MIMES)
    return SigningRefused(
        Words(
            f"«{path.name}»: такой файл не подписать. Можно: {known}.",
            f"“{path.name}”: such a file cannot be signed. Possible: {known}.",
        )
    )


def _not_signed(error: Exception) -> SigningRefused:
    return SigningRefused(
        Words(
            f"Файл не подписан: {error}. Проверьте сертификат, ключ и сам файл.",
            f"The file was not signed: {error}. Check the certificate, the key and the file.",
        )
    )
