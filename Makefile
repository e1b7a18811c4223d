# mod_ehoks: building, running, testing. `make help` lists what there is.
#
# Everything that is made goes below $(BUILD). A variant (other compiler,
# sanitizers) has a BUILD of its own, so that none rebuilds another's objects.

BUILD ?= build
CC = gcc
WERROR ?=
SANITIZE ?=
COVERAGE ?=
DESTDIR ?=
V ?=
datadir = /usr/share/ehoks

.DEFAULT_GOAL := module
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# ---- what other packages say -------------------------------------------------
# Asked once, and only when something is compiled. apxs answers one name at a
# time: it joins several with ";;".

ask = $(or $(shell $(1)),$(error "$(1)" says nothing: make setup installs what is missing))
once = $(eval $(1) := $(call ask,$(2)))$($(1))

HTTPD_INCLUDES = $(call once,HTTPD_INCLUDES,apxs -q INCLUDEDIR)
HTTPD_CPPFLAGS = $(call once,HTTPD_CPPFLAGS,apxs -q EXTRA_CPPFLAGS)
HTTPD_LIBEXECDIR = $(call once,HTTPD_LIBEXECDIR,apxs -q LIBEXECDIR)
HTTPD_SYSCONFDIR = $(call once,HTTPD_SYSCONFDIR,apxs -q SYSCONFDIR)

PACKAGES = jansson libpq libpcre2-8 libcurl
PACKAGE_CPPFLAGS = $(call once,PACKAGE_CPPFLAGS,pkg-config --cflags apr-1 apr-util-1 $(PACKAGES))
PACKAGE_LIBS = $(call once,PACKAGE_LIBS,pkg-config --libs $(PACKAGES))
APR_LIBS = $(call once,APR_LIBS,pkg-config --libs apr-1 apr-util-1)
CMOCKA_LIBS = $(call once,CMOCKA_LIBS,pkg-config --libs cmocka)

# ---- flags -------------------------------------------------------------------

HARDENING = -fstack-protector-strong -fstack-clash-protection -fcf-protection
OPTIMISE = -O2 -D_FORTIFY_SOURCE=3
WARNINGS = -Wall -Wextra -Wformat=2 -Wformat-security -Wshadow \
	-Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wwrite-strings -Wundef -Wvla -Wimplicit-fallthrough \
	-Wnull-dereference -Wcast-align
# Hooks have fixed signatures; the module record and tables leave out members.
WARNINGS += -Wno-unused-parameter -Wno-missing-field-initializers
ifneq ($(findstring gcc,$(CC)),)
WARNINGS += -Wlogical-op -Wduplicated-cond
else
# APR's arrays keep everything behind a char pointer, and its rings subtract
# from NULL: clang takes the one for a risk, the other for undefined.
WARNINGS += -Wno-cast-align -Wno-null-pointer-subtraction
endif
ifneq ($(WERROR),)
WARNINGS += -Werror
endif
ifneq ($(SANITIZE),)
OPTIMISE = -O1 -U_FORTIFY_SOURCE -fno-omit-frame-pointer -fsanitize=$(SANITIZE)
endif
# Threads count the lines they run together, so each count is one step.
ifneq ($(COVERAGE),)
OPTIMISE = -O0 -U_FORTIFY_SOURCE --coverage -fprofile-update=atomic
endif

CPPFLAGS = $(HTTPD_CPPFLAGS) -isystem $(HTTPD_INCLUDES) $(PACKAGE_CPPFLAGS)
CFLAGS = -std=gnu11 -g -fPIC -fvisibility=hidden $(OPTIMISE) $(HARDENING) $(WARNINGS)
LDFLAGS = -Wl,-z,relro,-z,now,--as-needed

# What the targets below build, they build with all processors.
build = @$(MAKE) --silent --no-print-directory -j$(shell nproc)

# One short line for each file; V=1 shows the whole command.
quietly = $(if $(V),,@printf '  %-4s %s\n' $(1) '$(2)')
hush = $(if $(V),,@)

# ---- what is made of what ----------------------------------------------------

SOURCES := $(sort $(wildcard modules/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
UNIT_SOURCES := $(sort $(wildcard t/unit/test_*.c))
UNIT_TESTS := $(UNIT_SOURCES:t/unit/%.c=$(BUILD)/unit/%) \
	$(patsubst t/schema/%.c,$(BUILD)/unit/%,$(wildcard t/schema/suite.c))
FUZZ_TARGETS := $(patsubst t/fuzz/%.c,%,$(filter-out t/fuzz/replay.c,$(wildcard t/fuzz/*.c)))
FUZZ_REPLAYS := $(FUZZ_TARGETS:%=$(BUILD)/unit/test_fuzz_%)
THREAD_SOURCES := $(sort $(wildcard t/thread/*.c))
THREAD_OBJECTS := $(THREAD_SOURCES:%.c=$(BUILD)/obj/%.o)
DEPENDENCIES := $(OBJECTS:.o=.d) $(BUILD)/obj/mod_ehoks.d \
	$(UNIT_TESTS:$(BUILD)/unit/%=$(BUILD)/obj/t/%.d) $(THREAD_OBJECTS:.o=.d)

MODULE_FILE = $(BUILD)/mod_ehoks.so
CORE = $(BUILD)/libehoks_core.a

# What the bench measures besides the module.
BENCH_PROGRAMS = $(BUILD)/bench/null.so $(BUILD)/bench/validate

.PHONY: module
module: $(MODULE_FILE) ## the module, build/mod_ehoks.so (the default)

.PHONY: all
all: module unit ## the module and the unit tests

.PHONY: unit
unit: $(UNIT_TESTS) $(FUZZ_REPLAYS) $(BUILD)/thread/threads

$(MODULE_FILE): $(BUILD)/obj/mod_ehoks.o $(OBJECTS)
	$(call quietly,LINK,$@)
	$(hush)$(CC) -shared $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PACKAGE_LIBS)

# The linker takes from the archive only what a test asks for: a test of a
# layer below the web links without httpd, or the layer is broken.
$(CORE): $(OBJECTS)
	@rm -f $@
	$(call quietly,AR,$@)
	$(hush)$(AR) rcs $@ $^

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call quietly,CC,$<)
	$(hush)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/t/%.o: t/unit/%.c Makefile
	@mkdir -p $(@D)
	$(call quietly,CC,$<)
	$(hush)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/obj/t/suite.o: t/schema/suite.c Makefile
	@mkdir -p $(@D)
	$(call quietly,CC,$<)
	$(hush)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/unit/%: $(BUILD)/obj/t/%.o $(CORE)
	@mkdir -p $(@D)
	$(call quietly,LINK,$@)
	$(hush)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(CMOCKA_LIBS) $(APR_LIBS) $(PACKAGE_LIBS) -lpthread

# The layers below the web under many threads.
$(BUILD)/thread/threads: $(THREAD_OBJECTS) $(CORE)
	@mkdir -p $(@D)
	$(call quietly,LINK,$@)
	$(hush)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(APR_LIBS) $(PACKAGE_LIBS) -lpthread

# A fuzz target with a main of its own runs over its stored inputs.
FUZZ_LINE = $(CPPFLAGS) -I$(BUILD)/fuzz -DFUZZ_TARGET='"$*"' -o $@ t/fuzz/$*.c
$(BUILD)/unit/test_fuzz_%: t/fuzz/%.c t/fuzz/replay.c t/fuzz/fuzz.h $(CORE) $(BUILD)/fuzz/handlers.inc
	@mkdir -p $(@D)
	$(call quietly,CC,$@)
	$(hush)$(CC) $(CFLAGS) $(LDFLAGS) $(FUZZ_LINE) t/fuzz/replay.c $(CORE) $(APR_LIBS) $(PACKAGE_LIBS) -lpthread

# The same under libFuzzer, which looks for inputs of its own.
$(BUILD)/fuzz/%: t/fuzz/%.c t/fuzz/fuzz.h $(CORE) $(BUILD)/fuzz/handlers.inc
	@mkdir -p $(@D)
	$(call quietly,CC,$@)
	$(hush)$(CC) $(CFLAGS) -fsanitize=fuzzer $(FUZZ_LINE) $(CORE) $(APR_LIBS) $(PACKAGE_LIBS) -lpthread

$(BUILD)/fuzz/handlers.inc: modules/api/route.c
	@mkdir -p $(@D)
	$(hush)grep -o 'ehoks_api_[a-z_0-9]*' $< | sort -u | sed 's/.*/#define & any_handler/' >$@

.PRECIOUS: $(BUILD)/obj/t/%.o $(BUILD)/fuzz/handlers.inc

-include $(DEPENDENCIES)

# Always: it is a copy of some files, and tells by itself what it needs.
.PHONY: pages
pages: ## the browser pages as they are served, build/htdocs
	@htdocs/build build/htdocs

# ---- running -----------------------------------------------------------------

.PHONY: setup
setup: ## install what is missing for everything below (apt, npm)
	@t/lib/setup check

.PHONY: run
run: ## start the development stack in the foreground (RESET=1: from the seed)
	@t/lib/setup run
	$(build) module pages
	@MODULE=$(MODULE_FILE) exec setpriv --pdeathsig TERM t/lib/stack up

.PHONY: stop
stop: ## stop the stack that runs on VAR, from another terminal
	@t/lib/stack down

.PHONY: token
token: ## print a bearer token of the running stack: CLIENT=sis-a
	@t/lib/token $(CLIENT)

.PHONY: load
load: ## fill the database of the running stack with generated plans: N=100000
	@N=$(N) SEED=$(SEED) VAR=$(VAR) t/node_modules/.bin/node t/seed/load.mjs

.PHONY: migrate
migrate: ## bring the database that PGHOST, PGDATABASE, … name up to date
	@sql/migrate

.PHONY: history-verify
history-verify: ## replay the history of all plans in that database: ID=… some
	@sql/history-verify $(ID)

.PHONY: audit-verify
audit-verify: ## look whether the audit of that database is what was written
	@sql/audit-verify

# ---- testing -----------------------------------------------------------------

.PHONY: test
test: ## install what is missing, build, run all tests on a stack of their own
	@t/lib/setup test
	$(build) all pages $(BENCH_PROGRAMS)
	@t/run-tests

.PHONY: fuzz-http
fuzz-http: ## 100 000 requests that are not right: FUZZ= how many, SEED= others
	@t/lib/setup test
	$(build) module pages
	@EHOKS_FUZZ=$(or $(FUZZ),100000) $(if $(SEED),EHOKS_SEED=$(SEED)) t/run-tests t/api/fuzz.t

# What is found new goes to var/fuzz; what made a target fail, beside it.
.PHONY: fuzz
fuzz: ## look for inputs that make the parsers fail: SECONDS each (60), TARGETS
	$(build) fuzzers BUILD=build/fuzzers CC=clang \
		SANITIZE=fuzzer-no-link,address,undefined
	@for target in $(or $(TARGETS),$(FUZZ_TARGETS)); do \
		mkdir -p var/fuzz/$$target; \
		printf '%s: ' $$target; \
		ASAN_OPTIONS=detect_leaks=0 build/fuzzers/fuzz/$$target -max_total_time=$(or $(SECONDS),60) \
			-max_len=8192 -artifact_prefix=var/fuzz/$$target- \
			-print_final_stats=1 -verbosity=0 \
			var/fuzz/$$target t/fuzz/corpus/$$target 2>var/fuzz/$$target.log || \
			{ tail -n 20 var/fuzz/$$target.log; exit 1; }; \
		sed -n 's/^stat::number_of_executed_units: */inputs tried: /p' var/fuzz/$$target.log; \
	done

.PHONY: fuzzers
fuzzers: $(FUZZ_TARGETS:%=$(BUILD)/fuzz/%)

.PHONY: chaos
chaos: ## all faults, and longer: databases and httpds that die under load
	@t/lib/setup test
	$(build) all pages $(BENCH_PROGRAMS)
	@EHOKS_CHAOS=1 STACKS=1 TEST_SECONDS=1800 t/run-tests t/ops

.PHONY: check
check: ## static checks: compilers' warnings, analysers, scripts, formatting
	@t/lib/setup check
	$(build) build/fuzz/handlers.inc
	@t/check

# Where the pieces of a pool begin and end, for all who look at memory.
$(BUILD)/pools.so: t/memory/pools.c
	@mkdir -p $(@D)
	$(call quietly,LINK,$@)
	$(hush)$(CC) -shared $(CPPFLAGS) $(CFLAGS) -fvisibility=default $(LDFLAGS) -o $@ $< $(APR_LIBS)

# Leaks are looked for by memcheck, which sees what is kept in pools.
.PHONY: asan
asan: ## API and unit tests with address and undefined behaviour sanitizers
	@t/lib/setup test
	$(build) all pages build/asan/pools.so BUILD=build/asan SANITIZE=address,undefined
	@VARIANT=asan ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1 \
		t/run-tests build/asan/unit t/api

# Little is moved about by -O1: a finding names the line that it is in.
.PHONY: valgrind
valgrind: ## the API and unit tests under memcheck
	@t/lib/setup valgrind
	$(build) all pages build/valgrind/pools.so BUILD=build/valgrind OPTIMISE=-O1
	@VARIANT=valgrind t/run-tests build/valgrind/unit t/api

.PHONY: coverage
coverage: ## which lines of modules/ the tests run, of each file: MIN= per cent (90)
	@t/lib/setup coverage
	$(build) all pages BUILD=build/coverage COVERAGE=1
	@t/coverage

# Suppressions stand in a file, each with its reason.
.PHONY: tsan
tsan: ## ThreadSanitizer over all below the web in many threads: ROUNDS=5
	@t/lib/setup test
	$(build) module pages
	$(build) build/tsan/thread/threads BUILD=build/tsan SANITIZE=thread
	@EHOKS_THREADS=build/tsan/thread/threads ROUNDS=$(or $(ROUNDS),5) \
		TSAN_OPTIONS='suppressions=t/thread/tsan.supp second_deadlock_stack=1' \
		t/run-tests t/thread

# The bench's own programs and packages stand apart from those of the tests.
$(BUILD)/bench/null.so: t/bench/null.c
	@mkdir -p $(@D)
	$(call quietly,LINK,$@)
	$(hush)$(CC) -shared $(CPPFLAGS) $(CFLAGS) -o $@ $<

$(BUILD)/bench/validate: t/bench/validate.c $(CORE)
	@mkdir -p $(@D)
	$(call quietly,LINK,$@)
	$(hush)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(APR_LIBS) $(PACKAGE_LIBS)

.PHONY: bench
bench: ## measure the service beside its limits and a peer (QUICK=1: two minutes)
	@t/lib/setup bench
	$(build) module pages $(BENCH_PROGRAMS)
	@t/node_modules/.bin/node t/bench/bench.mjs

# ---- the rest ----------------------------------------------------------------

.PHONY: install
install: module pages ## install the module, its files and pages (DESTDIR=)
	install -D -m 0644 $(MODULE_FILE) $(DESTDIR)$(HTTPD_LIBEXECDIR)/mod_ehoks.so
	install -d $(DESTDIR)$(HTTPD_SYSCONFDIR)/mods-available $(DESTDIR)$(datadir)/sql
	install -m 0644 $(wildcard conf/ehoks.load conf/ehoks.conf) $(DESTDIR)$(HTTPD_SYSCONFDIR)/mods-available
	install -m 0644 $(wildcard conf/*.json conf/*.example) $(DESTDIR)$(datadir)
	install -m 0644 $(wildcard sql/*.sql) $(DESTDIR)$(datadir)/sql
	install -m 0755 sql/migrate sql/history-verify sql/audit-verify \
		sql/audit-export $(DESTDIR)$(datadir)/sql
	cp -R conf/i18n build/htdocs $(DESTDIR)$(datadir)
	chmod -R u=rwX,go=rX $(DESTDIR)$(datadir)

.PHONY: format
format: ## format the C files in place
	clang-format -i $(shell find mod_ehoks.c modules t -name node_modules -prune -o -name '*.[ch]' -print)

.PHONY: clean
clean: ## remove everything that was made; the data in VAR stays
	rm -rf build

# `make -s print-CFLAGS` shows a variable.
print-%:
	@echo '$($*)'

.PHONY: help
help: ## this list
	@echo 'Variables (make run PORT=9080):'
	@echo '  PORT=8080 STRICT_PORT=8083   httpd, and httpd with the stricter settings'
	@echo '  OP_PORT=8081                 login provider'
	@echo '  REGISTRY_PORT=8082           stand-in for the national registries'
	@echo '  VAR=var                      where the data of the stack lives'
	@echo '  BUILD=build CC=gcc WERROR=1 SANITIZE=… V=1   compiling'
	@echo '  DESTDIR=                     where install puts its tree'
	@echo
	@echo 'Targets:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1@\2/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS=@ read -r name text; do printf '  %-15s %s\n' "$$name" "$$text"; done
