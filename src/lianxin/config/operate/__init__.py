"""What whoever runs the machine needs: backups, certificates, marks of the book, a check-up."""
