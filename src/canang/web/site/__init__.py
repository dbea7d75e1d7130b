"""The handbook as a folder of pages that need no server: made by ``canang export --tat-ca --trang-web`` alone."""
