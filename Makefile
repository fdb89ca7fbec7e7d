# Two commands on a fresh machine with Python 3.11+, make and git: `make site` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data
OUT ?= public
PARTS := $(VENV)/parts
# The system's npm, or the one that the packages for tests bring.
NPM := $(or $(shell command -v npm 2>/dev/null),$(CURDIR)/$(BIN)/npm)
SBOM ?= sbom.cdx.json
# Tests start the program some hundred times: where nothing may be written beside it, it is compiled anew each time.
unexport PYTHONDONTWRITEBYTECODE
PACK := import pathlib, sys; from generator.selfcheck import packing; \
	sys.stdout.buffer.write(packing.library(packing.found_parts(pathlib.Path(sys.argv[1]))))
# Pip compiles what it installs one file after the other, for half a minute: this is done afterwards, by all processors,
# and without the tests that packages bring along.
INSTALL := -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes
COMPILE := -W ignore -m compileall -q -j 0 -x /tests/
# As many workers as there are processors, each given whole files of tests in the order in which they are collected.
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: help site serve check quick test pytest lint parts docs bench lock audit sbom clean

help:  ## 列出可用的命令
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

site: $(VENV)/.site $(VENV)/.compiled  ## 检查数据并生成网站到 public/
	$(BIN)/python -m generator build --data $(DATA) --out $(OUT)

serve: $(VENV)/.site $(VENV)/.compiled  ## 本机预览，改动后自动重建
	$(BIN)/python -m generator serve --data $(DATA) --out $(OUT)

check: $(VENV)/.site  ## 只检查数据
	$(BIN)/python -m generator check --data $(DATA)

quick: $(VENV)/.test  ## 快速测试：不开浏览器，不建网站，不启动别的进程，不逐一试遍
	$(BIN)/python -m pytest $(PARALLEL) -m "not processes and not thorough"

# Two environments are made at once; types, which take a minute in a fresh clone, are looked at while the parts of the
# browser are fetched and compiled, and while the tests run.
test:  ## 安装测试所需并跑全部测试
	@$(MAKE) --no-print-directory --jobs=2 $(VENV)/.test
	@$(MAKE) --no-print-directory --jobs=2 lint pytest

pytest: $(VENV)/.test $(VENV)/.compiled
	$(BIN)/python -m pytest $(PARALLEL)

lint: $(VENV)/.test  ## 代码风格与类型
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

parts: $(VENV)/.site  ## 装网页“填报自查”的零件（要用 npm）
	rm -rf $(PARTS) && mkdir -p $(PARTS)
	cp generator/selfcheck/parts/package.json generator/selfcheck/parts/package-lock.json $(PARTS)
	cd $(PARTS) && $(NPM) ci --ignore-scripts --no-audit --no-fund --silent --fetch-retries=1
	gzip -9 -n -k $(PARTS)/node_modules/pyodide/pyodide.asm.wasm
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: \
		--platform pyemscripten_2026_0_wasm32 --python-version 3.14 --implementation cp --abi cp314 \
		-r generator/selfcheck/parts/requirements.txt -d $(PARTS)
	touch $(VENV)/.parts

docs: $(VENV)/.test  ## 从代码更新 docs/rules.md（规则索引）和 docs/messages.md（填报的人会看到的话）
	$(BIN)/python -m tests.docs

bench: $(VENV)/.test  ## 性能基准（几分钟）
	$(BIN)/python -m tests.bench

audit: site $(VENV)/.test  ## 已知漏洞（建站和开发的依赖，发给浏览器的零件），网页写法和快慢（html-validate、Lighthouse）
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.txt -r requirements-dev.txt
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements-sbom.txt
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r generator/selfcheck/parts/requirements.txt
	cd generator/selfcheck/parts && $(NPM) audit --package-lock-only --audit-level=low
	$(BIN)/python -m tests.quality $(OUT)

sbom: $(VENV)/.sbom  ## 零件清单：建站所需的依赖、发给浏览器的零件和哈希（CycloneDX），写到 sbom.cdx.json
	$(VENV)/sbom/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON -o $(SBOM) requirements.txt
	$(BIN)/python -I .github/scripts/served.py $(SBOM) generator/selfcheck/parts/package-lock.json generator/selfcheck/parts/requirements.txt

lock: $(VENV)/.test  ## 重新锁定依赖
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 -c requirements.txt --group dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --group sbom -o requirements-sbom.txt

clean:  ## 删除生成物（不动数据）
	rm -rf $(OUT) $(SBOM) .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || (echo "需要 Python 3.11 或更新；可用 make PYTHON=python3.12 指定"; exit 1)
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt | $(VENV)/bin/python
	$(BIN)/python $(INSTALL) -r requirements.txt
	$(BIN)/python $(COMPILE) $(VENV)/lib || true
	touch $@

$(VENV)/.sbom: requirements-sbom.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)/sbom
	$(VENV)/sbom/bin/python $(INSTALL) -r requirements-sbom.txt
	$(VENV)/sbom/bin/python $(COMPILE) $(VENV)/sbom/lib || true
	touch $@

# The site is made without these parts, too: it has no page 填报自查 then, and the build says so.
$(VENV)/.parts: generator/selfcheck/parts/package-lock.json generator/selfcheck/parts/requirements.txt | $(VENV)/.site
	@$(MAKE) --no-print-directory parts || echo "没有装上网页“填报自查”的零件（要用 npm，并连得上软件包仓库）：网站照样生成，只是不含那一页。"

# Compiled once for a state of the program by the Python of the parts; without node, or where it fails, sources go along.
$(VENV)/.compiled: $(shell find generator -name '*.py') generator/selfcheck/parts/compile.mjs $(VENV)/.parts | $(VENV)/.site
	@if [ -d $(PARTS)/node_modules ]; then cp generator/selfcheck/parts/compile.mjs $(PARTS) \
		&& $(BIN)/python -c 'from generator.selfcheck.packing import modules; print(*modules(), sep="\n")' > $(PARTS)/modules.txt \
		&& cd $(PARTS) && PATH="$(dir $(NPM)):$$PATH" node compile.mjs < modules.txt \
		|| echo "没有编译网页“填报自查”里的 Python：那一页照样能用，只是启动慢几秒。"; fi
# Packed once, too: a build takes this for the library that it is of only (generator/selfcheck/packing.py).
	@if [ -d $(PARTS)/node_modules ]; then $(BIN)/python -c '$(PACK)' $(PARTS) > $(PARTS)/library.new \
		&& mv $(PARTS)/library.new $(PARTS)/library_packed.zip || rm -f $(PARTS)/library.new; fi
	touch $@

$(VENV)/.test: $(VENV)/.site $(VENV)/.sbom requirements-dev.txt
	$(BIN)/python $(INSTALL) -r requirements-dev.txt
	$(BIN)/python $(COMPILE) $(VENV)/lib || true
	touch $@
