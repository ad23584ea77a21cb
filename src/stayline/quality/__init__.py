"""What is reviewed, scored, answered and complained about; what the figures say."""
