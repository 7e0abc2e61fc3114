# The only list of commands. What a target does in more than a few lines stands in tools/.
# PORT and LIANXIN_HOME (where data lies) are read from the environment; K picks tests by name.

PYTHON := .venv/bin/python
LIANXIN := $(PYTHON) -m lianxin.config.command
export PYTHONPATH := $(CURDIR)/src

.DEFAULT_GOAL := help
.PHONY: help run test check lint handbook messages bench chaos ci

help:  ## show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run:  ## a seeded county with web pages and worker, on http://127.0.0.1:8000 (PORT=…)
	@tools/venv.sh run
	@exec $(LIANXIN) up

test:  ## tests on SQLite, on PostgreSQL and in a browser (K=expression picks some)
	@tools/test.sh

check: lint  ## lint, migrations, deployment, handbook, messages and status
	@tools/check.sh

lint:  ## form, style, types and the order of imports
	@tools/lint.sh

handbook:  ## write docs/handbook, docs/reference and docs/status.md anew from the code
	@tools/venv.sh dev
	@$(LIANXIN) handbook
	@$(PYTHON) tools/status.py

messages:  ## collect texts, merge translations from locale/parts, compile
	@tools/system.sh gettext
	@tools/venv.sh dev
	@$(PYTHON) tools/messages.py

bench:  ## CPU per request against a 30-line site, memory (DB=sqlite|pg)
	@tools/venv.sh dev
	@$(PYTHON) -m bench.measure $(BENCH)

chaos:  ## kill the server twenty times and count what was acknowledged (DB=sqlite|pg)
	@tools/venv.sh dev
	@$(PYTHON) -m tools.chaos $(CHAOS)

ci: test check  ## what a submission must pass
