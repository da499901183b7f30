"""Register: marks of nearness and distance, verb forms, words that belong to a register."""
