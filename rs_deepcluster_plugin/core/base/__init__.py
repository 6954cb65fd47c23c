"""What every room needs: errors, progress, whole files, arrays, packages."""
