# The commands for people; what they do lies in scripts/. `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help run test test-compose test-kubernetes lint format bench image

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile

run: ## install what is missing, build, and start everything on this machine (Ctrl-C stops it)
	@exec scripts/run

test: ## install what the tests need and run them; ARGUMENTS='--filter Archive' is passed on to swift test
	@exec scripts/test $(ARGUMENTS)

test-compose: ## run the tests that need a Docker engine; ARGUMENTS=--built takes the image as it is
	@exec scripts/test-compose $(ARGUMENTS)

test-kubernetes: ## run the tests that need a cluster: that of KUBECONFIG, or the lab's beside the checkout
	@exec scripts/test-kubernetes $(ARGUMENTS)

lint: ## check the style of Swift and shell sources
	@exec scripts/lint

format: ## bring the Swift sources into style
	@swift format --in-place --parallel --recursive Sources Tests Package.swift

bench: ## measure recovery against pg_dump and psql (ARGUMENTS='--scale 0.1'), the server against FastAPI; rewrite docs/benchmarks.md
	@bench/recovery $(ARGUMENTS)
	@bench/server --reva .build/release/reva

image: ## build the container image reva:latest from a release build made here
	@exec scripts/build-image
