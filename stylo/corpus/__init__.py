"""Many documents: the run in parts that are kept, and the profiles of many texts in one table."""
