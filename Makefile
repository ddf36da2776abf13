# SPDX-FileCopyrightText: 2026 Pratica contributors
# SPDX-License-Identifier: EUPL-1.2
#
# make demo   everything needed, then the demo body at http://localhost:8080
# make test   the whole test suite; installs what it needs (PostgreSQL and Chromium included)
# make check  format, vet, staticcheck, architecture, translations, generated files
# make help   the rest

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

export CGO_ENABLED := 0
export PATH := $(CURDIR)/.tools/bin:$(PATH)
# Data that no one here wrote (official schemas, samples); tests that need it skip when it is not there.
export PRATICA_CONFORMANCE ?= $(abspath ../shared/conformance)

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X pratica/internal/telemetry.version=$(VERSION)
FUZZTIME ?= 10s

.PHONY: help demo demo-check build frontend test check bench fuzz conformance sbom screenshots figures generate clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build ## the demo body at http://localhost:8080, every role one click away (ARGS="…" are passed on)
	@bin/pratica demo $(ARGS)

demo-check: ## starts `make demo` on a free port, reads the tour and each page behind it, tells how long it took
	@scripts/demo-check

build: frontend ## bin/pratica, static and reproducible
	@mkdir -p bin
	@go build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)' -o bin/ ./cmd/...

frontend: ## the pages' style and scripts, only when their sources changed
	@scripts/build-frontend

test: frontend ## the whole test suite (TESTFLAGS="-run …" and PACKAGES="./internal/x" narrow it)
	@scripts/test

check: frontend ## what a reviewer should never have to say
	@scripts/check

bench: build ## the benchmarks, as ratios within one run, into docs/benchmarks.md (ARGS="…" are passed on)
	@scripts/bench $(ARGS)

fuzz: ## every fuzz target for FUZZTIME (10s)
	@scripts/fuzz $(FUZZTIME)

conformance: ## the suites of others that need Python, Java or Node
	@scripts/conformance

sbom: build ## bill of materials of bin/pratica, CycloneDX JSON, into sbom.cdx.json
	@cd tools && go run ./sbom -binary ../bin/pratica -lock ../frontend/package-lock.json -version '$(VERSION)' -out ../sbom.cdx.json

screenshots: frontend ## pictures of the pages, taken while the browser tests run, into docs/screenshots
	@scripts/screenshots

figures: frontend ## the pictures of the manuals, taken while the browser tests run, into docs/it/figure
	@scripts/figures

generate: ## every generated file
	@go generate ./...

clean: ## removes what was built (not the data)
	@rm -rf bin sbom.cdx.json .tools frontend/node_modules
	@find internal/web/static/dist -mindepth 1 -not -name .keep -delete 2>/dev/null || true
