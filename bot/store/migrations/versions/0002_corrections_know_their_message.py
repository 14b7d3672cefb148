"""corrections know their message; what people decided about them"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What is known of the corrections made so far: the message that opened their ticket, and how it was read.
KNOWN_SO_FAR = """
UPDATE correction SET
  message_id = (SELECT ticket.source_message_id FROM ticket WHERE ticket.id = correction.ticket_id),
  read = (SELECT message.reading FROM ticket JOIN message ON message.id = ticket.source_message_id
          WHERE ticket.id = correction.ticket_id)
"""


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["correction_id"], ["correction.id"], name="fk_review_correction_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("correction_id", name="uq_review_correction_id"),
    )
    with op.batch_alter_table("correction") as correction:
        correction.add_column(sa.Column("message_id", sa.Integer(), nullable=True))
        correction.add_column(sa.Column("read", sa.JSON(), nullable=True))
        correction.add_column(sa.Column("asked", sa.Boolean(), nullable=False, server_default=sa.false()))
        correction.alter_column("ticket_id", existing_type=sa.Integer(), nullable=True)
        correction.create_index("ix_correction_message_id", ["message_id"])
        correction.create_foreign_key("fk_correction_message_id", "message", ["message_id"], ["id"])
    op.execute(KNOWN_SO_FAR)
    with op.batch_alter_table("correction") as correction:
        correction.alter_column("asked", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    op.drop_table("review")
    op.execute("DELETE FROM correction WHERE ticket_id IS NULL")
    with op.batch_alter_table("correction") as correction:
        correction.drop_constraint("fk_correction_message_id", type_="foreignkey")
        correction.drop_index("ix_correction_message_id")
        correction.alter_column("ticket_id", existing_type=sa.Integer(), nullable=False)
        correction.drop_column("asked")
        correction.drop_column("read")
        correction.drop_column("message_id")
