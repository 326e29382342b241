# Ruhu: every target sets up what it needs and leaves a stamp, so that a second run is quick.
# Nothing is written outside this folder and DATA (make test may add Debian packages where it may).

PORT ?= 8000
DATA ?= .demo
HTTPS ?=
PYTHON ?= python3

ROOT := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))
VENV := $(ROOT)/.venv
TOOLS := $(ROOT)/.tools
PY := $(VENV)/bin/python
RUHU := $(VENV)/bin/ruhu
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-input

# The machine's Node where it is new enough, else one of our own under .tools.
NODE_FITS := $(shell command -v npm >/dev/null && node -p 'process.versions.node.split(".")[0] >= 20' 2>/dev/null)
ifneq ($(NODE_FITS),true)
NODE_READY := $(TOOLS)/node/.ready
export PATH := $(TOOLS)/node/bin:$(PATH)
endif
export npm_config_cache := $(TOOLS)/npm-cache
export npm_config_update_notifier := false
export npm_config_fund := false
export npm_config_audit := false
# Node trusts the authorities the machine trusts, as every other program on it does.
SYSTEM_CA := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt))
ifneq ($(SYSTEM_CA),)
export NODE_EXTRA_CA_CERTS ?= $(SYSTEM_CA)
endif
export PYTHONUTF8 := 1
# What is compiled is kept beside its source: every start of ruhu would compile its modules again.
unexport PYTHONDONTWRITEBYTECODE

STATIC := $(shell find static -type f -not -path '*/node_modules/*' -not -path 'static/build/*')
PO := $(wildcard server/web/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)

.PHONY: help demo test lint tables bench guide build setup setup-tests lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo [PORT=8000] [DATA=.demo] [HTTPS=1]   a synthetic district, served on this machine"
	@echo "make test                                      every check: style, types, Python, JavaScript, browser"
	@echo "make lint                                      style, types, layout, known vulnerabilities"
	@echo "make bench                                     figures, as a table and as JSON"
	@echo "make guide                                     the pictures of docs/guide, taken anew in both languages"
	@echo "make build                                     the static files and translations"
	@echo "make tables                                    docs/commands.md, errors.md and permissions.md from the program"
	@echo "make lock                                      renew the pinned versions in .lock"

# ---------------------------------------------------------------- what people run

demo: setup
	@$(RUHU) seed --data "$(DATA)"
ifeq ($(HTTPS),)
	@$(call addresses,http://127.0.0.1:$(PORT))
	@exec $(RUHU) serve --demo --data "$(DATA)" --port $(PORT)
else
	@$(PY) -m server.commands.certificate --data "$(DATA)"
	@$(call addresses,https://$$(cat "$(DATA)/tls/host"):$(PORT))
	@exec $(RUHU) serve --demo --data "$(DATA)" --port $(PORT) --host 0.0.0.0 \
		--tls "$(DATA)/tls/server.crt" "$(DATA)/tls/server.key" \
		--public-url "https://$$(cat "$(DATA)/tls/host"):$(PORT)"
endif

addresses = echo; echo "  desk   $(1)/desk"; echo "  tablet $(1)/tablet/"; \
	echo "  board  $(1)/board"; echo "  badges $(1)/check"; echo

test: setup-tests lint
	@.ci/checks

lint: $(VENV)/.dev-ready $(NODE_READY)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(PY) -m tests.audits

tables: setup
	@cd $(ROOT) && LC_ALL=C $(PY) -m tests.docs.tables

bench: setup-tests tests/bench/tablet/peers/node_modules/.ready
	@$(PY) -m tests.bench

guide: setup-tests
	@.ci/system-packages guide
	@$(PY) -m tests.journeys.guide_pictures

build: static/build/.ready $(MO)

# ---------------------------------------------------------------- setting up

setup: $(VENV)/.ready build $(TOOLS)/fonts/.ready

setup-tests: setup $(VENV)/.dev-ready tests/peers/node_modules/.ready
	@.ci/system-packages

$(VENV)/.ready: .lock/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV) || { echo "python3-venv is needed: apt-get install python3-venv"; exit 1; }
	@echo "Installing Python packages"
	@$(PIP) --require-hashes --only-binary :all: -r .lock/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-ready: .lock/dev.txt $(VENV)/.ready
	@echo "Installing the packages of the tests"
	@$(PIP) --require-hashes --only-binary :all: -r .lock/dev.txt
	@touch $@

$(TOOLS)/node/.ready: .lock/node.txt
	@echo "Installing Node"
	@$(PYTHON) -m venv $(TOOLS)/node
	@$(TOOLS)/node/bin/python -m pip install --quiet --disable-pip-version-check --no-cache-dir \
		--require-hashes --only-binary :all: -r .lock/node.txt
	@touch $@

static/node_modules/.ready: static/package.json static/package-lock.json $(NODE_READY)
	@echo "Installing the packages of the pages"
	@cd static && npm ci --loglevel=error
	@touch $@

# Other people's clients and servers, which the store is tested and timed against.
tests/peers/node_modules/.ready: tests/peers/package.json tests/peers/package-lock.json $(NODE_READY)
	@echo "Installing the peers of the tests"
	@cd tests/peers && npm ci --loglevel=error
	@touch $@

# Other people's form engine, which ours is timed against; nothing of it is part of the product.
tests/bench/tablet/peers/node_modules/.ready: tests/bench/tablet/peers/package.json tests/bench/tablet/peers/package-lock.json $(NODE_READY)
	@echo "Installing the form engine of the bench"
	@cd tests/bench/tablet/peers && npm ci --loglevel=error --ignore-scripts
	@touch $@

static/build/.ready: static/node_modules/.ready $(STATIC)
	@echo "Building the static files"
	@cd static && npm run --silent build
	@touch $@

%.mo: %.po $(VENV)/.ready
	@$(VENV)/bin/pybabel -q compile --input-file $< --output-file $@

# Papers need a Chinese serif and sans: the system's where present, else two packages by lock file.
FONT_FILES := noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf \
	noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf

$(TOOLS)/fonts/.ready: .lock/fonts/package-lock.json $(VENV)/.ready $(NODE_READY)
	@mkdir -p $(TOOLS)/fonts
	@$(PY) -m server.documents.fonts >/dev/null 2>&1 || $(MAKE) --no-print-directory fonts
	@$(PY) -m server.documents.fonts
	@touch $@

.PHONY: fonts
fonts:
	@echo "Installing Chinese fonts"
	@mkdir -p $(TOOLS)/fonts/package
	@cp .lock/fonts/package.json .lock/fonts/package-lock.json $(TOOLS)/fonts/package/
	@cd $(TOOLS)/fonts/package && npm ci --loglevel=error --ignore-scripts
	@cd $(TOOLS)/fonts/package/node_modules/@expo-google-fonts && mv $(FONT_FILES) $(TOOLS)/fonts/
	@rm -rf $(TOOLS)/fonts/package

# ---------------------------------------------------------------- pinned versions

lock:
	@$(PYTHON) -m venv $(TOOLS)/lock && $(TOOLS)/lock/bin/python -m pip install --quiet --no-cache-dir uv
	@$(call pin,pyproject.toml .lock/build.in,run)
	@$(call pin,pyproject.toml .lock/build.in --extra dev,dev)
	@$(call pin,.lock/node.in,node)

pin = $(TOOLS)/lock/bin/uv pip compile $(1) --output-file .lock/$(2).txt --generate-hashes --universal \
	--python-version 3.11 --no-header --no-annotate --no-emit-index-url --quiet --cache-dir $(TOOLS)/lock/cache

clean:
	@rm -rf $(VENV) $(TOOLS) static/node_modules static/build tests/peers/node_modules tests/bench/tablet/peers/node_modules
