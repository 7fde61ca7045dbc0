"""What each action does, and which screen each page is: the parts of the reducer.

Each module holds ``ACTS`` (by the part of an action's name before its colon) and ``PAGES``.
"""
