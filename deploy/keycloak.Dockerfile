# Keycloak with its build step done, so that it runs on a read-only root. Name the base by digest before use, as in ../Dockerfile.
ARG KEYCLOAK=keycloak/keycloak:26.7.3

FROM ${KEYCLOAK} AS build
RUN ["/opt/keycloak/bin/kc.sh", "build", "--db=postgres", "--health-enabled=true"]

FROM ${KEYCLOAK}
COPY --from=build /opt/keycloak /opt/keycloak
USER 1000:0
ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]
CMD ["start", "--optimized"]
