"""A selection as one static, printable HTML file, in English or Arabic: ``events.report.page.report``."""
