"""What reviewers said of statements: the sheets that go out to them and come back."""
