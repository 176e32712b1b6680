"""Drawing of the screens beside the desk: competencies, overview, approval, forms, help."""
