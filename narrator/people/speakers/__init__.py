"""Who says each quotation, with the rule that says so."""
