/** Words that stand in signed documents as they are. */
export const issuer = 'troupe';
/** The audience of documents that apply to every tenant: roots, manifests, approvals, and snapshots of the tenant `default`. */
export const audience = 'troupe';

export const manifestKinds = ['package', 'agent', 'prompt', 'policy', 'template', 'evaluation'] as const;
export type ManifestKind = (typeof manifestKinds)[number];

/** From the strictest to the most lenient. */
export const stalePolicies = ['deny', 'allow-last-approved', 'audit'] as const;
/**
 * Rule for an expired snapshot and grace period without a newer one: nothing runs; the versions that were approved when this machine last accepted a
 * fresh snapshot; or everything that the snapshot allows, with a line in the audit log.
 */
export type StalePolicy = (typeof stalePolicies)[number];
