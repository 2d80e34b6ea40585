"""The bases of screens, dialogs and forms, and the questions that any screen asks."""
