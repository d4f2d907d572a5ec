export const setKinds = ['support', 'sales', 'extraction', 'tools', 'retrieval', 'guardrails', 'safety'] as const;

export type SetKind = (typeof setKinds)[number];
