"""The doors of figures: public pages and the desk."""
