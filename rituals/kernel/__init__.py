"""What every ritual stands on: names, errors, people, the space, and the shapes of what is asked and said."""
