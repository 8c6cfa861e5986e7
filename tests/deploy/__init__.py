"""The files of `deploy/`: they agree with the code and with each other, and what they describe really runs."""
