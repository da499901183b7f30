"""What is said to people, in English and German: translations, how numbers are written, reasons, signs that cannot be seen."""
