"""What can happen at a register. An act takes a moment and gives back one journal event."""
