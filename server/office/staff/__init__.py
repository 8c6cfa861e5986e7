"""Staff in bulk: a list of people becomes accounts with what each is answerable for, and every village gets a sheet
with which its people bind their phones.

The way in: `words` and `reading` (a sheet to people) → `naming` (what villages and grids are called) → `meeting` (who
is there already) → `entering` (part by part). Then `links` (codes for a sheet) and `phones` (who has bound one).
"""
