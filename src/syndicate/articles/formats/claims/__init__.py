"""What documents and machines claim of an article: values checked before they are believed."""
