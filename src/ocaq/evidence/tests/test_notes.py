import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ocaq.evidence.rules.notes import COSIGNATURE, DASH, Checkpoint, Signer, Verifier, key_id, proof_file

# Of golang.org/x/mod/sumdb/note: keys that other programs print.
GO_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNER = Signer.new("ocaq.example/log")


def checkpoint(size=7, root=b"r" * 32, signers=(SIGNER,)):
    unsigned = Checkpoint("ocaq.example/log", size, root)
    return Checkpoint.read(
        Checkpoint("ocaq.example/log", size, root, tuple(s.sign(unsigned.text) for s in signers)).note
    )


def witness(name="witness.example", time=1_797_707_520):
    """Return a function that cosigns, and the witness's public key."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()

    def line(text):
        raw = time.to_bytes(8, "big") + private.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        return f"{DASH}{name} {base64.b64encode(key_id(name, COSIGNATURE, public) + raw).decode()}"

    return line, Verifier(name, COSIGNATURE, public)


def test_keys_are_spelled_as_others_spell_them():
    assert Signer.read(GO_KEY).text == GO_KEY
    assert Signer.read(GO_KEY).verifier.text == GO_VERIFIER
    assert Verifier.read(GO_VERIFIER).text == GO_VERIFIER


@pytest.mark.parametrize(
    "text", ["", "x", GO_VERIFIER, GO_KEY.replace("c74f", "c74e"), GO_KEY[:-4], "PRIVATE+KEY+a b+c74f20a3+AQ=="]
)
def test_what_is_no_key_is_refused_without_repeating_it(text):
    with pytest.raises(ValueError) as refused:
        Signer.read(text)

    assert not text or text not in str(refused.value) or len(text) == 1


def test_a_key_shows_nothing_of_itself():
    assert base64.b64encode(SIGNER.seed).decode() not in f"{SIGNER!r} {[SIGNER]}"


@pytest.mark.parametrize("text", [GO_KEY, GO_VERIFIER.replace("c74f", "c74e"), "a+b", GO_VERIFIER[:-4]])
def test_what_is_no_verifier_is_refused(text):
    with pytest.raises(ValueError):
        Verifier.read(text)


def test_a_checkpoint_is_text_blank_line_and_signatures():
    signed = checkpoint()

    lines = signed.note.split("\n")
    assert lines[:4] == ["ocaq.example/log", "7", base64.b64encode(b"r" * 32).decode(), ""]
    assert lines[4].startswith("— ocaq.example/log ")
    assert lines[5:] == [""]
    assert signed.is_signed_by([SIGNER.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n\n",
        "a\n1\n" + "A" * 43 + "=\nextension\n\n",
        "a\n1\nshort\n\n",
        "a b\n1\n" + "A" * 43 + "=\n\n",
        "a\n-1\n" + "A" * 43 + "=\n\n",
        "a\n1\n" + "A" * 43 + "=\n\n— a AAAA",
        "a\n1\n" + "A" * 43 + "=\n\nno signature\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(note):
    with pytest.raises(ValueError, match="not a checkpoint"):
        Checkpoint.read(note)


def test_each_flipped_bit_is_seen():
    note = checkpoint().note.encode()
    for place in range(len(note)):
        for bit in range(8):
            flipped = note[:place] + bytes([note[place] ^ 1 << bit]) + note[place + 1 :]
            try:
                signed = Checkpoint.read(flipped.decode())
            except ValueError:
                continue
            # Of the key id and the name we only learn that it is somebody else's signature.
            assert not signed.is_signed_by([SIGNER.verifier]), flipped


def test_a_stranger_and_a_second_key():
    other = Signer.new("ocaq.example/log")

    assert not checkpoint().is_signed_by([other.verifier])
    assert checkpoint(signers=(SIGNER, other)).is_signed_by([other.verifier])


def test_one_bad_signature_of_a_known_key_spoils_the_note():
    signed = checkpoint()
    bad = Checkpoint(signed.origin, 8, signed.root, (SIGNER.sign(signed.text), *checkpoint(size=8).lines))

    assert not bad.is_signed_by([SIGNER.verifier])


def test_a_witness_adds_a_line_with_its_time():
    line, verifier = witness()
    signed = checkpoint()

    assert verifier.accepts(line(signed.text), signed.text)
    assert not verifier.accepts(line(signed.text), checkpoint(size=8).text)
    assert not Verifier("other.example", COSIGNATURE, verifier.public).accepts(line(signed.text), signed.text)
    assert Verifier.read(verifier.text) == verifier


def test_a_proof_file():
    signed = checkpoint()

    assert proof_file(5, b"{}", [b"a" * 32], signed.note) == (
        f"c2sp.org/tlog-proof@v1\nextra e30=\nindex 5\n{base64.b64encode(b'a' * 32).decode()}\n\n{signed.note}"
    )
    assert proof_file(0, b"{}", [], signed.note) == f"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\n{signed.note}"
