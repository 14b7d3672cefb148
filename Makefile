# CareDesk's commands. Each sets up what is missing and does nothing twice; `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test stories bench classify soak lint model retrain setup setup-tests pins pictures clean

PYTHON ?= python3
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$(( n > 4 ? 4 : n )))
# The Rasa config to train and run with: make run CONFIG=config.pretrained.yml
CONFIG ?= $(if $(RASA_CONFIG),$(RASA_CONFIG),config.yml)
APP := .caredesk/app-env/bin/python
RASA := .caredesk/rasa-env/bin/python
export RASA_CONFIG := $(CONFIG)
export RASA_TELEMETRY_ENABLED := false
export PYTHONUNBUFFERED := 1

ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
$(error $(PYTHON) is not installed; install Python 3.10 or newer, or name yours: make PYTHON=... / 没有 $(PYTHON)，请安装 Python 3.10 或更高版本)
endif

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: model ## set up, train and migrate as needed, then run everything
	@$(APP) -m bot migrate
	@$(APP) -m bot up

test: setup-tests ## every test, of both environments
	@$(RASA) -m nlu.train
	@$(MAKE) --no-print-directory stories
	@$(RASA) -W ignore -m pytest -p no:cacheprovider -W ignore -q tests/nlu
	@$(APP) -m pytest -n $(WORKERS) $(PYTEST_ARGS)

STORIES := .caredesk/logs/stories
stories: # the dialogue on the stories of tests/stories; Rasa's flood goes to a file
	@echo "caredesk: rasa test on tests/stories; log: $(STORIES).log"
	@ACTIONS_URL=http://127.0.0.1:5055/webhook RASA_TRACKER_DB=.caredesk/rasa-test.db TF_CPP_MIN_LOG_LEVEL=3 \
		$(RASA) -m rasa test core --stories tests/stories --model "$$($(RASA) -m nlu.train --print)" \
		--out $(STORIES) --fail-on-prediction-errors >$(STORIES).log 2>&1 </dev/null || { \
		echo "caredesk: stories failed; $(STORIES)/failed_test_stories.yml shows where / 有对话未通过，见 $(STORIES)/failed_test_stories.yml" >&2; \
		tail -n 15 $(STORIES).log >&2; exit 1; }

bench: setup-tests ## the benchmarks; writes results/bench.json
	@$(RASA) -m nlu.train
	@$(APP) -m tests.bench

classify: model ## label messages: make classify IN=messages.jsonl OUT=labels.jsonl
	@$(if $(and $(IN),$(OUT)),,echo "caredesk: give both files: make classify IN=messages.jsonl OUT=labels.jsonl / 请同时给出两个文件：make classify IN=messages.jsonl OUT=labels.jsonl" >&2; exit 2)
	@$(RASA) -m nlu.classify "$(IN)" "$(OUT)"

soak: setup-tests ## the long kill tests: SIGKILL at random moments under load
	@$(RASA) -m nlu.train
	@$(APP) -m tests.soak

lint: setup-tests ## style, types and the allowed arrows
	@$(APP) -m ruff check .
	@$(APP) -m ruff format --check .
	@$(APP) -m mypy bot actions
	@.caredesk/app-env/bin/lint-imports --no-cache

model: setup ## train the model if the training data changed
	@$(RASA) -m nlu.train

retrain: model ## learn the reviewed corrections if that helps; DEV="FILE..." compares on other messages
	@$(RASA) -m nlu.retrain $(if $(DEV),--dev $(DEV))

setup: ## both Python environments, as `make run` needs them
	@$(PYTHON) requirements/prepare.py $(if $(filter-out config.yml,$(CONFIG)),--pretrained)

setup-tests: ## and what the tests, lint and types need
	@$(PYTHON) requirements/prepare.py --tests

pins: ## compile requirements/*.txt anew from requirements/*.in (UPGRADE=1 takes newer versions)
	@uv=$$($(PYTHON) requirements/prepare.py --uv | tail -n 1); \
	compile() { echo "$$1"; "$$uv" pip compile --quiet --universal --generate-hashes --no-header \
		$(if $(UPGRADE),--upgrade) "$${@:2}" --output-file "requirements/$$1.txt" "requirements/$$1.in"; }; \
	compile tools --no-config --python-version 3.8; \
	compile rasa --python-version 3.10; \
	cp requirements/rasa.txt requirements/pretrained.txt; compile pretrained --python-version 3.10; \
	compile app --python-version 3.11; \
	compile test --python-version 3.11 --constraint requirements/app.txt

pictures: setup-tests ## the pictures of the README, from a running desk (needs Chromium)
	@$(RASA) -m nlu.train
	@$(APP) -m docs.pictures.take

clean: ## remove environments, models and state (asks first)
	@read -r -p "remove .caredesk/ (with the local database) and models/? [y/N] / 删除 .caredesk/（含本地数据库）和 models/？[y/N] " answer; \
	if [[ "$$answer" == y ]]; then rm -rf .caredesk models results; else echo "nothing removed / 未删除"; fi
