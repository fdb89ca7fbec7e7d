"""Official forms described as data: the same description says what import recognises and what is printed back."""
