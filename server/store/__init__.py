"""The township's tables, how they are opened, how they are migrated, and the projections that the office reads."""
