"""Reports and checklists as PDF."""
