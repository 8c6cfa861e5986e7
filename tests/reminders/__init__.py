"""Reminders by web push."""
