"""The reader of pizhu: from the bytes of a page to the screen, and back to its characters."""

__version__ = "0.1.0"
