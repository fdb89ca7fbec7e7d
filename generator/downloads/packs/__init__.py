"""What stands ready to be carried into a meeting: documents and tables of a division's year and of each bureau's."""
