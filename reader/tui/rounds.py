"""Runs the reader on one workspace after another, as they are opened from within it.

Invariant: one workspace is open at a time; its layer is given back before the next one's is taken. A
workspace that can't be opened leads back to the one before, which says why.
"""

from __future__ import annotations

import sys

from annotations.errors import PizhuError
from reader.config import Settings
from reader.session import Session
from reader.tui.app import PizhuApp
from reader.tui.hangup import leave_with_terminal
from reader.visits import Visit
from reader.workspace import Workspace

_A_MOMENT = 1.0
"""Seconds in which it is known whether the terminal has gone."""


def read(workspace: Workspace, settings: Settings) -> None:
    """Read a workspace, and whatever is opened from there, until the reader is left.

    Raises:
        LayerError: The reviewer's layer in the first workspace can't be opened.
        TagError: Its tags can't be read.
    """
    session: Session | None = Session(workspace, settings)
    arrival: Visit | None = None
    told: list[str] = []
    app: PizhuApp | None = None

    def leave() -> None:
        if app is not None:
            app.call_from_thread(app.exit)

    gone = leave_with_terminal(sys.stdin.fileno(), leave)
    while session is not None:
        try:
            app = PizhuApp(session, arrival)
            app.first_words = told
            app.run()
        except OSError:
            # Textual's last words don't reach a terminal that has gone.
            if not gone.wait(_A_MOMENT):
                raise
        finally:
            session.close()
        if app is None or gone.is_set():
            return
        before, settings, told, arrival = session.workspace, session.settings, [], None
        session = None
        if app.next is not None:
            path, arrival = app.next
            try:
                session = Session(Workspace.open([str(path)]), settings)
            except PizhuError as error:
                told, arrival = [str(error)], None
                session = Session(before, settings)
