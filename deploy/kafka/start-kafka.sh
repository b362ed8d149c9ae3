#!/usr/bin/env bash
# Formats the broker once, with its users, then runs it. Secrets come from files and are never shown.
#   GIVEN       scram-users and admin-password, as `npm run provision -- --secrets` writes them
#   DATA        where the broker keeps its log and, readable by it alone, its whole configuration
#   PROPERTIES  server.properties without secrets
set -euo pipefail
umask 077
: "${GIVEN:=/run/gatehouse}" "${DATA:=/var/lib/kafka/data}" "${KAFKA_HOME:=/opt/kafka}" "${PROPERTIES:=/etc/gatehouse/server.properties}"

login="org.apache.kafka.common.security.scram.ScramLoginModule required username=\"admin\" password=\"$(<"$GIVEN/admin-password")\";"
configuration="$DATA/server.properties"
{
  cat "$PROPERTIES"
  echo "log.dirs=$DATA/log"
  echo "listener.name.clients.scram-sha-512.sasl.jaas.config=$login"
  echo "listener.name.controller.scram-sha-512.sasl.jaas.config=$login"
} >"$configuration"

if [ ! -f "$DATA/log/meta.properties" ]; then
  users=()
  while read -r user; do users+=(--add-scram "$user"); done <"$GIVEN/scram-users"
  cluster="$("$KAFKA_HOME/bin/kafka-storage.sh" random-uuid)"
  # It prints the keys it made.
  "$KAFKA_HOME/bin/kafka-storage.sh" format -t "$cluster" -c "$configuration" "${users[@]}" >/dev/null
fi
exec "$KAFKA_HOME/bin/kafka-server-start.sh" "$configuration"
