# The two commands of the README; both set up what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
NPM_FLAGS := --no-audit --no-fund --loglevel=error

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

node_modules/.installed: package-lock.json
	npm ci $(NPM_FLAGS)
	@touch $@

dist/.built: node_modules/.installed $(shell git ls-files -co --exclude-standard '*.ts' '*.json' 2>/dev/null)
	npm run --silent build
	@touch $@

build: dist/.built ## compile to dist/

test: build ## every test that can run on this machine; the rest is skipped aloud
	npx biome check .
	npx jest

demo: build ## check, synthesise, draw and report the example environments; deploy one to an AWS emulator and one to the lab where that can be done
	@node demo/run.mjs

demo-down: lab-down ## remove what the demo made
	rm -rf out/demo

lab-up: build ## a Kubernetes API and a Vault on the loopback interface, to deploy to (the first time it builds them: a quarter of an hour)
	@node dist/test/lab/up.js

lab-down: ## stop the lab and remove it
	@if [ -e dist/test/lab/down.js ]; then node dist/test/lab/down.js; fi

bench/node_modules/.installed: bench/package-lock.json
	npm ci $(NPM_FLAGS) --prefix bench
	@touch $@

bench: build bench/node_modules/.installed ## measure speed and memory against their targets (docs/bench.md)
	@node dist/bench/run.js

generate: build ## write schema.json and the reference pages anew
	node dist/cli/generate.js

.PHONY: help build test demo demo-down lab-up lab-down bench generate
