"""letters to who has no chat"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("party_id", sa.Integer(), nullable=True))
        notice.create_foreign_key("fk_notice_party_id", "party", ["party_id"], ["id"])
        notice.create_index("notice_party", ["party_id", "state"])


def downgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.drop_index("notice_party")
        notice.drop_constraint("fk_notice_party_id", type_="foreignkey")
        notice.drop_column("party_id")
