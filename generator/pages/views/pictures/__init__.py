"""The charts of each family of pages: what of the records goes on a picture, and what its title says of it."""
