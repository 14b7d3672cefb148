# The `desk` and `actions` processes, and the one-off `migrate`.
FROM python:3.12-slim
WORKDIR /srv/caredesk
RUN useradd --create-home caredesk && mkdir .caredesk && chown -R caredesk /srv/caredesk
COPY requirements/app.txt requirements/app.txt
RUN pip install --no-cache-dir --require-hashes --no-deps --requirement requirements/app.txt
USER caredesk
# Where matplotlib keeps what it knows of fonts: a folder that this user may write to.
ENV MPLCONFIGDIR=/tmp/matplotlib
COPY policy.toml ./
COPY deploy/endpoints.yml deploy/endpoints.yml
COPY data/responses data/responses
COPY actions actions
COPY bot bot
