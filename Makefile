# Two commands matter: `make scan DIR=path` and `make test`. Each installs what is missing (Debian), builds, and runs.

PREFIX ?= /usr/local
DIR ?= .
RELEASE = $(STATIC) swift build -c release --static-swift-stdlib --product lapwing
# Without shared libraries the program starts faster (docs/performance.md). Debian's -dev packages hold the archives that this needs;
# `make STATIC=` links as usual.
ARCHIVES = $(foreach name,pcre2-8 deflate z c,$(wildcard /usr/lib/$(shell uname -m)-linux-gnu/lib$(name).a))
STATIC = $(if $(filter 4,$(words $(ARCHIVES))),LAPWING_STATIC=1)
BINARY = .build/release/lapwing

.PHONY: scan test build install setup lint format rules benchmark clean

scan: build
	@$(BINARY) scan $(DIR)

build: setup
	@$(RELEASE) --quiet

# The whole suite runs the real binary, so that is built first.
test: build
	swift test

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 -s $(BINARY) $(DESTDIR)$(PREFIX)/bin/lapwing

# System libraries. Nothing is done where they are there already.
setup:
	@if ! pkg-config --exists libpcre2-8 libdeflate zlib 2>/dev/null; then \
	  if command -v apt-get >/dev/null; then \
	    sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	    $$sudo apt-get update -qq && $$sudo apt-get install -y -qq pkg-config libpcre2-dev libdeflate-dev zlib1g-dev >/dev/null; \
	  else echo "install PCRE2, libdeflate and zlib with their headers, and pkg-config (macOS, untested: brew install pcre2 libdeflate zlib pkg-config)" >&2; exit 1; fi; \
	fi

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Benchmarks

format:
	swift format --in-place --recursive Package.swift Sources Tests Benchmarks

rules: setup
	swift run rulegen

# Beside the scanners that are in PATH (or in PEERS, see Benchmarks/README.md), over DIR; writes Benchmarks/results/.
benchmark: build
	@swift build -c release --static-swift-stdlib --product lapwing-bench --quiet
	@python3 Benchmarks/peers.py $(if $(PEERS),--peers $(PEERS)) --threads --stages --small $(DIR)

clean:
	rm -rf .build
