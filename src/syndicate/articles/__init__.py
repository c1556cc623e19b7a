"""Collecting: sources hand out documents, each form of them is read to a draft, intake decides, the store keeps."""
