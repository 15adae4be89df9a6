"""Seals: what they sign, what they leave to each viewer, and how they hang together."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate

from generation.live.gop import Packet
from generation.live.seal import MOST, SEAL_SECONDS, Sealer, signer_name
from generation.live.sealing import Seals
from generation.live.wire import Flags, Header, Kind, build_frame, digest_of, with_flags
from tests.seals import ABOUT, MuseumKey, certificate, claims_of, decoded, encoded, header_of

DOCS = Path(__file__).parent.parent.parent / "docs"
MUSEUM = MuseumKey()
FRAME = build_frame(Header(Kind.VIDEO, Flags.KEY, 7, 260, 10**9, 0, 260), b"payload" * 99)


def packet(seq: int) -> Packet:
    message = build_frame(Header(Kind.VIDEO, Flags.NONE, 7, seq, 10**9 + seq, 0, 1), b"p" * seq)
    return Packet("h264", False, 7, seq, seq, message, digest_of(message))


def name(seq: int) -> str:
    return encoded(packet(seq).digest)


def test_a_digest_leaves_out_what_is_one_viewers_own_and_nothing_else() -> None:
    for own in (Flags.DISCONTINUITY, Flags.CATCH_UP, Flags.DISCONTINUITY | Flags.CATCH_UP):
        assert digest_of(with_flags(FRAME, own)) == digest_of(FRAME)
    assert digest_of(FRAME) == hashlib.sha256(FRAME).digest()
    for at in range(len(FRAME)):
        for bit in range(8):
            if at == 1 and bit:
                continue  # the two above, and flags that no page lets in
            changed = FRAME[:at] + bytes((FRAME[at] ^ 1 << bit,)) + FRAME[at + 1 :]
            assert digest_of(changed) != digest_of(FRAME), (at, bit)


def test_a_credential_names_the_museums_key_and_what_is_shown() -> None:
    sealer = Sealer(MUSEUM, ABOUT)
    header = header_of(sealer.credential)
    told = claims_of(sealer.credential, header["jwk"])
    assert {name: told[name] for name in ABOUT} == ABOUT
    canonical = json.dumps(header["jwk"], separators=(",", ":"), sort_keys=True)
    anchor = encoded(hashlib.sha256(canonical.encode()).digest())
    assert signer_name(MUSEUM.chain_pem) == anchor
    leaf, root = (load_der_x509_certificate(base64.b64decode(one)) for one in header["x5c"])
    leaf.verify_directly_issued_by(root)
    numbers = leaf.public_key().public_numbers()  # type: ignore[union-attr]
    assert decoded(header["jwk"]["x"]) == numbers.x.to_bytes(32, "big")  # type: ignore[union-attr]


def test_a_credential_vouches_for_the_label_word_by_word() -> None:
    text = '{"type": "label", "short": {"ru": "Цифровая анимация картины"}}'
    sealer = Sealer(MUSEUM, ABOUT, text)
    told = claims_of(sealer.credential, header_of(sealer.credential)["jwk"])
    assert told["label"] == encoded(hashlib.sha256(text.encode()).digest())
    unlabelled = Sealer(MUSEUM, ABOUT).credential
    assert "label" not in claims_of(unlabelled, header_of(unlabelled)["jwk"])


def test_every_opening_has_a_key_of_its_own() -> None:
    one, other = Sealer(MUSEUM, ABOUT), Sealer(MUSEUM, ABOUT)
    keys = [claims_of(s.credential, header_of(s.credential)["jwk"])["key"] for s in (one, other)]
    assert keys[0] != keys[1]
    claims_of(one.link([b"x" * 32]), keys[0])
    with pytest.raises(InvalidSignature):
        claims_of(one.link([b"x" * 32]), keys[1])


def test_seals_hang_on_one_another_and_the_first_on_the_credential() -> None:
    sealer = Sealer(MUSEUM, ABOUT)
    key = claims_of(sealer.credential, header_of(sealer.credential)["jwk"])["key"]
    seals = [sealer.link([packet(seq).digest]) for seq in range(3)]
    sealer.cover([packet(9).digest])  # one viewer's own seal is no part of the chain
    seals.append(sealer.link([packet(3).digest]))
    for seal, before in zip(seals, [sealer.credential, *seals], strict=False):
        assert claims_of(seal, key)["previous"] == encoded(hashlib.sha256(before.encode()).digest())
    assert "previous" not in claims_of(sealer.cover([b"y" * 32]), key)


def test_a_changed_seal_is_no_seal() -> None:
    sealer = Sealer(MUSEUM, ABOUT)
    key = claims_of(sealer.credential, header_of(sealer.credential)["jwk"])["key"]
    header, _, signature = sealer.link([packet(1).digest]).split(".")
    other = sealer.link([packet(2).digest]).split(".")[1]
    with pytest.raises(InvalidSignature):
        claims_of(f"{header}.{other}.{signature}", key)


def test_a_key_that_is_not_p256_is_refused() -> None:
    class Wrong(MuseumKey):
        def __init__(self) -> None:
            key = rsa.generate_private_key(65537, 2048)
            self.chain_pem = certificate("Leaf", key).public_bytes(Encoding.PEM)

    with pytest.raises(ValueError, match="P-256"):
        Sealer(Wrong(), ABOUT)


def test_a_seal_is_due_after_its_time_or_when_it_grows_long() -> None:
    seals = Seals()
    assert seals.key is None and not seals.due(10**9) and seals.close() is None
    seals.expect(7, Sealer(MUSEUM, ABOUT))
    seals.enter(7)
    assert not seals.due(10**9) and seals.close() is None and seals.cover() is None
    seals.add(packet(1), 100.0)
    seals.add(packet(2), 100.9)
    assert not seals.due(100.0 + SEAL_SECONDS - 0.01) and seals.due(100.0 + SEAL_SECONDS)
    seal = seals.close()
    assert seal and _packets(seals, seal.seal) == [name(1), name(2)]
    for seq in range(MOST):
        assert not seals.due(200.0)
        seals.add(packet(seq), 200.0)
    assert seals.due(200.0)


def test_a_viewers_own_seal_covers_what_it_alone_got_and_what_is_pending() -> None:
    seals = Seals()
    seals.expect(7, Sealer(MUSEUM, ABOUT))
    seals.enter(7)
    seals.add(packet(5), 0.0)
    own = seals.cover([packet(3), packet(4)])
    assert own and _packets(seals, own.seal) == [name(3), name(4), name(5)]
    seal = seals.close()
    assert seal and _packets(seals, seal.seal) == [name(5)]  # still due to everybody else


def test_without_a_sealer_nothing_is_sealed() -> None:
    seals = Seals()
    seals.expect(7, None)
    seals.enter(7)
    seals.add(packet(1), 0.0)
    assert (seals.key, seals.due(99.0), seals.close(), seals.cover([packet(1)])) == (
        None, False, None, None,
    )  # fmt: skip


def _packets(seals: Seals, seal: str) -> list[str]:
    assert seals.key
    credential = seals.key.credential
    key = claims_of(credential, header_of(credential)["jwk"])["key"]
    packets: list[str] = claims_of(seal, key)["packets"]
    return packets


def test_the_worked_example() -> None:
    example = json.loads((DOCS / "wire_example.json").read_text())
    told, frame = example["seal"], bytes.fromhex(example["frame"]["hex"])
    key, seal = json.loads(told["key_text"]), json.loads(told["seal_text"])
    assert (key["type"], key["epoch"], seal["type"]) == ("seal_key", 7, "seal")
    header = header_of(key["credential"])
    canonical = json.dumps(header["jwk"], separators=(",", ":"), sort_keys=True)
    assert encoded(hashlib.sha256(canonical.encode()).digest()) == told["anchor"]
    credential = claims_of(key["credential"], header["jwk"])
    assert credential["certificate"] == told["certificate"]
    claims = claims_of(seal["seal"], credential["key"])
    assert claims["packets"] == [told["digest"]] == [encoded(digest_of(frame))]
    assert claims["previous"] == encoded(hashlib.sha256(key["credential"].encode()).digest())
