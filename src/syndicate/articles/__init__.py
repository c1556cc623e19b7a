"""Picking up: sources give raw documents, formats read them, intake decides, the store keeps."""
