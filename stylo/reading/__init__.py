"""How a text is read: what people have in their files, and the clean text that rules, tags and lexicons see of it."""
