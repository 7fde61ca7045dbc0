"""The YAML language server that editors use, on our schema: what an author sees while writing.

    npm install --global yaml-language-server
    python -m tests.language_server

It opens every shipped scenario and the campaign (no diagnostic), scenarios with one slip each (a
diagnostic on its line), and asks what may be written at some places, and what it means. ``--server``
names the program, if it is not found by its name.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

from sim.scenario import library
from sim.scenario.files import campaigns

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "examples" / "lanterns.yaml"
PROGRAM = "yaml-language-server"
PATIENCE = 60
"""Seconds that an answer may take; far more than any does."""


class Slip(NamedTuple):
    """``old`` stands in the example, and ``new`` in its place; the line of ``new`` is the wrong one."""

    old: str
    new: str


SLIPS = {
    "a typo in a key at the top": Slip("teaches: Telling", "teeches: Telling"),
    "a typo in a key of a decision": Slip("    decider: marrowfield", "    desider: marrowfield"),
    "a typo in a key of a move": Slip("label: Play for one hour", "lable: Play for one hour"),
    "a word for a number": Slip("minutes: 20", "minutes: twenty"),
    "a word of no scale": Slip("chance: marked", "chance: often"),
    "a share below nothing": Slip("chance: marked", "chance: -marked"),
    "a phase of another name": Slip("phase: forecast", "phase: predict"),
    "a level of notice that is none": Slip("{marrowfield: coordinated}", "{marrowfield: together}"),
    "a capital in an id": Slip("id: quarrel", "id: Quarrel"),
    "text for a list": Slip("    channels: [letters]", "    channels: letters"),
    "a start over a hundred": Slip("start: 55", "start: 555"),
    "an unknown format": Slip("format: 1", "format: 2"),
}
"""Slips that the schema can see."""

FIELDS = {
    "at the top": ("questions:", "", {"cast", "define"}),
    "in a decision": ("    channels: [letters]\n", "    ", {"unknown", "constraints", "leverage", "why"}),
    "in a move": ("        label: Stay at home\n", "        ", {"notice", "secret", "text", "why"}),
}
"""A line of the example, how far the next is indented, and fields that must be proposed there: some that
the file does not have there yet."""


class Server:
    """One language server, spoken to over its standard input and output."""

    def __init__(self, command: list[str]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.heard: SimpleQueue[Any] = SimpleQueue()
        self.number = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self.ask("initialize", processId=None, rootUri=ROOT.as_uri(), capabilities={})
        self.tell("initialized")
        settings = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
        self.tell("workspace/didChangeConfiguration", settings={"yaml": settings})

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            size = int(header.partition(b":")[2])
            while stream.readline().strip():
                pass
            self.heard.put(json.loads(stream.read(size)))

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        """The server's answer to a question."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        for message in self._messages():
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")
        return None

    def _messages(self) -> Iterator[Any]:
        """What the server says; its own questions get an empty answer."""
        while True:
            try:
                message = self.heard.get(timeout=PATIENCE)
            except Empty:
                raise SystemExit(f"{PROGRAM} did not answer within {PATIENCE} seconds.") from None
            if "method" in message and "id" in message:
                items = message["params"].get("items", [])
                self._send({"id": message["id"], "result": [None for _ in items] if items else None})
            yield message

    def diagnostics(self, path: Path, text: str) -> list[Any]:
        """What is said of a file that nobody has opened yet, with that text."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        for message in self._messages():
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                found: list[Any] = message["params"]["diagnostics"]
                return found
        return []

    def completion(self, path: Path, line: int, column: int) -> set[str]:
        """The labels of what may be written at a place, counted from 0."""
        where = {"line": line, "character": column}
        found = self.ask("textDocument/completion", textDocument={"uri": path.as_uri()}, position=where)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"] for item in items}

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is said of the word at a place."""
        where = {"line": line, "character": column}
        found = self.ask("textDocument/hover", textDocument={"uri": path.as_uri()}, position=where)
        return str(found["contents"]["value"]) if found else ""


@contextmanager
def running(program: str) -> Iterator[Server]:
    """A language server, ended when it is no longer needed."""
    server = Server([program, "--stdio"])
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()
        for stream in (server.process.stdin, server.process.stdout):
            if stream is not None:
                stream.close()


def whole(server: Server) -> dict[str, list[str]]:
    """What is said of each scenario without a slip."""
    found = {}
    for path in {*library.shipped().values(), *campaigns().values(), EXAMPLE}:
        told = server.diagnostics(path, path.read_text(encoding="utf-8"))
        found[path.name] = [f"{d['range']['start']['line'] + 1}: {d['message']}" for d in told]
    return found


def slipped(server: Server) -> dict[str, tuple[int, list[int]]]:
    """For each slip, the line on which it stands, and the lines that are told."""
    text, found = EXAMPLE.read_text(encoding="utf-8"), {}
    for at, (name, (old, new)) in enumerate(SLIPS.items()):
        line = text[: text.index(old)].count("\n") + 1
        told = server.diagnostics(EXAMPLE.with_name(f"slip-{at}.yaml"), text.replace(old, new, 1))
        found[name] = line, sorted({d["range"]["start"]["line"] + 1 for d in told})
    return found


def proposed(server: Server) -> dict[str, set[str]]:
    """For each place, the fields that should be proposed there and are not."""
    text, found = EXAMPLE.read_text(encoding="utf-8"), {}
    for name, (after, indent, fields) in FIELDS.items():
        path = EXAMPLE.with_name(f"written-{len(found)}.yaml")
        at = text.index(after)
        at = at if not indent else at + len(after)
        server.diagnostics(path, text[:at] + indent + "\n" + text[at:])
        found[name] = fields - server.completion(path, text[:at].count("\n"), len(indent))
    return found


def explained(server: Server) -> str:
    """What is said of the key ``decider`` of the first decision."""
    text, path = EXAMPLE.read_text(encoding="utf-8"), EXAMPLE.with_name("explained.yaml")
    server.diagnostics(path, text)
    line = text[: text.index("    decider:")].count("\n")
    return server.hover(path, line, 6)


def main() -> int:
    asked = argparse.ArgumentParser(
        prog="python -m tests.language_server", description="Asks the YAML language server."
    )
    asked.add_argument("--server", default=shutil.which(PROGRAM), help=f"the program [{PROGRAM}]")
    given = asked.parse_args()
    if given.server is None:
        raise SystemExit(f"{PROGRAM} is not installed. Run 'npm install --global {PROGRAM}'.")
    with running(given.server) as server:
        clean, broken, lacking, words = whole(server), slipped(server), proposed(server), explained(server)
    for name, lines in clean.items():
        print(f"{name}: {len(lines)} diagnostics", *lines, sep="\n  ")
    right = [name for name, (line, told) in broken.items() if line in told]
    print(f"{len(broken)} slips, {len(right)} told on their line")
    for name in broken.keys() - set(right):
        print(f"  {name}: on line {broken[name][0]}, told on {broken[name][1]}")
    for name, fields in lacking.items():
        print(f"proposed {name}: {'all' if not fields else 'not ' + ', '.join(sorted(fields))}")
    print(f"said of 'decider': {' '.join(words.split())}")
    good = not any(clean.values()) and len(right) == len(broken) and not any(lacking.values()) and words
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
