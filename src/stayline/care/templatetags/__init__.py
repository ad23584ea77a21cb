"""What a page of care shows beside what its view gives it."""
