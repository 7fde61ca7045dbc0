"""The widgets of the window, from colours up to whole panels."""
