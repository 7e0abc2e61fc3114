"""Keeping the house: seats and who stands in, the door, the log; three administrators apart."""
