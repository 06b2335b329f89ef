"""Where the user's own things lie: the XDG folders, found once.

Nothing here is made until somebody writes to it, and every folder can be moved by its variable
(`XDG_CONFIG_HOME` and the like), which is how the tests keep away from a person's own settings.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

APP = "pizhu"
WORKSPACE_FOLDER = ".pizhu"
"""What pizhu keeps about a folder of texts lies in a folder of this name beside them."""


def _own_folder(kind: str) -> Path:
    """The user's folder of a kind: config, state or data."""
    # Many commands ask for none of them, and for no temporary file either.
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_dir")(APP))


def settings_file() -> Path:
    """The user's settings, TOML."""
    return _own_folder("config") / "settings.toml"


def keymap_file() -> Path:
    """The user's own keys, TOML."""
    return settings_file().with_name("keymap.toml")


def places_file() -> Path:
    """Reading places by content hash, JSON."""
    return _own_folder("state") / "places.json"


def bookmarks_file() -> Path:
    """Bookmarks by content hash, JSON."""
    return _own_folder("state") / "bookmarks.json"


def lately_file() -> Path:
    """Texts and folders that were opened lately, JSON."""
    return _own_folder("state") / "recent.json"


def annotations_elsewhere(root: Path) -> Path:
    """Where annotations go for a folder of texts that can't be written to."""
    tail = str(root).strip("/").replace("/", "%")
    return _own_folder("data") / "workspaces" / tail


def bundled_seeds() -> Path:
    """The texts that come with pizhu: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "seeds"
    return installed if installed.is_dir() else package.parent / "seeds"


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all, making its folder if need be.

    Args:
        path: The file.
        content: Its bytes, or pieces of them in their order.

    Raises:
        OSError: The disk is full, the folder can't be written, and the like; `path` is as it was.
    """
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
