"""the desk speaks first"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("text_zh", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_customer_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcast"),
    )
    op.create_index("ix_broadcast_state", "broadcast", ["state"])

    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_erasure_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
        sa.UniqueConstraint("customer_id", name="uq_erasure_customer_id"),
    )
    op.create_index("ix_erasure_done_at", "erasure", ["done_at"])

    op.create_table(
        "occasion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_occasion"),
        sa.UniqueConstraint("subject", "kind", name="uq_occasion_subject_kind"),
    )
    op.create_index("occasion_due", "occasion", ["kind", "next_on"])

    op.create_table(
        "sweep",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_sweep"),
    )

    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("supply", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause_zh", sa.String(), nullable=False),
        sa.Column("cause_en", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outage"),
        sa.UniqueConstraint("number", name="uq_outage_number"),
    )
    op.create_index("ix_outage_next_at", "outage", ["next_at"])
    op.create_index("ix_outage_state", "outage", ["state"])

    op.create_table(
        "outagearea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outage_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["outage_id"], ["outage.id"], name="fk_outagearea_outage_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outagearea"),
        sa.UniqueConstraint("outage_id", "kind", "name", name="uq_outagearea_outage_id_kind_name"),
    )
    op.create_index("ix_outagearea_outage_id", "outagearea", ["outage_id"])
    op.create_index("ix_outagearea_name", "outagearea", ["name"])

    op.create_table(
        "outageround",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outage_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_account_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["outage_id"], ["outage.id"], name="fk_outageround_outage_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outageround"),
        sa.UniqueConstraint(
            "outage_id", "what", "version", "minutes", name="uq_outageround_outage_id_what_version_minutes"
        ),
    )
    op.create_index("ix_outageround_due_at", "outageround", ["due_at"])

    op.create_table(
        "prooftry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prooftry"),
        sa.UniqueConstraint("message_id", name="uq_prooftry_message_id"),
    )
    for column in ("chat_id", "number", "tried_at"):
        op.create_index(f"ix_prooftry_{column}", "prooftry", [column])

    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("powered_medical", sa.Boolean(), nullable=False),
        sa.Column("given_standing", sa.String(length=32), nullable=True),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["manager_id"], ["agent.id"], name="fk_party_manager_id"),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
        sa.UniqueConstraint("number", name="uq_party_number"),
    )
    op.create_index("ix_party_phone", "party", ["phone"])

    op.create_table(
        "accountparty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_accountparty_account_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_accountparty_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accountparty"),
        sa.UniqueConstraint(
            "account_id", "party_id", "role", name="uq_accountparty_account_id_party_id_role"
        ),
    )
    op.create_index("ix_accountparty_account_id", "accountparty", ["account_id"])
    op.create_index("ix_accountparty_party_id", "accountparty", ["party_id"])

    op.create_table(
        "partystanding",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_partystanding_party_id"),
        sa.PrimaryKeyConstraint("party_id", name="pk_partystanding"),
    )
    op.create_index("ix_partystanding_due_at", "partystanding", ["due_at"])
    op.create_index("ix_partystanding_standing", "partystanding", ["standing"])

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_task_account_id"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_task_agent_id"),
        sa.ForeignKeyConstraint(["done_by_id"], ["agent.id"], name="fk_task_done_by_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_task_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("kind", "subject", name="uq_task_kind_subject"),
    )
    op.create_index("ix_task_agent_id", "task", ["agent_id"])
    op.create_index("ix_task_done_at", "task", ["done_at"])
    op.create_index("ix_task_party_id", "task", ["party_id"])
    op.create_index("ix_task_remind_at", "task", ["remind_at"])

    op.create_table(
        "consent",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_consent_customer_id"),
        sa.PrimaryKeyConstraint("customer_id", "topic", name="pk_consent"),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_survey_customer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_survey"),
    )
    op.create_index("ix_survey_asked_at", "survey", ["asked_at"])
    op.create_index("ix_survey_customer_id", "survey", ["customer_id"])

    op.create_table(
        "wishes",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("most_a_week", sa.Integer(), nullable=True),
        sa.Column("bill_detail", sa.String(length=32), nullable=True),
        sa.Column("bill_days_before", sa.Integer(), nullable=True),
        sa.Column("bill_channel", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_wishes_customer_id"),
        sa.PrimaryKeyConstraint("customer_id", name="pk_wishes"),
    )
    op.create_table(
        "bill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_bill_account_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_bill_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bill"),
        sa.UniqueConstraint("number", name="uq_bill_number"),
    )
    op.create_index("bill_due", "bill", ["state", "remind_on", "id"])
    op.create_index("ix_bill_account_id", "bill", ["account_id"])
    op.create_index("ix_bill_ticket_id", "bill", ["ticket_id"])

    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bill_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name="fk_instalment_bill_id"),
        sa.PrimaryKeyConstraint("id", name="pk_instalment"),
        sa.UniqueConstraint("bill_id", "number", name="uq_instalment_bill_id_number"),
    )
    op.create_index("instalment_due", "instalment", ["paid_on", "remind_on"])
    op.create_index("ix_instalment_bill_id", "instalment", ["bill_id"])

    op.create_table(
        "supplyreport",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("outage_id", sa.Integer(), nullable=True),
        sa.Column("supply", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("building", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_supplyreport_customer_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_supplyreport_message_id"),
        sa.ForeignKeyConstraint(["outage_id"], ["outage.id"], name="fk_supplyreport_outage_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_supplyreport_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supplyreport"),
        sa.UniqueConstraint("message_id", name="uq_supplyreport_message_id"),
    )
    op.create_index("ix_supplyreport_customer_id", "supplyreport", ["customer_id"])
    op.create_index("ix_supplyreport_outage_id", "supplyreport", ["outage_id"])
    op.create_index("ix_supplyreport_reported_at", "supplyreport", ["reported_at"])
    op.create_index("ix_supplyreport_site", "supplyreport", ["site"])

    with op.batch_alter_table("account") as batch_op:
        batch_op.add_column(sa.Column("building", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("feeder", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("tariff", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("voltage", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("size", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("code_digest", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("moved_in_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("contract_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("warranty_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("manager_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_account_building", ["building"])
        batch_op.create_index("ix_account_feeder", ["feeder"])
        batch_op.create_index("ix_account_site", ["site"])
        batch_op.create_foreign_key("fk_account_manager_id", "agent", ["manager_id"], ["id"])

    with op.batch_alter_table("customer") as batch_op:
        batch_op.add_column(sa.Column("party_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_customer_party_id", ["party_id"])
        batch_op.create_foreign_key("fk_customer_party_id", "party", ["party_id"], ["id"])

    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(sa.Column("topic", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("channel", sa.String(length=32), nullable=False, server_default="telegram")
        )
        batch_op.add_column(sa.Column("address", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("broadcast_id", sa.Integer(), nullable=True))
        batch_op.create_index("notice_broadcast", ["broadcast_id", "state", "due_at", "id"])
        batch_op.create_index("notice_topic", ["customer_id", "topic", "created_at"])
        batch_op.drop_index("ix_notice_customer_id")  # notice_topic begins with the same column
        batch_op.drop_index("notice_due")
        batch_op.create_index("notice_due", ["state", "channel", "lane", "due_at", "id"])
        batch_op.create_foreign_key("fk_notice_broadcast_id", "broadcast", ["broadcast_id"], ["id"])

    with op.batch_alter_table("budget") as batch_op:
        batch_op.add_column(sa.Column("counting", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("budget") as batch_op:
        batch_op.drop_column("counting")

    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint("fk_notice_broadcast_id", type_="foreignkey")
        batch_op.drop_index("notice_due")
        batch_op.create_index("notice_due", ["state", "lane", "due_at", "id"])
        batch_op.create_index("ix_notice_customer_id", ["customer_id"])
        batch_op.drop_index("notice_topic")
        batch_op.drop_index("notice_broadcast")
        batch_op.drop_column("broadcast_id")
        batch_op.drop_column("address")
        batch_op.drop_column("channel")
        batch_op.drop_column("topic")

    with op.batch_alter_table("customer") as batch_op:
        batch_op.drop_constraint("fk_customer_party_id", type_="foreignkey")
        batch_op.drop_index("ix_customer_party_id")
        batch_op.drop_column("party_id")

    with op.batch_alter_table("account") as batch_op:
        batch_op.drop_constraint("fk_account_manager_id", type_="foreignkey")
        batch_op.drop_index("ix_account_site")
        batch_op.drop_index("ix_account_feeder")
        batch_op.drop_index("ix_account_building")
        batch_op.drop_column("manager_id")
        batch_op.drop_column("warranty_until")
        batch_op.drop_column("contract_until")
        batch_op.drop_column("moved_in_on")
        batch_op.drop_column("code_digest")
        batch_op.drop_column("size")
        batch_op.drop_column("voltage")
        batch_op.drop_column("tariff")
        batch_op.drop_column("feeder")
        batch_op.drop_column("building")

    op.drop_table("supplyreport")
    op.drop_table("instalment")
    op.drop_table("bill")
    op.drop_table("wishes")
    op.drop_table("survey")
    op.drop_table("consent")
    op.drop_table("task")
    op.drop_table("partystanding")
    op.drop_table("accountparty")
    op.drop_table("party")
    op.drop_table("prooftry")
    op.drop_table("outageround")
    op.drop_table("outagearea")
    op.drop_table("outage")
    op.drop_table("sweep")
    op.drop_table("occasion")
    op.drop_table("erasure")
    op.drop_table("broadcast")
