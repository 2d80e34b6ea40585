"""Who is at the desk, and the check of every act against what they may do."""
