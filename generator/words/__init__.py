"""Types, fields and fills of the model in the languages that come out: Python, SQL, JSON Schema."""
