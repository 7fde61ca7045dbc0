"""Packs: the same bytes from the same files, the same game from the pack, and no stranger's trick."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.authoring.pack import pack
from sim.authoring.playthrough import check_plays
from sim.errors import BackchannelError, BrokenFile, InputError, UnreadableFile
from sim.policies.run import run
from sim.reading import packed
from sim.scenario import library
from sim.scenario.compiled import Compiled
from sim.scenario.words import check_words, open_in
from tests.authoring.small import MILL, mill, plays

PLAYS = "plays:\n- moves: {dam: share}\n  ending: friends\n"
Parts = list[tuple[str | zipfile.ZipInfo, bytes]]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A pack of a scenario, its plays and its words in another language."""
    file = mill(tmp_path)
    plays(file, PLAYS)
    (tmp_path / "mill.he.yaml").write_text("language: he\ntexts: {title: x}\n", encoding="utf-8")
    (tmp_path / "millet.plays.yaml").write_text(PLAYS, encoding="utf-8")
    pack(str(file), tmp_path / "mill.backchannel")
    return tmp_path / "mill.backchannel"


def zipped(parts: Parts, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, raw in parts:
            archive.writestr(name, raw)
    return out.getvalue()


def manifest(files: dict[str, bytes], **other: Any) -> bytes:
    sums = {n: hashlib.sha256(raw).hexdigest() for n, raw in files.items()}
    body = {"program": "backchannel pack", "format": 1, "scenario": "mill", "files": sums}
    return json.dumps({**body, **other}).encode()


def honest(extra: Parts | None = None, **other: Any) -> Parts:
    """The parts of a pack, whose manifest tells of every file in it."""
    files: Parts = [("mill.yaml", MILL.encode()), *(extra or [])]
    told = {n if isinstance(n, str) else n.filename: raw for n, raw in files}
    return [("manifest.json", manifest(told, **other)), *files]


def test_a_pack_plays_as_the_files_do(whole: Path) -> None:
    file = whole.with_name("mill.yaml")
    loose, game = library.open_scenario(str(file)), library.open_scenario(str(whole))
    assert (game.id, game.hash) == (loose.id, loose.hash)
    assert run(game, 3).as_json() == run(loose, 3).as_json()
    assert library.open_scenario(game.origin).hash == game.hash
    assert set(packed.read(whole, "it").files) == {"mill.yaml", "mill.plays.yaml", "mill.he.yaml"}


def test_shipped_scenarios_pack_and_open_with_the_same_hash(shipped: Compiled, tmp_path: Path) -> None:
    out = tmp_path / "renamed.backchannel"
    pack(shipped.id, out)
    game = library.open_scenario(str(out))
    assert (game.id, game.hash) == (shipped.id, shipped.hash)


def test_the_same_files_give_the_same_bytes_at_any_time(whole: Path, tmp_path: Path) -> None:
    for file in tmp_path.glob("*.yaml"):
        os.utime(file, (10**9, 10**9))
    pack(str(tmp_path / "mill.yaml"), tmp_path / "again.backchannel")
    assert (tmp_path / "again.backchannel").read_bytes() == whole.read_bytes()


def test_the_manifest_tells_format_version_and_the_games_hash(whole: Path) -> None:
    with zipfile.ZipFile(whole) as archive:
        body = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
    assert names == sorted(names)
    assert body["format"] == 1
    assert body["hash"] == library.open_scenario(str(whole.with_name("mill.yaml"))).hash
    assert set(body) >= {"program", "version", "scenario", "title", "files"}


def test_plays_in_a_pack_are_replayed(whole: Path) -> None:
    game = library.open_scenario(str(whole))
    assert check_plays(whole, game) == []
    text = PLAYS.replace("friends", "feud").encode()
    whole.write_bytes(zipped(honest([("mill.plays.yaml", text)])))
    (problem,) = check_plays(whole, game)
    assert (problem.code, problem.line) == ("play-differs", 3)
    assert problem.file.endswith("mill.backchannel/mill.plays.yaml")


def test_problems_inside_a_pack_have_their_lines(tmp_path: Path) -> None:
    bad = MILL.replace("decider: upper", "decider: uper").encode()
    out = tmp_path / "bad.backchannel"
    out.write_bytes(zipped([("manifest.json", manifest({"mill.yaml": bad})), ("mill.yaml", bad)]))
    with pytest.raises(BrokenFile, match=r"bad\.backchannel/mill\.yaml:\d+:\d+: .*upper"):
        library.open_scenario(str(out))


def test_what_does_not_pass_check_is_not_packed(tmp_path: Path) -> None:
    out = tmp_path / "mill.backchannel"
    file = mill(tmp_path, MILL.replace("decider: upper", "decider: uper"))
    with pytest.raises(BrokenFile, match="upper"):
        pack(str(file), out)
    file = mill(tmp_path)
    plays(file, PLAYS.replace("friends", "feud"))
    with pytest.raises(BrokenFile, match="play-differs"):
        pack(str(file), out)
    odd = tmp_path / "my mill.yaml"
    odd.write_text(MILL, encoding="utf-8")
    with pytest.raises(InputError, match="letters, digits"):
        pack(str(odd), out)
    assert not list(tmp_path.glob("*.backchannel*"))
    assert not list(tmp_path.glob(".*"))


def test_a_pack_is_not_packed_again(whole: Path) -> None:
    with pytest.raises(InputError, match="pack already"):
        pack(str(whole), whole.with_name("two.backchannel"))


def entry(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr, info.create_system = mode << 16, 3
    return info


def patched(raw: bytes, old: bytes, new: bytes) -> bytes:
    assert raw.count(old) >= 2, "a name stands before its file and in the index"
    return raw.replace(old, new)


def swollen(raw: bytes, size: int) -> bytes:
    """The first entry's size in the index, told as another."""
    at = raw.index(b"PK\x01\x02")
    return raw[: at + 24] + struct.pack("<L", size) + raw[at + 28 :]


def flagged(raw: bytes) -> bytes:
    at = raw.index(b"PK\x01\x02")
    return raw[: at + 8] + b"\x01\x00" + raw[at + 10 :]


GOOD = zipped(honest())
SECOND = ("other.yaml", b"a: 1\n")
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "no pack"),
    "text": (lambda: MILL.encode(), "no pack"),
    "an executable": (lambda: b"MZ" + GOOD, "no pack"),
    "cut": (lambda: GOOD[: len(GOOD) // 2], "torn"),
    "end cut": (lambda: GOOD[:-1], "torn"),
    "something added": (lambda: GOOD + b"more", "torn"),
    "a comment": (lambda: GOOD[:-2] + b"\x02\x00hi", "torn"),
    "a zip before": (lambda: GOOD + GOOD, "torn"),
    "no manifest": (lambda: zipped([("mill.yaml", MILL.encode())]), "no manifest.json"),
    "a word document": (lambda: zipped([("[Content_Types].xml", b"<a/>")]), "no name of a scenario's file"),
    "up and out": (lambda: zipped(honest([("../evil.yaml", b"a: 1")])), "../evil.yaml"),
    "far up": (lambda: zipped(honest([("../../../../etc/passwd", b"a")])), "no name"),
    "absolute": (lambda: zipped(honest([("/etc/evil.yaml", b"a: 1")])), "no name"),
    "a drive": (lambda: zipped(honest([("C:evil.yaml", b"a: 1")])), "no name"),
    "backslashes": (lambda: zipped(honest([("..\\evil.yaml", b"a: 1")])), "no name"),
    "a folder": (lambda: zipped(honest([("sub/", b"")])), "no name"),
    "in a folder": (lambda: zipped(honest([("sub/evil.yaml", b"a: 1")])), "no name"),
    "hidden": (lambda: zipped(honest([(".evil.yaml", b"a: 1")])), "no name"),
    "a pack in a pack": (lambda: zipped(honest([("inner.backchannel", GOOD)])), "no name"),
    "a zip in a pack": (lambda: zipped(honest([("inner.zip", GOOD)])), "no name"),
    "a program": (lambda: zipped(honest([("evil.py", b"import os")])), "no name"),
    "a null in a name": (
        lambda: patched(zipped(honest([("evilX.yaml", b"a: 1")])), b"evilX.yaml", b"evil\x00.yaml"),
        "",
    ),
    "a link": (
        lambda: zipped(honest([(entry("link.yaml", stat.S_IFLNK | 0o777), b"/etc/passwd")])),
        "is a link",
    ),
    "a device": (
        lambda: zipped(honest([(entry("dev.yaml", stat.S_IFCHR | 0o666), b"")])),
        "no ordinary file",
    ),
    "twice": (
        lambda: patched(
            zipped(honest([("twin1.yaml", b"a: 1"), ("twin2.yaml", b"a: 1")])), b"twin2.yaml", b"twin1.yaml"
        ),
        "twice",
    ),
    "a bomb": (lambda: zipped(honest([("bomb.yaml", b" " * (1 << 20))])), "grows more than"),
    "a large file": (lambda: zipped(honest([("big.yaml", os.urandom((1 << 20) + 1))])), "larger than"),
    "large together": (
        lambda: zipped(honest([(f"f{i}.yaml", bytes(range(256)) * 3000) for i in range(6)])),
        "",
    ),
    "larger than told": (lambda: swollen(GOOD, 10), "torn"),
    "smaller than told": (lambda: swollen(GOOD, 2000), "torn"),
    "locked": (lambda: flagged(GOOD), "password"),
    "pressed otherwise": (lambda: zipped(honest(), zipfile.ZIP_LZMA), "pressed in a way"),
    "many files": (lambda: zipped(honest([(f"f{i}.yaml", b"a: 1") for i in range(40)])), "more than 32"),
    "very many files": (lambda: zipped([(f"f{i}.yaml", b"") for i in range(5000)]), "too many files"),
    "too large": (lambda: b"PK\x03\x04" + bytes(5 << 20), "larger than"),
    "no json": (lambda: zipped([("manifest.json", b"{"), ("mill.yaml", b"a: 1")]), "no sense"),
    "deep json": (lambda: zipped([("manifest.json", os.urandom(20).hex().encode() * 9)]), "no sense"),
    "a list": (lambda: zipped([("manifest.json", b"[1]"), ("mill.yaml", b"a: 1")]), "no sense"),
    "another program": (lambda: zipped(honest(program="x")), "no sense"),
    "a newer format": (lambda: zipped(honest(format=2)), "newer version"),
    "format true": (lambda: zipped(honest(format="1")), "no sense"),
    "scenario not there": (lambda: zipped(honest(scenario="elsewhere")), "elsewhere.yaml"),
    "scenario outside": (lambda: zipped(honest(scenario="../mill")), "../mill.yaml"),
    "not told": (lambda: zipped([*honest(), SECOND]), "other.yaml"),
    "changed": (lambda: zipped([honest()[0], ("mill.yaml", MILL.encode() + b"\n")]), "not what its"),
    "not text": (
        lambda: zipped([("manifest.json", manifest({"mill.yaml": b"a\n\xff"})), ("mill.yaml", b"a\n\xff")]),
        "mill.yaml:2: is not UTF-8",
    ),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_pack_is_refused_in_one_line_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    make, word = HOSTILE[name]
    file = tmp_path / "evil.backchannel"
    file.write_bytes(make())
    with pytest.raises(BackchannelError) as refused:
        library.open_scenario(str(file))
    said = str(refused.value)
    assert "\n" not in said
    assert "evil.backchannel" in said
    assert word in said
    assert [p.name for p in tmp_path.iterdir()] == ["evil.backchannel"]


def test_the_good_pack_that_the_hostile_ones_are_made_from_opens(tmp_path: Path) -> None:
    file = tmp_path / "good.backchannel"
    file.write_bytes(GOOD)
    assert library.open_scenario(str(file)).id == "mill"


def test_any_byte_changed_is_refused_or_means_the_same(tmp_path: Path) -> None:
    """Every third byte of a pack, changed alone: no stray exception, and never another game."""
    file = tmp_path / "changed.backchannel"
    was = packed.Pack("mill", {"mill.yaml": MILL.encode()})
    refused = 0
    for at in range(0, len(GOOD), 3):
        file.write_bytes(GOOD[:at] + bytes([GOOD[at] ^ 0x41]) + GOOD[at + 1 :])
        try:
            found = packed.read(file, "it")
        except UnreadableFile:
            refused += 1
        else:
            assert found == was
    assert refused > len(GOOD) / 3 * 0.8


def test_a_folder_or_nothing_in_its_place_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.backchannel").mkdir()
    for name in ("a.backchannel", "none.backchannel"):
        with pytest.raises(InputError, match=name):
            library.open_scenario(str(tmp_path / name))


def test_words_in_a_pack_are_read_as_those_beside_a_scenario(tmp_path: Path) -> None:
    file = mill(tmp_path)
    words = tmp_path / "mill.he.yaml"
    words.write_text("language: he\ntexts:\n  title: X Y\n", encoding="utf-8")
    out = tmp_path / "other.backchannel"
    pack(str(file), out)
    loose, packed_ = open_in(str(file), "he"), open_in(str(out), "he")
    assert packed_.source == loose.source
    assert packed_.source.title == "X Y"
    assert packed_.hash == loose.hash
    found, told = check_words(file, loose), check_words(out, loose)
    assert [(d.line, d.code) for d in told] == [(d.line, d.code) for d in found]
    assert told[0].file.endswith("other.backchannel/mill.he.yaml")


def test_a_place_that_a_message_names_opens_what_it_stands_in(whole: Path) -> None:
    game = library.open_scenario(str(whole))
    for name in ("mill.yaml", "mill.plays.yaml"):
        assert library.open_scenario(str(whole / name)).hash == game.hash
        assert library.open_scenario(str(whole.with_name(name))).hash == game.hash
