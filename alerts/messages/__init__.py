"""Messages about alerts, in the words of each channel."""
