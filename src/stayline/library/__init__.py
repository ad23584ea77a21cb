"""The playbook: versions of documents by digest, and which one is in force."""
