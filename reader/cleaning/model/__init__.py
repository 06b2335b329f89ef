"""Statistics of running Chinese text, and how they are learned and read."""
