# Sourcepin as a container: no root, no compiler, and nothing written but /data and /tmp.
# Any base with Debian's tools and python3 of at least 3.11 will do.
ARG BASE_IMAGE=python:3.11-slim

FROM ${BASE_IMAGE} AS builder
COPY requirements.txt pyproject.toml /build/
# The client of an engine that STORE names (docs/beyond-one-machine.md): EXTRAS=postgres, or spark for sc://…
ARG EXTRAS=
# The two secrets are for a builder whose package index or certificates are its own; without them nothing changes:
#   docker build --secret id=pip_conf,src=pip.conf --secret id=ca_bundle,src=ca.crt .   (cert = /run/secrets/ca_bundle)
# pip removes itself in the end: nobody can install anything into the result.
RUN --mount=type=secret,id=pip_conf --mount=type=secret,id=ca_bundle \
    export PIP_CONFIG_FILE=/run/secrets/pip_conf PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
 && python3 -m venv /venv \
 && /venv/bin/python -m pip install --require-hashes -r /build/requirements.txt \
 && /venv/bin/python -c 'import sys, tomllib; all = tomllib.load(open("/build/pyproject.toml", "rb"))["project"]["optional-dependencies"]; print("\n".join(one for name in sys.argv[1:] for one in all[name]))' ${EXTRAS} > /build/extras.txt \
 && /venv/bin/python -m pip install -r /build/extras.txt \
 && rm -rf /venv/lib/python3*/site-packages/pandas/tests /venv/lib/python3*/site-packages/pyarrow/tests \
      /venv/lib/python3*/site-packages/pyarrow/include \
 && /venv/bin/python -m pip freeze --all > /build/installed.txt \
 && { ! grep -q '^setuptools==' /build/installed.txt || /venv/bin/python -m pip uninstall --yes setuptools; } \
 && /venv/bin/python -m pip uninstall --yes pip
WORKDIR /app
COPY streamlit_app.py streamlit_page.py LICENSE ./
COPY .streamlit .streamlit
COPY geodata geodata
COPY events events
COPY dashboard dashboard
COPY static static
# Compiled here, because the program may not write beside itself later.
RUN /venv/bin/python -m compileall -q /app && chmod -R a+rX,go-w /app /venv

FROM ${BASE_IMAGE}
RUN groupadd --gid 10001 sourcepin \
 && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin sourcepin \
 && mkdir -p /data && chown 10001:10001 /data
COPY --from=builder /venv /venv
COPY --from=builder /app /app
WORKDIR /app
# DATASET: a folder with a data set, for instance one mounted below /data. Empty: the one that is built in.
# STORE: imported data sets, in the volume. IMPORTING is off, as the server listens to the whole network: say on where
# only people who may add and remove data reach it.
ENV PATH=/venv/bin:/usr/local/bin:/usr/bin:/bin \
    HOME=/data \
    TMPDIR=/tmp \
    DATASET= \
    STORE=/data/store \
    IMPORTING= \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=8501
USER 10001:10001
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['STREAMLIT_SERVER_PORT']), timeout=4); c.request('GET', '/'.join(['', *filter(None, [os.environ.get('STREAMLIT_SERVER_BASE_URL_PATH', '').strip('/')]), '_stcore/health'])); raise SystemExit(c.getresponse().status != 200)"]
CMD ["python", "-m", "streamlit", "run", "streamlit_app.py"]
