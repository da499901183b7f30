"""What leaves the program: files written whole, tables that no spreadsheet and no LaTeX takes for code."""
