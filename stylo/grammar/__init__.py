"""What measures stand on: tokens as plain lists, marks, clauses, conditions of the tables, phrases, particles, syllables."""
