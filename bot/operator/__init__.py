"""What the commands of the terminal do: looking for what is wrong, papers, proofs, reports as files."""
