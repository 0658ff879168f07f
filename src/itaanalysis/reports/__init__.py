"""Tables and charts in, files out: processed data, pages, spreadsheets. Import the module that you need."""
