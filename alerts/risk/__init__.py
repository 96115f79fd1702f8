"""What one transaction's risk is made of. Pure: points and parameters, no words."""
