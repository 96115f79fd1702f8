"""What goes into a package: facts, pictures, history, and words that explain them."""
