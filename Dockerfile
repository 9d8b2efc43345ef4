# Reva's image. `make image` builds it from the bundle of scripts/bundle. Without a Swift toolchain, build all of it here:
#   docker buildx build --build-arg PROGRAM=source -t reva:latest .
# BuildKit is needed: it leaves the stage out that is not asked for.
ARG PROGRAM=dist
ARG BASE_IMAGE=debian:bookworm-slim
ARG SWIFT_IMAGE=swift:6.3-bookworm

# The program, built here.
FROM ${SWIFT_IMAGE} AS build
WORKDIR /source
COPY scripts/install-packages scripts/
RUN scripts/install-packages build && rm -rf /var/lib/apt/lists/*
COPY . .
RUN scripts/bundle

FROM scratch AS source
COPY --from=build /source/dist/reva /

# The program, built outside.
FROM scratch AS dist
COPY dist/reva /

FROM ${PROGRAM} AS program

FROM ${BASE_IMAGE}
# curl: the runbook asks for the health with it, inside of the container.
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends ca-certificates curl tzdata \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/apt /var/log/dpkg.log \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/reva --shell /usr/sbin/nologin reva \
    && install -d -o reva -g reva -m 750 /var/lib/reva \
    && ln -s /opt/reva/bin/reva /usr/local/bin/reva
# One folder that works wherever it is copied to: the libraries are found from the program's own place.
COPY --from=program / /opt/reva/
RUN reva --version

USER 10001:10001
WORKDIR /var/lib/reva
ENV REVA_HOME=/var/lib/reva REVA_HOST=0.0.0.0
EXPOSE 3978
ENTRYPOINT ["reva"]
CMD ["serve"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD curl -fsS -o /dev/null http://127.0.0.1:3978/api/live

ARG VERSION=unknown
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="Reva" \
      org.opencontainers.image.description="A release assistant for Microsoft Teams, and what brings it back after a disaster" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="debian:bookworm-slim"
