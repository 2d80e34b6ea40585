"""Reading any calendar file into events of the book, within bounds whatever it contains."""
