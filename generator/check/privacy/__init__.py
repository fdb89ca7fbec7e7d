"""What must not be published: personal numbers and marks of secrecy."""
