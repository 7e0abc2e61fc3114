"""
What pages are built of. Each function is a tag: its keyword-only parameters are the props.

Words come in translated; everything is escaped here, once; no function reads a database.
"""
