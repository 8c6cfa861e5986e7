"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("password_hash", sa.String(length=256), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
    )
    op.create_table(
        "areas",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_areas")),
    )
    op.create_index(op.f("ix_areas_parent"), "areas", ["parent"], unique=False)
    op.create_table(
        "departures",
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("record", sa.String(length=48), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "record", name=op.f("pk_departures")),
    )
    op.create_index("ix_departures_scope_seq", "departures", ["scope", "seq"], unique=False)
    op.create_table(
        "edits",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("record", sa.String(length=48), nullable=False),
        sa.Column("writer", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("entity", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("clock_offset", sa.BigInteger(), nullable=False),
        sa.Column("receipt", sa.BigInteger(), nullable=False),
        sa.Column("eff", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "record", name=op.f("pk_edits")),
    )
    op.create_index("ix_edits_record", "edits", ["record"], unique=False)
    op.create_index("ix_edits_writer_n", "edits", ["writer", "n"], unique=False)
    op.create_table(
        "households",
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("grid", sa.String(length=20), nullable=False),
        sa.Column("village", sa.String(length=20), nullable=False),
        sa.Column("door", sa.String(length=80), nullable=True),
        sa.Column("lane", sa.String(length=80), nullable=True),
        sa.Column("walk", sa.Integer(), nullable=True),
        sa.Column("life_state", sa.String(length=12), nullable=False),
        sa.Column("knocked", sa.Boolean(), nullable=False),
        sa.Column("last_visit", sa.String(length=10), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_index(op.f("ix_households_grid"), "households", ["grid"], unique=False)
    op.create_index(op.f("ix_households_village"), "households", ["village"], unique=False)
    op.create_table(
        "listing",
        sa.Column("resident", sa.String(length=48), nullable=False),
        sa.Column("household", sa.String(length=48), nullable=False),
        sa.Column("grid", sa.String(length=20), nullable=False),
        sa.Column("village", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("initials", sa.String(length=40), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("birth", sa.String(length=10), nullable=True),
        sa.Column("id_number", sa.String(length=40), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("door", sa.String(length=80), nullable=True),
        sa.Column("lane", sa.String(length=80), nullable=True),
        sa.Column("walk", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("finding", sa.String(length=16), nullable=True),
        sa.Column("ask_again", sa.String(length=10), nullable=True),
        sa.Column("next_number", sa.Integer(), nullable=True),
        sa.Column("earliest", sa.String(length=10), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("overdue_since", sa.String(length=10), nullable=True),
        sa.Column("latest", sa.String(length=10), nullable=True),
        sa.Column("doses", sa.Integer(), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("boosted", sa.Boolean(), nullable=False),
        sa.Column("last_dose", sa.String(length=10), nullable=True),
        sa.Column("willingness", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("life_state", sa.String(length=20), nullable=False),
        sa.Column("residency", sa.String(length=24), nullable=True),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("knocked", sa.Boolean(), nullable=False),
        sa.Column("last_visit", sa.String(length=10), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("appointment_session", sa.String(length=48), nullable=True),
        sa.Column("in_review", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("judged_on", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("resident", name=op.f("pk_listing")),
    )
    op.create_index(
        "ix_listing_figures", "listing", ["life_state", "village", "status", "doses", "full", "boosted"], unique=False
    )
    op.create_index("ix_listing_grid_status", "listing", ["grid", "status"], unique=False)
    op.create_index(op.f("ix_listing_household"), "listing", ["household"], unique=False)
    op.create_index(op.f("ix_listing_id_number"), "listing", ["id_number"], unique=False)
    op.create_index(op.f("ix_listing_judged_on"), "listing", ["judged_on"], unique=False)
    op.create_index("ix_listing_village_status", "listing", ["village", "status"], unique=False)
    op.create_index("ix_listing_walk", "listing", ["grid", "walk", "household", "resident"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("writer", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=True),
        sa.Column("record", sa.String(length=48), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("clock_offset", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("depends_on", sa.String(length=60), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_index(op.f("ix_quarantine_depends_on"), "quarantine", ["depends_on"], unique=False)
    op.create_index(op.f("ix_quarantine_record"), "quarantine", ["record"], unique=False)
    op.create_index("ix_quarantine_state", "quarantine", ["state", "at"], unique=False)
    op.create_index("ix_quarantine_writer", "quarantine", ["writer"], unique=False)
    op.create_table(
        "records",
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("entity", sa.String(length=24), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("parent", sa.String(length=48), nullable=True),
        sa.Column("root", sa.String(length=48), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_entity", "records", ["entity"], unique=False)
    op.create_index(op.f("ix_records_parent"), "records", ["parent"], unique=False)
    op.create_index(op.f("ix_records_root"), "records", ["root"], unique=False)
    op.create_index("ix_records_scope_seq", "records", ["scope", "seq"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("record", sa.String(length=48), nullable=False),
        sa.Column("root", sa.String(length=48), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("office_only", sa.Boolean(), nullable=False),
        sa.Column("published", sa.String(length=48), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_published"), "reviews", ["published"], unique=False)
    op.create_index(op.f("ix_reviews_record"), "reviews", ["record"], unique=False)
    op.create_index(op.f("ix_reviews_root"), "reviews", ["root"], unique=False)
    op.create_index(op.f("ix_reviews_scope"), "reviews", ["scope"], unique=False)
    op.create_index("ix_reviews_state", "reviews", ["state", "opened_at"], unique=False)
    op.create_table(
        "scopes",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_scopes")),
    )
    op.create_table(
        "enrolments",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_enrolments_account")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_enrolments")),
    )
    op.create_index(op.f("ix_enrolments_account"), "enrolments", ["account"], unique=False)
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=20), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_grants_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index(op.f("ix_grants_account"), "grants", ["account"], unique=False)
    op.create_table(
        "logins",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_logins_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_logins")),
    )
    op.create_index(op.f("ix_logins_account"), "logins", ["account"], unique=False)
    op.create_table(
        "writers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("last_n", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_writers_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writers")),
    )
    op.create_index(op.f("ix_writers_account"), "writers", ["account"], unique=False)
    op.create_table(
        "devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=True),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("last_sync", sa.BigInteger(), nullable=True),
        sa.Column("unsent", sa.Integer(), nullable=True),
        sa.Column("app", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_devices_account")),
        sa.ForeignKeyConstraint(["id"], ["writers.id"], name=op.f("fk_devices_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )
    op.create_index(op.f("ix_devices_account"), "devices", ["account"], unique=False)
