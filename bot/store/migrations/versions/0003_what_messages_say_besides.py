"""what messages say besides"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("filed_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["filed_id"], ["ticket.id"], name="fk_remark_filed_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_remark_message_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_remark_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remark"),
        sa.UniqueConstraint("filed_id", name="uq_remark_filed_id"),
        sa.UniqueConstraint("message_id", name="uq_remark_message_id"),
    )
    op.create_index("ix_remark_ticket_id", "remark", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("remark")
