# The API of Kring for production. Two stages: packages are installed in the first, and only their files go on.
# No registry was within reach where this was written, so the base is named by version. Before use, name it by digest:
#   docker build --build-arg PYTHON=python@sha256:... .
ARG PYTHON=python:3.13-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /kring
COPY requirements.lock ./
RUN ["python", "-m", "venv", "env"]
RUN ["env/bin/python", "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--only-binary", ":all:", "--require-hashes", "-r", "requirements.lock"]
COPY pyproject.toml LICENSE ./
COPY graph_model/ graph_model/
COPY access_policies/ access_policies/
COPY loaders/ loaders/
COPY api/ api/
COPY cli/ cli/
COPY web/explorer/dist/ web/explorer/dist/
RUN ["env/bin/python", "-m", "compileall", "-q", "graph_model", "access_policies", "loaders", "api", "cli"]

FROM ${PYTHON}
COPY --from=build /kring /kring
# Numeric, so that an orchestrator can tell that it is not root; it owns none of the program.
USER 10001:10001
WORKDIR /
ENV PYTHONPATH=/kring PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    KRING_PROFILE=production KRING_HOME=/var/lib/kring KRING_AUDIT_DIR=/var/lib/kring-audit KRING_HOST=0.0.0.0 KRING_PORT=8642
EXPOSE 8642
# No shell in any of these: the image works where its shell is taken away.
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["/kring/env/bin/python", "-P", "-m", "cli", "ready"]
ENTRYPOINT ["/kring/env/bin/python", "-P", "-m", "cli"]
CMD ["serve"]
