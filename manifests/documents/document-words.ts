export const issuer = 'troupe';
/** Applies to every tenant: roots, manifests, approvals, and snapshots of the tenant `default`. */
export const audience = 'troupe';

export const manifestKinds = ['package', 'agent', 'prompt', 'policy', 'template', 'evaluation'] as const;
export type ManifestKind = (typeof manifestKinds)[number];

/** From strictest to most lenient. */
export const stalePolicies = ['deny', 'allow-last-approved', 'audit'] as const;
/**
 * Rule after the snapshot and its grace period expire: nothing runs; versions that were approved at the last fresh snapshot run; or everything in the
 * snapshot runs, with an audit line.
 */
export type StalePolicy = (typeof stalePolicies)[number];
