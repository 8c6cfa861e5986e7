"""The server's side of a vaccination site's desk."""
