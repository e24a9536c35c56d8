# Two commands do everything: `make demo` and `make test`. The others are their parts.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.SILENT:
.PHONY: demo test setup lab-build check unit bench clean

bin := node_modules/.bin
sources := $(shell find constructs lib provider bin -name '*.ts' 2>/dev/null) package.json tsconfig.json tsconfig.build.json

demo: setup lab-build ## The main job, told as a story, on the embedded lab
	$(bin)/tsx demo/run.ts

test: setup lab-build ## Everything
	$(bin)/tsx test/run.ts

setup: node_modules/.installed dist/.built
	./bin/requirements.sh

node_modules/.installed: package.json package-lock.json
	./bin/requirements.sh node
	echo 'installing packages' >&2
	npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2
	touch $@

dist/.built: node_modules/.installed $(sources)
	echo 'building' >&2
	$(bin)/tsx bin/build.ts
	touch $@

lab-build: setup
	$(bin)/tsx lab/cli.ts build

check: setup ## Types, lint and import rules
	$(bin)/tsc --noEmit
	$(bin)/biome check --error-on-warnings
	$(bin)/depcruise --config .dependency-cruiser.cjs --output-type err main.ts stacks constructs lib provider bin lab bench demo

unit: setup ## Every test that needs no lab
	$(bin)/jest --testPathIgnorePatterns test/lab

bench: setup lab-build
	$(bin)/tsx bench/run.ts

clean:
	rm -rf dist cdktf.out .cache node_modules/.installed
