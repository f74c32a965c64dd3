"""A stack as pictures: what is drawn, where it stands, and the SVG of it."""
