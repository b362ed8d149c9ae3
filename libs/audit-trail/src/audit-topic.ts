/** The topic on which a source ships its audit records. */
export const auditTopic = (namespace: string, source: string): string => `${namespace}.audit.${source}`;
