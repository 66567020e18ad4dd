# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a person types. Everything here is a thin layer over meson: HACKING.md says how to do without.

BUILD = build
SUITE =
RUNTIME = sid
SANITIZED_SUITES = base matrix store practice demo ui

.PHONY: help build run check check-long check-sanitize bench soak flatpak lint format po clean

help:
	@echo "make run             build Bedside and open it on the demo practice"
	@echo "make check           build and run the tests; SUITE=name for some of them"
	@echo "make check-sanitize  those of them that run with the address and undefined behaviour sanitizers: $(SANITIZED_SUITES)"
	@echo "make check-long      the suites that take long: fault, flatpak, fuzz; SUITE=name for one of them"
	@echo "make bench           measure P1 to P8 with release flags (HACKING.md, How it is measured); needs a quiet machine;"
	@echo "                     QUICK=1 in three minutes, against the figures in tests/bench/baseline.json"
	@echo "make soak            half an hour of work against a real Synapse: memory, objects, messages; SOAK_MINUTES=5"
	@echo "make flatpak         build the Flatpak, install it in $(BUILD) and open it on the demo practice;"
	@echo "                     RUNTIME=trixie for an older GNOME than the one that ships"
	@echo "make lint            formatter, layers, sizes, data files, rules"
	@echo "make format          bring the sources into the form that lint asks for"
	@echo "make po              bring new texts into the translations"
	@echo "make build, clean    what they say"

build:
	@build-aux/packages.sh build
	@build-aux/build.sh $(BUILD)

run:
	@build-aux/packages.sh build
	@build-aux/build.sh $(BUILD)
	@build-aux/run.sh $(BUILD)

check:
	@build-aux/check.sh $(BUILD) $(SUITE)

check-sanitize:
	@build-aux/check.sh $(BUILD) $(SANITIZED_SUITES)

check-long:
	@build-aux/check.sh --long $(BUILD) $(SUITE)

bench:
	@QUICK="$(QUICK)" build-aux/bench.sh $(BUILD)

soak:
	@build-aux/soak.sh $(BUILD)

flatpak:
	@build-aux/packages.sh flatpak
	@build-aux/flatpak.sh $(RUNTIME) $(BUILD)

lint:
	@build-aux/packages.sh lint
	@tests/lint/lint.py

format:
	@build-aux/packages.sh lint
	@tests/lint/lint.py --fix

po:
	@build-aux/packages.sh build
	@build-aux/po.sh $(BUILD)

clean:
	rm -rf $(BUILD) $(BUILD)-sanitize $(BUILD)-bench
