// What the broker is told. Rules:
// - every listener, the controller's too, asks for a password (SCRAM-SHA-512): a listener without one would open the cluster to every
//   process on this machine;
// - nothing is allowed that no ACL allows (StandardAuthorizer), `admin` alone stands above the ACLs;
// - topics are never made by being named.
export interface BrokerConfiguration {
  logDir: string;
  port: number;
  /** where clients are told to find the broker, when something stands between it and them */
  advertisedPort?: number;
  controllerPort: number;
  adminPassword: string;
}

export const scramLogin = (password: string): string =>
  `org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="${password}";`;

/** The text of server.properties. It holds the admin password: write it with mode 0600. */
export const serverProperties = (c: BrokerConfiguration): string =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${c.controllerPort}`,
    listeners: `CLIENTS://127.0.0.1:${c.port},CONTROLLER://127.0.0.1:${c.controllerPort}`,
    'advertised.listeners': `CLIENTS://127.0.0.1:${c.advertisedPort ?? c.port}`,
    'listener.security.protocol.map': 'CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'CLIENTS',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'SCRAM-SHA-512',
    'listener.name.clients.scram-sha-512.sasl.jaas.config': scramLogin(c.adminPassword),
    'listener.name.controller.scram-sha-512.sasl.jaas.config': scramLogin(c.adminPassword),
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:admin',
    'allow.everyone.if.no.acl.found': false,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // One machine: nobody else is about to join a group that starts.
    'group.initial.rebalance.delay.ms': 0,
    // Who was killed is missed after 2.5 s: the default takes no session shorter than 6.
    'group.min.session.timeout.ms': 2000,
    // A broker killed outright is waited for until its session ends: 12 s by default, 5 here.
    'broker.session.timeout.ms': 5000,
    'broker.heartbeat.interval.ms': 1000,
    // The default takes 128 MB of heap at the start.
    'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
    'log.dirs': c.logDir,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
