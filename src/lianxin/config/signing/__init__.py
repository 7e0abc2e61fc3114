"""The way in: whose account a name is, the two steps, and what the seats ask of them."""
