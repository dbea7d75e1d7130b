"""The handbook as one HTML file with the program inside: made by ``canang export --tat-ca --mot-trang`` alone."""
