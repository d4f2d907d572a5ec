import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { cursor, limit, sha256, text } from './fields';

export const auditFilter = closed(optional({ action: text(100), subject: text(200), manifest: sha256, cursor, limit: limit(500) }));
export type AuditFilter = Static<typeof auditFilter>;

export interface AuditEntry {
	id: number;
	/** Its number among those of its outcome. */
	number: number;
	/** ISO 8601. */
	at: string;
	tenant: string;
	subject: string;
	/** Such as `manifest.revoke`; of what was refused too. */
	action: string;
	outcome: 'done' | 'refused';
	/** A manifest's hash, a flag's name, a rollout's id. */
	object: string;
	/** Codes and numbers; neither secrets nor personal data. */
	details: Record<string, unknown>;
}

export const registryEventTypes = [
	'manifest.published',
	'manifest.approved',
	'manifest.deprecated',
	'manifest.revoked',
	'flag.changed',
	'policy.changed',
	'rollout.changed',
	'agent.rollout.promoted',
	'agent.rollout.aborted',
	'agent.rollout.completed',
	'root.added',
	'snapshot.issued',
] as const;
export type RegistryEventType = (typeof registryEventTypes)[number];

/** A hint that something changed: who hears it fetches the snapshot and believes that alone. */
export interface RegistryEvent {
	/** Rises within a tenant. */
	id: number;
	type: RegistryEventType;
	at: string;
	/** Its subject: kind, name, version, sha256, rollout, flag. */
	about: Record<string, string>;
}
