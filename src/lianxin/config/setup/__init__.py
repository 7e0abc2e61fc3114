"""The first day of a county: `lianxin init`, the five pages of setting up, the printed slips."""
