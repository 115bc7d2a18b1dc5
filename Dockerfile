# The transformer as a container: no build tools, no shell needed, an ordinary user, nothing written outside of mounts.
# docker build --tag hotwax-netsuite-transformer .
# The version is the one that the tests run with; raise both together.
FROM node:26.10.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Install scripts are left out: the one native part is an accelerator of ssh2 that it does not need.
RUN npm ci --omit=dev --ignore-scripts

FROM node:26.10.0-bookworm-slim
# The program is run by node alone: the package manager is removed.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* \
  /usr/local/bin/yarn /usr/local/bin/yarnpkg \
  # New volumes that are mounted here belong to the user of the program: for metricsFile, and for the row index.
  && install --directory --owner 1000 --group 1000 /metrics /var/lib/transformer
WORKDIR /app
ENV NODE_ENV=production
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY feeds ./feeds
COPY transformer ./transformer
# What Node compiles of the program's files is kept, so that a pass starts in a third of the time; at run time it is only read.
ENV NODE_COMPILE_CACHE=/app/compile-cache
RUN install --directory --owner 1000 --group 1000 /app/compile-cache
# The user "node" of the base image, by number so that runAsNonRoot can be checked.
USER 1000:1000
RUN node transformer/main.ts init --folder /tmp/tree \
  && node transformer/main.ts run --folder /tmp/tree \
  && rm -r /tmp/tree
# Node is the first process and handles SIGTERM itself: it finishes the files in progress and exits.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/transformer/main.ts"]
CMD ["run"]
