"""Issue a certificate: the record of a version, signed; and find out whether it still holds."""

from __future__ import annotations

import base64
from datetime import datetime

from exhibits.certificates.keys import signatory
from exhibits.certificates.models import Certificate
from exhibits.certificates.record import Approval, record_of
from exhibits.portraits.models import Version
from generation import (
    GenerationError,
    Record,
    read_record,
    record_json,
    record_values,
    verify_es256,
)

BEGIN = "-----BEGIN CERTIFICATE-----"


def issue(version: Version, approval: Approval, published: datetime) -> Certificate:
    """Sign the record of a version as it is published. One that has its certificate keeps it.

    Raises SigningRefused where nobody can sign, ScriptRefused, RecordRefused.
    """
    known = Certificate.objects.filter(version=version).first()
    if known:
        return known
    record = record_of(version, approval, published)
    signer = signatory()
    signature = signer.sign_es256(record_json(record).encode())
    return Certificate.objects.create(
        version=version,
        record=record_values(record),
        signature=base64.b64encode(signature).decode(),
        chain=signer.chain_pem.decode(),
    )


def record_in(certificate: Certificate) -> Record:
    """Return what a certificate says. Raises RecordRefused when its row was damaged."""
    return read_record(certificate.record)


def signed_text(certificate: Certificate) -> str:
    """Return the text the signature covers: one line of JSON, keys in order."""
    return record_json(record_in(certificate))


def holds(certificate: Certificate) -> bool:
    """Return whether the signature is that of the certificate's chain over its record."""
    try:
        text = signed_text(certificate).encode()
        signature = base64.b64decode(certificate.signature)
    except (GenerationError, ValueError):
        return False
    return verify_es256(text, signature, certificate.chain)


def anchors() -> bytes:
    """Return what "trusted" leads to, PEM: the signer's root of today and those of before.

    Raises SigningRefused.
    """
    chains = Certificate.objects.order_by().values_list("chain", flat=True).distinct()
    roots = {chain[chain.rindex(BEGIN) :].encode() for chain in chains if BEGIN in chain}
    return b"".join(sorted(roots | {signatory().anchor}))
