"""What was learned of running Chinese text and of cut pages, how it is learned and read."""
