"""What every stage shares and what imports none of them: schemas, packages, findings, profiles, words and numbers."""
