"""``sources``: from a number to its fact and paragraph, and back to all that rests on a paragraph."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sim.cli.frame import AsJson, app, parted, print_json, show, table
from sim.errors import UnknownName

if TYPE_CHECKING:
    from sim.authoring.numbers import Number
    from sim.authoring.resting import Use
    from sim.authoring.shelf import Told
    from sim.authoring.tracing import Group, Traced

WIDTH: Final = 110


@app.command()
def sources(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[SCENARIO[:DECISION] | ARTICLE[#PARAGRAPH]]",
            help="A scenario or a decision of it; or an article, or a paragraph or a fact of it.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """From each number to its fact and paragraph, and back from a paragraph to all that rests on it.

    Alone it counts: each article's paragraphs, and each scenario's facts and judgements.
    """
    from sim.record.record import load
    from sim.scenario import library

    if what is None:
        _everything(as_json)
    elif "#" in what:
        _back(what, as_json)
    elif what in load().sources and what not in library.shipped():
        _article(what, as_json)
    else:
        _scenario(what, as_json)


def _everything(as_json: bool) -> None:
    from sim.authoring import shelf, tracing

    articles, counts = tracing.everything(shelf.whole())
    if as_json:
        rows = [c.as_json() for c in counts]
        print_json({"articles": [a.as_json() for a in articles], "record": rows[0], "scenarios": rows[1:]})
        return
    listing = table("article", "paragraphs", "content", "with a fact", "", "in the record", "in scenarios")
    for row in (a.as_json() for a in articles):
        told = [str(row[k]) for k in ("paragraphs", "content", "with_fact", "by_record", "by_scenarios")]
        listing.add_row(row["article"], *told[:3], f"{row['share_covered']:.0%}", *told[3:])
    show(listing)
    for article in articles:
        if article.missing:
            typer.echo(f"{article.article}: no fact for {', '.join(map(str, article.missing))}")
        if article.unused:
            typer.echo(f"{article.article}: nothing cites the facts of {', '.join(map(str, article.unused))}")
    typer.echo(
        "\ncontent: paragraphs that make a claim; the others are set aside, with a reason\n"
        "in the record, in scenarios: content paragraphs that an entry, a number or a text there cites\n"
    )
    listing = table("numbers of", "all", "on a fact", "", "on a judgement", "that names a fact", "on neither")
    for one in counts:
        told = [str(n) for n in (one.numbers, one.facts, one.judgements, one.naming, one.without)]
        listing.add_row(one.scenario or "the record", *told[:2], f"{one.share_facts:.0%}", *told[2:])
    show(listing)
    typer.echo("\nA scenario's numbers are its own and those of what it uses of the record.")


def _scenario(name: str, as_json: bool) -> None:
    traced = _traced(name)
    if as_json:
        print_json(traced.as_json())
        return
    counts = traced.counts
    typer.echo(
        f"{counts.title}{f': {traced.chosen}' if traced.chosen else ''}\n"
        f"{counts.numbers} numbers: {counts.facts} on a fact ({counts.share_facts:.0%}), "
        f"{counts.judgements} on a judgement, of which {counts.naming} name a fact"
    )
    before: dict[Number, str] = {}
    for group in traced.groups:
        if group.numbers:
            _show_group(traced, group, before)


def _traced(name: str) -> Traced:
    """A scenario, or a decision of it, as it was typed. Raises InputError in one line."""
    from sim.authoring import shelf, tracing
    from sim.record.record import load
    from sim.scenario import library

    head, decision = parted(name)
    try:
        game = shelf.played(head)
    except UnknownName:
        raise UnknownName("scenario or article", head, [*library.shipped(), *load().sources]) from None
    return tracing.trace(game, decision)


def _show_group(traced: Traced, group: Group, before: dict[Number, str]) -> None:
    """The numbers of a decision; those that have stood at one before are not told again."""
    at = group.decision
    typer.echo(f"\n{at.id} - {at.title} ({at.date_text})" if at else "\nThe whole game")
    for number in group.numbers:
        head = f"  {number.what} of {number.of}" + (f": {_amount(number)}" if number.value else "")
        if number in before:
            typer.echo(f"{head}  (as at {before[number]})")
            continue
        before[number] = at.id if at else ""
        typer.echo(f"{head}  [{number.file}:{number.line}]")
        if number.judgement:
            _say(f"judgement: {number.judgement}", 4)
        for told in traced.facts(number):
            _show_fact(told, 4 if number.fact else 6)


def _amount(number: Number) -> str:
    """A word as it is, a number with its unit."""
    plain = number.value.lstrip("-").isdigit()
    return f"{number.value} {number.unit}" if plain else number.value


def _show_fact(told: Told, indent: int) -> None:
    fact = told.fact
    where = "not from the articles"
    if fact.paragraphs:
        many = "s" * (len(fact.paragraphs) > 1)
        where = f"{told.article}, paragraph{many} {', '.join(map(str, fact.paragraphs))}"
    _say(f"{told.id}: {fact.text}", indent)
    certainty = fact.certainty.replace("_", "-")
    _say(f"({where}; {told.source.publisher}; {certainty}; who says so: {fact.says})", indent + 2)
    if fact.correction:
        _say(f"corrected: {fact.correction.accepted} {fact.correction.why}", indent + 2)
    for other in fact.disputed:
        _say(f"one account: {other.account} ({other.by})", indent + 2)


def _say(text: str, indent: int) -> None:
    first, later = " " * indent, " " * (indent + 2)
    wrapped = textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
    )
    typer.echo("\n".join(wrapped))


def _back(name: str, as_json: bool) -> None:
    from sim.authoring import resting, shelf, tracing

    whole = shelf.whole()
    article = resting.article_of(whole, name)
    number, source = name.partition("#")[2], whole.record.sources.get(article)
    if source is None or not source.paragraphs or not (number.isascii() and number.isdigit()):
        facts, found = resting.fact(whole, resting.uses(whole), name)
        if as_json:
            told = [t.as_json() for t in facts]
            print_json({"fact": name, "facts": told, "files": tracing.by_file(found)})
            return
        typer.echo(f"{name}: {facts[0].source.title} ({facts[0].source.publisher})")
        _show_uses(facts, found)
        return
    one = resting.paragraph(whole, resting.uses(whole), article, int(number[:9]))
    if as_json:
        print_json(tracing.paragraph_json(one))
        return
    typer.echo(f"{article}, paragraph {one.number}: {source.title} ({source.publisher})")
    if one.set_aside:
        typer.echo(f"  It makes no claim: {one.set_aside}.")
    for error in one.errors:
        _say(f"known error: {error.article} Accepted instead: {error.accepted}", 2)
    _show_uses(one.facts, one.uses)


def _show_uses(facts: Sequence[Told], found: Sequence[Use]) -> None:
    for told in facts:
        typer.echo(f"\n  [{told.file}:{told.line}]")
        _show_fact(told, 2)
    if facts:
        typer.echo(f"\nWhat rests on that: {len(found)}")
    for file, part in groupby(found, key=lambda use: use.file):
        typer.echo(f"\n{file}")
        for use in part:
            value = f": {use.value}" if use.value else ""
            named = ", in its words" if use.named else ""
            typer.echo(f"  {use.line:5}  {use.kind}: {use.where}{value}  ({use.fact}{named})")


def _article(article: str, as_json: bool) -> None:
    from sim.authoring import shelf, tracing

    told = tracing.article_json(shelf.whole(), article)
    if as_json:
        print_json(told)
        return
    typer.echo(f"{told['title']} ({told['publisher']}; {told['published']})")
    for name in ("covers", "rests_on", "slant"):
        _say(told[name], 2)
    listing = table("paragraph", "facts", "uses", "set aside")
    for row in told["paragraphs"]:
        number, uses = str(row["paragraph"] or ""), str(row["uses"] or "")
        listing.add_row(number, ", ".join(row["facts"]), uses, row["set_aside"] or "")
    typer.echo("")
    show(listing)
