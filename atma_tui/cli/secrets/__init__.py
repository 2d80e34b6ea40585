"""What is typed unseen: PINs, passphrases and the secrets of websites."""
