"""What comes in and goes out on paper: sheets read, checked, sent back and written.

A library: it holds no table and knows no noun of the field. An app declares the layout of
a sheet as data (`layout.Layout`) and gets rows, or faults with their row, column and reason.
"""
