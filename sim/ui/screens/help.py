"""Help: how the game goes, the keys, and what the pictures mean."""

from __future__ import annotations

from sim.ui.view import Action, Screen, Text, bullet, heading, para


def help_screen() -> Screen:
    """Two columns: the game, and the keys."""
    game = (
        heading("One decision"),
        bullet("Read the situation: what the decider knew that day, and nothing later."),
        bullet("If you decide, read what reached you, then pick a move."),
        bullet(
            "If somebody else decides and you have a channel, write: what you want, then how, over which "
            "channel, and with what leverage behind it. Or stay silent."
        ),
        bullet("See what happened, why each number moved, and what was really chosen."),
        heading("Cards"),
        bullet(
            "Plus and minus: what the decider expects of a move; two: strongly; “?”: only if things fall so."
        ),
        bullet("Told and not told: a side that is surprised trusts you less."),
        heading("Messages"),
        bullet("A message can tilt a choice, seldom make it. Silence costs nothing."),
        bullet("Ask or assure: cheap, and light."),
        bullet("Warn: names a consequence."),
        bullet("Threaten: pledges it; it is carried out if they do otherwise, unless you bluff."),
        bullet("Offer: pledges something of your own; you pay if they agree."),
        bullet("Go public: heard by all; it strains the relation and ties your hands."),
        heading("There is no score"),
        para("History is what was chosen, not what was right. Compare the paths, and ask why they part."),
    )
    keys = (
        heading("Keys"),
        bullet("Tab and Shift-Tab: from one thing to the next. Arrows: within cards, and to scroll."),
        bullet("Enter or Space: pick. 1 to 9: pick the card with that number."),
        bullet("Esc: back. U: take back the last choice. ?: this page."),
        bullet("+ and -: larger and smaller text. T: light, dark, high contrast. F11: full screen."),
        heading("Pictures"),
        bullet("Bars: a variable from 0 to 100 points, and its last change. Point at one for the reasons."),
        bullet("Channels: thick lines are trusted, dashed ones secret, coloured ones open at this decision."),
        bullet("Timeline: what lies behind, the decision of today, and what lies ahead."),
        heading("Saving"),
        para("The game saves itself after every choice. Saved games stand on the first page."),
    )
    return Screen(
        "help",
        "Help",
        panels=(Text("How it goes", game), Text("Keys and pictures", keys)),
        actions=(Action("back", "Back", "Esc", primary=True),),
    )
