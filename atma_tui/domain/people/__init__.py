"""What is true of people: names, phones and addresses, finding them, telling duplicates."""
