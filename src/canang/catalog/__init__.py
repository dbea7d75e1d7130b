"""What is known: the models and the queries on the SQLite file. Knows no screen."""
