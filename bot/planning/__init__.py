"""What happens by itself: the clock hands out what is due, and who is there is looked up."""
