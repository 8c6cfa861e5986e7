"""The office's plan: sessions and their places, templates, supply, the week board, dispatch, lists for bus and desk."""
