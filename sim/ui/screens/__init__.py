"""The screens: each file makes one kind of :class:`sim.ui.view.Screen` from a game."""
