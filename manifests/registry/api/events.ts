import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { integer, open, string, time } from './answer-fields';
import { cursor, limit, sha256, text } from './fields';

export const auditFilter = closed(optional({ action: text(100), subject: text(200), manifest: sha256, cursor, limit: limit(500) }));
export type AuditFilter = Static<typeof auditFilter>;

export const auditEntry = Type.Object({
	id: integer,
	at: time,
	tenant: string,
	/** Empty once the person was forgotten. */
	subject: string,
	/** For example `manifest.revoked`; also for refused changes. */
	action: string,
	outcome: Type.Enum(['success', 'refused']),
	/** A manifest's hash, a rollout's id. */
	object: string,
	/** Codes and numbers; no secrets or personal data. */
	details: open(),
});
export type AuditEntry = Static<typeof auditEntry>;

export const checkedAudit = Type.Object({
	entries: integer,
	waiting: integer,
	/** Changed or foreign entries, which the log never takes. */
	foreign: integer,
	fault: Type.Optional(Type.Object({ index: integer, problem: string })),
});
export type CheckedAudit = Static<typeof checkedAudit>;

export const registryEventTypes = [
	'manifest.published',
	'manifest.approved',
	'manifest.rejected',
	'manifest.withdrawn',
	'manifest.deprecated',
	'manifest.revoked',
	'label.changed',
	'policy.changed',
	'rollout.changed',
	'agent.rollout.promoted',
	'agent.rollout.aborted',
	'agent.rollout.completed',
	'root.added',
	'snapshot.issued',
] as const;
export const registryEventType = Type.Enum([...registryEventTypes]);
export type RegistryEventType = Static<typeof registryEventType>;

export const registryEvent = Type.Object({
	/** Rises within a tenant. */
	id: integer,
	type: registryEventType,
	at: time,
	/** Its subject: kind, name, version, sha256, rollout, label. `from` is the version before. */
	about: open<Record<string, string>>(),
});
/** A hint: receivers fetch the snapshot and trust only that. */
export type RegistryEvent = Static<typeof registryEvent>;
