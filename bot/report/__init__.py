"""The month as a page, a table, a sheet and a file for analysts: all made from the same tables."""
