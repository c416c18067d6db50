"""How people reach each ritual: words, buttons and forms alike. ``desk`` is the shape, ``requests`` the way in."""
