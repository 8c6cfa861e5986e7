"""The rules: who may be vaccinated, with what, when; pure interpreters of a campaign document (docs/campaign.md)."""
