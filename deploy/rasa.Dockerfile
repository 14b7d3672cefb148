# The `rasa` process: Rasa's environment and a model trained from this tree.
FROM python:3.10-slim
WORKDIR /srv/caredesk
RUN useradd --create-home caredesk && chown caredesk /srv/caredesk
COPY requirements/rasa.txt requirements/rasa.txt
RUN pip install --no-cache-dir --require-hashes --no-deps --requirement requirements/rasa.txt
USER caredesk
COPY config.yml domain.yml credentials.yml ./
COPY deploy/endpoints.yml deploy/endpoints.yml
COPY data data
COPY nlu nlu
RUN python -m nlu.train && rm -rf .caredesk
EXPOSE 5005
