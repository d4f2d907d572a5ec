import { describeActor } from '../../../core/audit/actor';
import type { AuditPart } from '../../../core/audit/audit-leaf';
import { nameOf, type ReadLeaf, valueOf } from '../../../core/audit/audit-query';
import type { AuditEntry } from '../registry-api';
import type { ChangeName } from '../changes/change';
import type { OutboxContent } from './outbox';
import type { LoggedEntry } from './tenant-audit';

/** By the kind of their details, changes of the registry are found among all entries of a tenant. */
export const changeKind = 'registry_change';

const objectLength = 200;

interface ChangeLine extends ChangeName {
	/** ISO 8601, by the clock of the registry. */
	at: string;
	who: AuditPart;
	outcome: AuditEntry['outcome'];
	details: Record<string, unknown>;
}

/** Describes the caller of a change, with the address and the program of the request that is under way. */
export const describeCaller = (subject: string): AuditPart => describeActor(subject);

/** Describes a change. Its details can have what people wrote and names: they are sealed with the key of who made it. */
export function describeChange({ at, who, action, object, isPerson, outcome, details }: ChangeLine): OutboxContent {
	const value = object.slice(0, objectLength);
	return {
		...{ action, outcome, who },
		object: {
			kind: action.split('.')[0]!,
			value,
			...(/^[\da-f]{64}$/.test(value) && { hash: value }),
			...(isPerson && { subject: { kind: 'subject' as const, id: value } }),
		},
		details: { kind: changeKind, value: { at, ...details }, subject: who.subject },
	};
}

/** Reads an entry of the log as a change. What was forgotten is missing: the name of who made it is empty then. */
export function readChange({ index, leaf, values }: LoggedEntry, tenant: string): AuditEntry {
	const { at: takenAt, action, outcome, who, object, details } = JSON.parse(leaf) as ReadLeaf;
	const { at = takenAt, ...more } = (valueOf(details, values) ?? {}) as { at?: string };
	return {
		...{ id: index, at, tenant, subject: nameOf(valueOf(who, values)) ?? '', action },
		...{ outcome: outcome as AuditEntry['outcome'], object: nameOf(valueOf(object, values)) ?? '', details: more },
	};
}
