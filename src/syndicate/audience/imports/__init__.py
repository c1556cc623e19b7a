"""Lists of subscribers from elsewhere: read, understood, decided a row at a time, stored in batches.

The file → records → columns → what each row says → what becomes of it → the database. Everything up to the last
step knows no database; a file that says of people that they left is not imported before every such column is read.
"""
