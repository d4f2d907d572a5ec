/** Names of what a register of personal data breaches tells apart. */

/** `unlikely`: nobody has to be told, and the register has the reason. `high` counts for the GDPR, which has people told then. */
export const incidentRisks = ['unlikely', 'likely', 'high'] as const;
export type IncidentRisk = (typeof incidentRisks)[number];

/** Who can have to be told. */
export const incidentRecipients = ['authority', 'people'] as const;
export type IncidentRecipient = (typeof incidentRecipients)[number];

/** Names the signs that Troupe notices by itself, and a person has to judge. */
export const incidentCauses = ['master-key-leaked', 'audit-log-changed', 'audit-log-split'] as const;
export type IncidentCause = (typeof incidentCauses)[number];

export const incidentSteps = ['added', 'noted', 'authority-told', 'people-told', 'closed'] as const;
export type IncidentStep = (typeof incidentSteps)[number];
