"""Files that a stranger might send, each with the code and the line that must be reported."""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

from sim.reading.tree import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_TEXT


class Hostile(NamedTuple):
    """A file's bytes, and what must be said of it. ``unreadable`` never reaches the parser."""

    name: str
    content: bytes
    code: str
    line: int = 1
    says: str = ""
    most_nodes: int = MAX_NODES + 1
    """How many keys and values may be looked at before it is refused: the work that it can cause."""


def word_file() -> bytes:
    """A zip archive with XML in it, as a word processor saves one."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:document>" + "<w:p/>" * 500 + "</w:document>")
    return held.getvalue()


def bomb(join: str) -> bytes:
    """Ten levels, each of nine references to the one before."""
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    return (join + "\n".join(rows)).encode()


FEW = 10
MERGE = b"a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: [*a, *b]}\n"
BLOCK = "".join(f"{' ' * i}k:\n" for i in range(400)).encode()
HOSTILE = [
    Hostile("alias bomb", bomb(""), "anchor", 1, "&name", FEW),
    Hostile("alias bomb below", bomb("title: A\n\n"), "anchor", 3, "&name", FEW),
    Hostile("an alias to nothing", b"a: 1\nb: *c\n", "alias", 2, "*name", FEW),
    Hostile("an anchor on a text", b"a: 1\nb: &b text\n", "anchor", 2, "", FEW),
    Hostile("an anchor on a key", b"a: 1\n&b b: text\n", "anchor", 2, "", FEW),
    Hostile("an anchor on a block", b"a: 1\nb: &b\n  c: 1\n", "anchor", 2, "", FEW),
    Hostile("merge-key bomb", MERGE, "anchor", 1, "", FEW),
    Hostile("a merge key alone", b"a:\n  <<: {b: 1}\n", "merge-key", 2, "<<", FEW),
    Hostile("a merge key in a flow", b"a: {<<: {b: 1}}\n", "merge-key", 1, "<<", FEW),
    Hostile("a hundred thousand brackets", b"[" * 100_000, "too-deep", 1, str(MAX_DEPTH), 40),
    Hostile("a hundred thousand braces", b"{a: " * 100_000, "too-deep", 1, "", 80),
    Hostile("brackets that close", b"[" * 5000 + b"]" * 5000, "too-deep", 1, "", 40),
    Hostile("deep dashes", b"- " * 50_000, "too-deep", 1, "", 40),
    Hostile("deep blocks", BLOCK, "too-deep", MAX_DEPTH + 1, "", 80),
    Hostile("deep in the middle", b"a: 1\nb:\n" + b"  - " * 40, "too-deep", 3, "", 80),
    Hostile("a huge text", b"a: 1\nb: " + b"x" * (MAX_TEXT + 1), "text-too-long", 2, f"{MAX_TEXT:,}", FEW),
    Hostile("a huge quoted text", b'a: "' + b"x " * MAX_TEXT + b'"', "text-too-long", 1, "", FEW),
    Hostile("a huge block text", b"a: |\n" + b"  word\n" * MAX_TEXT, "text-too-long", 1, "", FEW),
    Hostile("a huge key", b"? " + b"k" * (MAX_TEXT + 1) + b"\n: 1", "text-too-long", 1, "", FEW),
    Hostile("a key of two thousand letters", b"k" * 2000 + b": 1", "yaml-syntax", 1),
    Hostile("too many entries", b"[" + b"1," * MAX_NODES + b"1]", "too-many-values", 1, f"{MAX_NODES:,}"),
    Hostile("too many keys", b"".join(b"k%d:\n" % i for i in range(MAX_NODES)), "too-many-values", 25_000),
    Hostile("a million keys", b"".join(b"k%d: 1\n" % i for i in range(1_000_000)), "unreadable", 1, "larger"),
    Hostile("a byte too many", b"#" * (MAX_BYTES + 1), "unreadable", 1, f"{MAX_BYTES:,}"),
    Hostile("duplicate keys", b"a: 1\nb: 2\na: 3\n", "duplicate-key", 3, "first at line 1"),
    Hostile("duplicate keys in a flow", b"x: 1\ny: {a: 1, b: 2, a: 3}", "duplicate-key", 2, "'a'"),
    Hostile("duplicate keys, one quoted", b'a: 1\n"a": 2\n', "duplicate-key", 2, "first at line 1"),
    Hostile("duplicate keys far down", b"a:\n - b:\n    c: 1\n    d: 2\n    c: 3\n", "duplicate-key", 5),
    Hostile("two documents", b"a: 1\n---\nb: 2\n", "several-documents", 2, "---"),
    Hostile("two documents, ended", b"---\na: 1\n...\n---\nb: 2\n", "several-documents", 4, "---"),
    Hostile("a Python tag", b"a: 1\nb: !!python/object/apply:os.system [ls]\n", "tag", 2, "python", FEW),
    Hostile("a plain tag", b"a: !secret x\n", "tag", 1, "!secret", FEW),
    Hostile("a tag of the standard", b"a: !!str 12\n", "tag", 1, "", FEW),
    Hostile("a binary tag", b"a: !!binary aGVsbG8=\n", "tag", 1, "", FEW),
    Hostile("the empty tag", b"a: ! x\n", "tag", 1, "", FEW),
    Hostile("a tag on a list", b"a: !!set {b}\n", "tag", 1, "", FEW),
    Hostile("a tag directive", b"%TAG ! tag:x,2000:\n---\na: !b c\n", "tag", 3),
    Hostile("a number for a key", b"a: 1\n12: x\n", "bad-key", 2, "'12'"),
    Hostile("a fraction for a key", b"1.5: x\n", "bad-key", 1, "'1.5'"),
    Hostile("a truth for a key", b"true: x\n", "bad-key", 1, "'true'"),
    Hostile("nothing for a key", b"null: x\n", "bad-key", 1, "'null'"),
    Hostile("an empty key", b"?\n: x\n", "bad-key", 1),
    Hostile("a list for a key", b"a: 1\n? [b, c]\n: x\n", "bad-key", 2, "plain text"),
    Hostile("a block for a key", b"{{a: 1}: x}\n", "bad-key", 1, "plain text"),
    Hostile("a NUL", b"a: 1\nb: x\x00y\n", "control-character", 2, "U+0000"),
    Hostile("an escape for terminals", b"a: \x1b[31mred\n", "control-character", 1, "U+001B"),
    Hostile("a vertical tab", b"a: 1\n\x0bb: 2\n", "control-character", 2, "U+000B"),
    Hostile("a delete", b"a: x\x7f\n", "control-character", 1, "U+007F"),
    Hostile("a C1 control", "a: 1\nb: x\u009b31m\n".encode(), "control-character", 2, "U+009B"),
    Hostile("right to left override", "a: 1\nb: x\u202ey\n".encode(), "control-character", 2, "U+202E"),
    Hostile("an isolate", "a: \u2066x\u2069\n".encode(), "control-character", 1, "U+2066"),
    Hostile("a left to right mark", "a: 1\n\u200eb: 2\n".encode(), "control-character", 2, "U+200E"),
    Hostile("a line separator", "a: 1\u2028b: 2\n".encode(), "control-character", 1, "U+2028"),
    Hostile("a next line", "a: 1\nb: 2\u0085c: 3\n".encode(), "control-character", 2, "U+0085"),
    Hostile("a byte order mark inside", "a: 1\nb: \ufeffx\n".encode(), "control-character", 2, "U+FEFF"),
    Hostile("two byte order marks", b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n", "control-character", 1, "U+FEFF"),
    Hostile("a non-character", "a: \uffff\n".encode(), "control-character", 1, "U+FFFF"),
    Hostile("after old Mac line ends", b"a: 1\rb: 2\rc: \x01\r", "control-character", 3, "U+0001"),
    Hostile("after Windows line ends", b"a: 1\r\nb: 2\r\nc: \x01\r\n", "control-character", 3, "U+0001"),
    Hostile("an escaped NUL", b'a: 1\nb: "x\\0y"\n', "control-character", 2, "U+0000"),
    Hostile("an escaped override", b'a: 1\nb: "x\\u202Ey"\n', "control-character", 2, "U+202E"),
    Hostile("an escaped escape", b'a: 1\n"\\e[31m": x\n', "control-character", 2, "U+001B"),
    Hostile("an escaped carriage return", b'a: "x\\ry"\n', "control-character", 1, "U+000D"),
    Hostile("half a character, escaped", b'a: 1\nb: "\\ud800"\n', "yaml-syntax", 2),
    Hostile("bad UTF-8", b"a: 1\nb: \xff\xfe\n", "unreadable", 2, "UTF-8"),
    Hostile("Latin-1", "a: 1\n\nb: Größe\n".encode("latin-1"), "unreadable", 3, "UTF-8"),
    Hostile("half a character", b"a: \xed\xa0\x80\n", "unreadable", 1, "UTF-8"),
    Hostile("an overlong slash", b"a: \xc0\xaf\n", "unreadable", 1, "UTF-8"),
    Hostile("UTF-16 with its mark", "a: 1\n".encode("utf-16"), "unreadable", 1, "UTF-8"),
    Hostile("UTF-16 without", "a: 1\n".encode("utf-16-le"), "control-character", 1, "U+0000"),
    Hostile("UTF-32", "a: 1\n".encode("utf-32"), "unreadable", 1, "UTF-8"),
    Hostile("an empty file", b"", "empty-file"),
    Hostile("blank lines", b"\n\n  \n", "empty-file"),
    Hostile("comments alone", b"# title: A\n# nothing\n", "empty-file"),
    Hostile("a byte order mark alone", b"\xef\xbb\xbf", "empty-file"),
    Hostile("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unreadable", 1, "UTF-8"),
    Hostile("a program", b"\x7fELF\x02\x01\x01\x00", "control-character", 1, "U+007F"),
    Hostile("a word processor's file", word_file(), "unreadable", 1, "UTF-8"),
    Hostile("a web page", b"<html>\n<p>a: b: c</p>\n", "yaml-syntax", 2),
    Hostile("tabs", b"a:\n\tb: 1\n", "yaml-syntax", 2, "not tabs"),
    Hostile("a tab after spaces", b"a:\n  b: 1\n\t  c: 2\n", "yaml-syntax", 3, "not tabs"),
    Hostile("too little indentation", b"a:\n    b: 1\n  c: 2\n", "yaml-syntax", 3, "indentation"),
    Hostile("too much indentation", b"a: 1\n  b: 2\n", "yaml-syntax", 2, "': '"),
    Hostile("a list amid keys", b"a: 1\n- b\n", "yaml-syntax", 2),
    Hostile("an unclosed quote", b'a: 1\nb: "x\nc: 3\n', "yaml-syntax", 2, "never closed"),
    Hostile("an unclosed single quote", b"a: 1\nb: 'x\nc: 3\n", "yaml-syntax", 2, "never closed"),
    Hostile("a quote that closes too late", b'a: "x\nb: 2\nc: "y"\n', "yaml-syntax", 1, "line 3"),
    Hostile("an unclosed bracket", b"a: 1\nb: [1, 2\n", "yaml-syntax", 2, "never closed"),
    Hostile("an unclosed brace", b"a: 1\nb: {c: 2\n\n", "yaml-syntax", 2, "never closed"),
    Hostile("an unclosed bracket amid lines", b"a: [1, 2\nb: 3\n", "yaml-syntax", 1, "never closed"),
    Hostile("a missing comma amid lines", b"a: [1,\n  {b: 2}\n  {c: 3}]\n", "yaml-syntax", 3, "line 1"),
    Hostile("a brace in a list", b"- {a: 1\n- {a: 2}\n", "yaml-syntax", 1, "never closed"),
    Hostile("the wrong bracket", b"a: 1\nb: [1, 2}\n", "yaml-syntax", 2),
    Hostile("a bracket too many", b"a: 1\nb: [1]]\n", "yaml-syntax", 2),
    Hostile("a forgotten colon", b"a: 1\nb 2\nc: 3\n", "yaml-syntax", 2, "':'"),
    Hostile("text after a quote", b'a: "x" y\n', "yaml-syntax", 1),
    Hostile("a colon in a text", b"a: 1\nb: note: more\n", "yaml-syntax", 2, "in quotes"),
    Hostile("a reserved sign", b"a: 1\nb: @x\n", "yaml-syntax", 2),
    Hostile("a backtick", b"a: `x`\n", "yaml-syntax", 1),
    Hostile("a per cent sign", b"a: 1\nb: %x\n", "yaml-syntax", 2),
    Hostile("an unknown escape", b'a: "C:\\path"\n', "yaml-syntax", 1),
    Hostile("YAML of the future", b"%YAML 9.9\n---\na: 1\n", "yaml-syntax", 1),
    Hostile("a version of many digits", b"%YAML 1." + b"9" * 5000 + b"\n---\na: 1\n", "yaml-syntax", 1),
    Hostile("a conflict left by git", b"a: 1\n<<<<<<< HEAD\nb: 2\n=======\n", "yaml-syntax", 2),
]
