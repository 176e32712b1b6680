"""Where the conversations of a notebook are: in its folder, archived, or deleted for a while."""
