"""What is remembered: halls, revisions, versions."""
