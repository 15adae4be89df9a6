"""Verify a file: does the signature hold, whose is it, which painting, which version."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from generation.errors import RecordRefused
from generation.provenance.envelope import untouched
from generation.provenance.record import Record, read_record
from generation.provenance.signing import PARENT_PREFIX, RECORD_LABEL, SIDECAR, context
from generation.types import Words

State = Literal["trusted", "valid", "invalid", "none"]

# What a C2PA manifest cannot be without: found where none can be read, it was damaged.
_TRACES = (b"c2pa.claim", b"c2pa.signature", RECORD_LABEL.encode())
_INVALID = Words(
    "Подпись не сходится: после неё файл меняли. Верить ему нельзя.",
    "The signature does not hold: the file was changed after it was signed. Do not trust it.",
)
_EXPIRED = Words(
    "Срок сертификата, которым подписан файл, истёк: подпись больше ничего не доказывает. "
    "Спросите музей о новой копии.",
    "The certificate this file was signed with has expired: the signature proves nothing any "
    "more. Ask the museum for a new copy.",
)
_NONE = Words(
    "Подписи в файле нет. Её могли стереть при пересылке или правке; подлинный файл спросите "
    "у музея.",
    "The file carries no signature. Sending or editing may have removed it; ask the museum for "
    "the genuine file.",
)
_WEBM = Words(
    "Подпись файла WebM лежит рядом, в файле .c2pa. Приложите и его.",
    "The signature of a WebM lies beside it, in a .c2pa file. Give that one too.",
)


class Verdict(NamedTuple):
    """What a file proves.

    "trusted": unchanged, and the signer leads to an anchor; "valid": unchanged, the signer is
    unknown, so what it says is only its word; "invalid": changed, damaged or expired; "none":
    not signed. signer: the name in the certificate. parent_sha256: of the picture it was made
    from. record: the version, when it is ours. Of an invalid file nothing is told but
    ``sha256``, its own: the museum may know every file it published by that.
    """

    state: State
    words: Words
    sha256: str
    signer: str = ""
    parent_sha256: str = ""
    record: Record | None = None


def verify_file(data: bytes, anchors: bytes, sidecar: bytes | None = None) -> Verdict:
    """Return what a file proves. ``sidecar``: the .c2pa file of a WebM.

    anchors: PEM of the certificates that are trusted, or b"". Whoever has one of them can sign
    a record: give the museum's own where the record is to be believed. Never raises for what
    is in the file; raises SigningRefused for anchors that are no certificates.
    """
    import c2pa

    sha256 = hashlib.sha256(data).hexdigest()
    trust, mime = context(anchors), _mime(data)
    if mime is None or (mime == "video/webm" and sidecar is None):
        return _unsigned(data, sha256, _WEBM if mime else _NONE)
    try:
        with c2pa.Reader(mime, io.BytesIO(data), sidecar, context=trust) as reader:
            told = json.loads(reader.json())
    except (c2pa.C2paError.ManifestNotFound, c2pa.C2paError.NotSupported):
        return _unsigned(data, sha256, _NONE)
    except c2pa.C2paError:  # damaged, or never signed and no whole file either
        return _unsigned(data if sidecar is None else sidecar, sha256, _NONE)
    verdict = _judged(told, sha256)
    envelope = (data, mime) if sidecar is None else (sidecar, SIDECAR)
    if verdict.state != "invalid" and not untouched(*envelope):
        return Verdict("invalid", _INVALID, sha256)
    return verdict


def _mime(data: bytes) -> str | None:
    """Return what the first bytes say the file is."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    known = {
        b"\xff\xd8\xff": "image/jpeg",
        b"\x89PNG": "image/png",
        b"GIF8": "image/gif",
        b"\x1aE\xdf\xa3": "video/webm",
    }
    return next((mime for first, mime in known.items() if data.startswith(first)), None)


def _unsigned(data: bytes, sha256: str, words: Words) -> Verdict:
    if any(trace in data for trace in _TRACES):
        return Verdict("invalid", _INVALID, sha256)
    return Verdict("none", words, sha256)


def _judged(told: Mapping[str, Any], sha256: str) -> Verdict:
    if told.get("validation_state") not in ("Trusted", "Valid"):
        codes = set(_codes(told.get("validation_results", {})))
        expired = "signingCredential.expired" in codes
        changed = any(code.endswith(".mismatch") for code in codes)
        return Verdict("invalid", _EXPIRED if expired and not changed else _INVALID, sha256)
    manifest = told["manifests"][told["active_manifest"]]
    signer = manifest.get("signature_info", {}).get("issuer") or ""
    trusted = told["validation_state"] == "Trusted"
    return Verdict(
        "trusted" if trusted else "valid",
        _trusted(signer) if trusted else _valid(signer),
        sha256,
        signer,
        _parent(manifest.get("ingredients", ())),
        _record(manifest.get("assertions", ())),
    )


def _codes(results: Mapping[str, Any]) -> Iterable[str]:
    return (failure["code"] for failure in results.get("activeManifest", {}).get("failure", ()))


def _parent(ingredients: Iterable[Mapping[str, Any]]) -> str:
    names = (str(one.get("instance_id", "")) for one in ingredients)
    ours = (name.removeprefix(PARENT_PREFIX) for name in names if name.startswith(PARENT_PREFIX))
    return next(ours, "")


def _record(assertions: Iterable[Mapping[str, Any]]) -> Record | None:
    for one in assertions:
        if one.get("label") == RECORD_LABEL:
            try:
                return read_record(_read(one["data"]))
            except (RecordRefused, ValueError):
                return None  # a label like ours on something else
    return None


def _read(told: Any) -> Any:
    """Return a record's values with its steps, which are signed as text."""
    steps = told.get("steps") if isinstance(told, Mapping) else None
    return {**told, "steps": json.loads(steps)} if isinstance(steps, str) else told


def _trusted(signer: str) -> Words:
    return Words(
        f"Подпись верна: {signer}. После неё файл не меняли.",
        f"The signature holds: {signer}. The file has not been changed since.",
    )


def _valid(signer: str) -> Words:
    return Words(
        f"Файл не меняли, но подписал его неизвестный: «{signer}». Назваться так мог кто угодно.",
        f"The file is unchanged, but an unknown signer signed it: “{signer}”. Anyone could use "
        "that name.",
    )
