"""What Copier does with this repository, by Copier itself, in repositories that the tests make."""
