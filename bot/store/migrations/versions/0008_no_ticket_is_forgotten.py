"""no ticket is forgotten"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "defect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opened_by_id"], ["agent.id"], name="fk_defect_opened_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_defect"),
    )
    op.create_table(
        "bulkreply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("defect_id", sa.Integer(), nullable=True),
        sa.Column("outage_id", sa.Integer(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("resolves", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("last_ticket_id", sa.Integer(), nullable=False),
        sa.Column("last_report_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_bulkreply_agent_id"),
        sa.ForeignKeyConstraint(["defect_id"], ["defect.id"], name="fk_bulkreply_defect_id"),
        sa.ForeignKeyConstraint(["outage_id"], ["outage.id"], name="fk_bulkreply_outage_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bulkreply"),
    )
    op.create_index("ix_bulkreply_due_at", "bulkreply", ["due_at"])
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("climb_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["acknowledged_by_id"], ["agent.id"], name="fk_finding_acknowledged_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
        sa.UniqueConstraint("category", "site", "since", name="uq_finding_category_site_since"),
    )
    op.create_index("ix_finding_state", "finding", ["state"])
    op.create_index("ix_finding_climb_at", "finding", ["climb_at"])

    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_leave_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_leave"),
    )
    op.create_index("ix_leave_agent_id", "leave", ["agent_id"])
    op.create_index("ix_leave_handed_over_at", "leave", ["handed_over_at"])

    op.create_table(
        "departure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_departure_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_departure"),
    )
    op.create_index("ix_departure_agent_id", "departure", ["agent_id"])
    op.create_index("ix_departure_handed_over_at", "departure", ["handed_over_at"])

    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_call", sa.Boolean(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_shift_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_shift"),
    )
    op.create_index("ix_shift_agent_id", "shift", ["agent_id"])
    op.create_index("shift_at", "shift", ["until_at", "from_at"])

    op.create_table(
        "points",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name="fk_points_customer_id"),
        sa.PrimaryKeyConstraint("customer_id", "subject", name="pk_points"),
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=32), nullable=False),
        sa.Column("stands_on", sa.String(length=32), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("say_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_escalation_agent_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_escalation_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_escalation"),
        sa.UniqueConstraint("subject", "step", name="uq_escalation_subject_step"),
    )
    op.create_index("escalation_to_act", "escalation", ["acted_at", "say_at"])
    op.create_index("escalation_to_say", "escalation", ["said_at", "say_at"])
    op.create_index("ix_escalation_ticket_id", "escalation", ["ticket_id"])

    op.create_table(
        "findingticket",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name="fk_findingticket_finding_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_findingticket_ticket_id"),
        sa.PrimaryKeyConstraint("finding_id", "ticket_id", name="pk_findingticket"),
    )
    op.create_index("ix_findingticket_ticket_id", "findingticket", ["ticket_id"])
    op.create_index("ix_findingticket_tell_at", "findingticket", ["tell_at"])

    op.create_table(
        "pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_pause_agent_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_pause_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pause"),
    )
    op.create_index("pause_of_ticket", "pause", ["ticket_id", "from_at"])
    op.create_index("pause_to_end", "pause", ["until_at", "ends_at"])

    op.create_table(
        "praise",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_praise_agent_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_praise_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", "agent_id", name="pk_praise"),
    )
    op.create_index("ix_praise_agent_id", "praise", ["agent_id"])
    op.create_index("ix_praise_look_at", "praise", ["look_at"])

    op.create_table(
        "suggestion",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("climb_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("climbed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["agent.id"], name="fk_suggestion_decided_by_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_suggestion_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_suggestion"),
    )
    op.create_index("ix_suggestion_state", "suggestion", ["state"])
    op.create_index("ix_suggestion_climb_at", "suggestion", ["climb_at"])

    op.create_table(
        "ticketclock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("target_seconds", sa.Integer(), nullable=False),
        sa.Column("warn_seconds", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("breached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rungs", sa.Integer(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_ticketclock_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ticketclock"),
        sa.UniqueConstraint("ticket_id", "metric", "number", name="uq_ticketclock_ticket_id_metric_number"),
    )
    op.create_index("ix_ticketclock_next_at", "ticketclock", ["next_at"])
    op.create_index("ix_ticketclock_ticket_id", "ticketclock", ["ticket_id"])

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("message_ref", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_promise_agent_id"),
        sa.ForeignKeyConstraint(["message_ref"], ["message.id"], name="fk_promise_message_ref"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_promise_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_promise"),
    )
    op.create_index("ix_promise_agent_id", "promise", ["agent_id"])
    op.create_index("ix_promise_due_at", "promise", ["due_at"])
    op.create_index("ix_promise_message_ref", "promise", ["message_ref"])
    op.create_index("ix_promise_next_at", "promise", ["next_at"])
    op.create_index("ix_promise_ticket_id", "promise", ["ticket_id"])

    with op.batch_alter_table("agent") as batch_op:
        batch_op.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("sites", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("task") as batch_op:
        batch_op.add_column(sa.Column("ticket_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("department", sa.String(length=32), nullable=True))
        batch_op.create_index("ix_task_ticket_id", ["ticket_id"])
        batch_op.create_foreign_key("fk_task_ticket_id", "ticket", ["ticket_id"], ["id"])

    with op.batch_alter_table("ticket") as batch_op:
        batch_op.add_column(sa.Column("assigned_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("green_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("supervisor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("snooze_reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("repeats_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("fix_failed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("defect_id", sa.Integer(), nullable=True))
        batch_op.create_index("ticket_asked", ["assigned_id", "state"])
        batch_op.create_index("ix_ticket_defect_id", ["defect_id"])
        batch_op.create_index("ix_ticket_merged_into_id", ["merged_into_id"])
        batch_op.create_index("ticket_owned", ["owner_id", "state"])
        batch_op.create_index("ix_ticket_repeats_id", ["repeats_id"])
        batch_op.create_index("ix_ticket_snoozed_until", ["snoozed_until"])
        batch_op.create_index("ix_ticket_look_at", ["look_at"])
        batch_op.create_index("ix_ticket_filed_at", ["filed_at"])
        batch_op.create_foreign_key("fk_ticket_merged_into_id", "ticket", ["merged_into_id"], ["id"])
        batch_op.create_foreign_key("fk_ticket_supervisor_id", "agent", ["supervisor_id"], ["id"])
        batch_op.create_foreign_key("fk_ticket_repeats_id", "ticket", ["repeats_id"], ["id"])
        batch_op.create_foreign_key("fk_ticket_defect_id", "defect", ["defect_id"], ["id"])
        batch_op.create_foreign_key("fk_ticket_assigned_id", "agent", ["assigned_id"], ["id"])

    with op.batch_alter_table("transfer") as batch_op:
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_transfer_due_at", ["due_at"])

    op.create_index("ticketevent_moved", "ticketevent", ["move", "at"])
    op.create_index("ix_rating_rated_at", "rating", ["rated_at"])


def downgrade() -> None:
    op.drop_index("ix_rating_rated_at", "rating")
    op.drop_index("ticketevent_moved", "ticketevent")

    with op.batch_alter_table("transfer") as batch_op:
        batch_op.drop_index("ix_transfer_due_at")
        batch_op.drop_column("returned_at")
        batch_op.drop_column("due_at")

    with op.batch_alter_table("ticket") as batch_op:
        batch_op.drop_constraint("fk_ticket_assigned_id", type_="foreignkey")
        batch_op.drop_constraint("fk_ticket_defect_id", type_="foreignkey")
        batch_op.drop_constraint("fk_ticket_repeats_id", type_="foreignkey")
        batch_op.drop_constraint("fk_ticket_supervisor_id", type_="foreignkey")
        batch_op.drop_constraint("fk_ticket_merged_into_id", type_="foreignkey")
        batch_op.drop_index("ix_ticket_filed_at")
        batch_op.drop_index("ix_ticket_look_at")
        batch_op.drop_index("ix_ticket_snoozed_until")
        batch_op.drop_index("ix_ticket_repeats_id")
        batch_op.drop_index("ticket_owned")
        batch_op.drop_index("ix_ticket_merged_into_id")
        batch_op.drop_index("ix_ticket_defect_id")
        batch_op.drop_index("ticket_asked")
        batch_op.drop_column("defect_id")
        batch_op.drop_column("fix_failed_at")
        batch_op.drop_column("repeats_id")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("snooze_reason")
        batch_op.drop_column("snoozed_until")
        batch_op.drop_column("look_at")
        batch_op.drop_column("supervisor_id")
        batch_op.drop_column("green_at")
        batch_op.drop_column("priority")
        batch_op.drop_column("assigned_id")

    with op.batch_alter_table("task") as batch_op:
        batch_op.drop_constraint("fk_task_ticket_id", type_="foreignkey")
        batch_op.drop_index("ix_task_ticket_id")
        batch_op.drop_column("department")
        batch_op.drop_column("ticket_id")

    with op.batch_alter_table("agent") as batch_op:
        batch_op.drop_column("asked_at")
        batch_op.drop_column("sites")
        batch_op.drop_column("languages")

    op.drop_table("promise")
    op.drop_table("ticketclock")
    op.drop_table("suggestion")
    op.drop_table("praise")
    op.drop_table("pause")
    op.drop_table("findingticket")
    op.drop_table("escalation")
    op.drop_table("points")
    op.drop_table("shift")
    op.drop_table("departure")
    op.drop_table("leave")
    op.drop_table("finding")
    op.drop_table("bulkreply")
    op.drop_table("defect")
