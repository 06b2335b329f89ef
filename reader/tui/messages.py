"""Messages that several screens send to the app."""

from __future__ import annotations

from textual.message import Message


class ChangesWanted(Message):
    """Somebody wants to see what became of the annotations of texts that changed."""


class RestWanted(Message):
    """Somebody wants those texts read too at which the reading was stopped."""
