"""What must never change: committed files of a log, roots known from elsewhere, and signatures of RFC 8032."""

import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from tests.strangers import verifier
from tests.strangers.model import mth
from tests.strangers.vectors import FOLDER, OLDER, PROVEN, the_log, write

ocaq_verify = verifier.load()

# From the reference code of Certificate Transparency: the root over the first n of these entries.
ENTRIES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
# RFC 8032, section 7.1: public key, message, signature.
SIGNATURES = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize("count", range(9))
def test_roots_known_from_elsewhere(count: int) -> None:
    leaves = [ocaq_verify.leaf(bytes.fromhex(entry)) for entry in ENTRIES[:count]]

    assert ocaq_verify.root_of(leaves).hex() == ROOTS[count]
    assert mth(leaves).hex() == ROOTS[count]


@pytest.mark.parametrize(("public", "message", "signature"), SIGNATURES)
def test_signatures_of_rfc_8032(public: str, message: str, signature: str) -> None:
    raw = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    s = int.from_bytes(raw[2][32:], "little")
    twin = raw[2][:32] + (s + ocaq_verify.ORDER).to_bytes(32, "little")

    assert ocaq_verify.ed25519_holds(*raw)
    assert not ocaq_verify.ed25519_holds(raw[0], raw[1] + b"\0", raw[2])
    assert not ocaq_verify.ed25519_holds(raw[0], raw[1], twin), "the same signature in another spelling"


@given(seed=some.binary(min_size=32, max_size=32), message=some.binary(max_size=200), bit=some.integers(0, 767))
def test_signatures_agree_with_another_implementation(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert ocaq_verify.ed25519_holds(public, message, signature)

    changed = bytearray(public + signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not ocaq_verify.ed25519_holds(bytes(changed[:32]), message, bytes(changed[32:]))


def test_the_committed_log_is_what_the_model_writes(tmp_path: Path) -> None:
    write(tmp_path)

    committed = {path.relative_to(FOLDER): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    assert committed == {
        path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    }


def test_the_verifier_accepts_the_committed_log(capsys: pytest.CaptureFixture[str]) -> None:
    older = [f"--with={FOLDER}/checkpoint-{size}" for size in OLDER]
    proofs = [f"--proof={FOLDER}/proof/{index}.tlog-proof" for index in PROVEN]

    assert ocaq_verify.main([str(FOLDER), *older, *proofs]) == 0

    told = capsys.readouterr().out
    for value in json.loads((FOLDER / "facts.json").read_text())["figures"].values():
        assert re.search(rf": {re.escape(str(value))}(\n|, as stated by entry \d+\n)", told)
    assert len(the_log().entries) == 267
