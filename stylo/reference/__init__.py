"""What is usual in a genre: the figures that ship, comparison, groups, and a check that genres can be told apart."""
