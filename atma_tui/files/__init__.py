"""Files on a disk: opening them where others may write too, replacing them whole, and errors in words."""
