"""What one run keeps for the next saves time, and changes nothing else."""
