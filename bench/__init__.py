"""Measurements. ``make bench`` prints one JSON object a line: figure, value, unit, goal, better, holds."""
