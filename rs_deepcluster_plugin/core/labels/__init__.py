"""Labels: from a few to a class for every scene, how sure it is, and what to label next."""
