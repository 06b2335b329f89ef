"""What was learned of running Chinese text and of cut pages, how it is learned and read."""

from __future__ import annotations

import os

# Products this small gain nothing from a second thread, and the threads that wait for them take a
# core from whoever else cleans: it doubles the processor's time. Has to be said before numpy comes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
