import { describeActor } from '../../../core/audit/actor';
import type { AuditPart } from '../../../core/audit/audit-leaf';
import { nameOf, type ReadLeaf, valueOf } from '../../../core/audit/audit-query';
import type { AuditEntry } from '../registry-api';
import type { ChangeName } from '../changes/change';
import type { OutboxContent } from './outbox';
import type { LoggedEntry } from './tenant-audit';

export const changeKind = 'registry_change';

const objectLength = 200;

interface ChangeLine extends ChangeName {
	at: string;
	who: AuditPart;
	outcome: AuditEntry['outcome'];
	details: Record<string, unknown>;
}

export const describeCaller = (subject: string): AuditPart => describeActor(subject);

/** Details can contain names and free text: they are sealed with the caller's key. */
export function describeChange({ at, who, action, object, isPerson, outcome, details }: ChangeLine): OutboxContent {
	const value = object.slice(0, objectLength);
	return {
		action,
		outcome,
		who,
		object: {
			kind: action.split('.')[0]!,
			value,
			...(/^[\da-f]{64}$/.test(value) && { hash: value }),
			...(isPerson && { subject: { kind: 'subject' as const, id: value } }),
		},
		details: { kind: changeKind, value: { at, ...details }, subject: who.subject },
	};
}

/** Forgotten values are missing: the caller's name is then empty. */
export function readChange({ index, leaf, values }: LoggedEntry, tenant: string): AuditEntry {
	const { at: takenAt, action, outcome, who, object, details } = JSON.parse(leaf) as ReadLeaf;
	const { at = takenAt, ...more } = (valueOf(details, values) ?? {}) as { at?: string };
	return {
		id: index,
		at,
		tenant,
		subject: nameOf(valueOf(who, values)) ?? '',
		action,
		outcome: outcome as AuditEntry['outcome'],
		object: nameOf(valueOf(object, values)) ?? '',
		details: more,
	};
}
