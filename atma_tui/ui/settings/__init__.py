"""The settings of this desk and of the clinic on one page."""
