import * as Type from 'typebox/type';
import { type ReadLeaf, type ReadPart, valueOf } from '../../../core/audit/audit-query';
import { isTroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { integer, string, time } from '../../../manifests/registry/api/answer-fields';
import { limit, text } from '../../../manifests/registry/api/fields';
import { openAudit } from '../../../providers/compose/state/host-audit';
import type { ListedEntry } from '../../../providers/state/audit/search-audit';
import { moment } from '../../http/read-time';
import { readMoment, readTimeZone, timeZone } from '../conversations/read-day';
import { operation, type OperationContext, type OperationHost } from '../operation';

export interface AuditFilter {
	from?: string;
	to?: string;
	act?: string;
	who?: string;
	object?: string;
	outcome?: string;
	before?: number;
	limit?: number;
}

const maxPage = 1_000;
const ofTenant = 'ISO 8601 with a time zone, such as 2026-11-28T10:00:00Z, or a day of the time zone of the tenant';
const part = Type.Object({
	kind: string,
	...optional({
		hash: string,
		value: Type.Unknown({ description: 'Absent where it was forgotten' }),
		sha256: Type.String({ description: 'What the leaf commits to, where the value is not in it' }),
		isForgotten: Type.Boolean(),
		isDamaged: Type.Boolean({ description: 'What is stored is not what the leaf commits to' }),
	}),
});

const describePart = (one: ReadPart, { values, isDamaged }: Pick<ListedEntry, 'isDamaged' | 'values'>) => {
	const value = valueOf(one, values);
	const isMissing = one.sha256 !== undefined && value === undefined;
	return { ...one, ...(value !== undefined && { value }), ...(isMissing && (isDamaged ? { isDamaged } : { isForgotten: true })) };
};

export function describeEntry({ index, leaf, ...opened }: ListedEntry) {
	const { action, at, id, outcome, who, object, details } = JSON.parse(leaf) as ReadLeaf;
	return {
		index,
		id,
		at,
		action,
		outcome,
		who: describePart(who, opened),
		...(object && { object: describePart(object, opened) }),
		...(details && { details: describePart(details, opened) }),
	};
}
export type DescribedEntry = Omit<ReturnType<typeof describeEntry>, 'who' | 'object' | 'details'> & {
	[Name in 'who']: DescribedPart;
} & { [Name in 'object' | 'details']?: DescribedPart };
export type DescribedPart = ReadPart & { isForgotten?: boolean; isDamaged?: boolean };

export const auditFilters = optional({
	from: { ...moment, description: ofTenant },
	to: { ...moment, description: `${ofTenant}; not included` },
	act: Type.String({ maxLength: 200, description: 'An action, or those that begin with it and a dot: api_key' }),
	who: Type.String({ maxLength: 300, description: 'Who acted, such as user:ana' }),
	object: Type.String({ maxLength: 300, description: 'The name of the object, or its kind' }),
	outcome: text(200),
	before: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Only entries before this index' }),
	limit: limit(maxPage),
});

export const listAudit = operation({
	summary: 'List entries of the audit log, the last ones first',
	tag: 'audit',
	method: 'GET',
	path: 'audit/entries',
	scope: 'audit:read',
	input: {
		query: closed(auditFilters),
	},
	output: Type.Object({
		tenant: string,
		timeZone,
		items: Type.Array(
			Type.Object({
				index: integer,
				id: string,
				at: time,
				action: string,
				outcome: string,
				who: part,
				...optional({ object: part, details: part }),
			}),
		),
		...optional({
			before: Type.Integer({ description: 'Where the next page begins. A page can be empty, and not the last one' }),
			damage: Type.String({
				description: 'Why entries that wait get no index: the log is damaged. Its entries are listed as they are stored',
			}),
		}),
	}),
	/** @throws TroupeError INPUT_INVALID, STORAGE_… */
	async perform(filter: AuditFilter, { host }: OperationContext) {
		const damage = await sequenceEntries(host);
		const page = await searchEntries(filter, host);
		return { tenant: host.tenant, timeZone: await readTimeZone(host), ...page, ...(damage !== undefined && { damage }) };
	},
});

/** A page of indexed entries. @throws TroupeError INPUT_INVALID, STORAGE_… */
export async function searchEntries(
	{ from, to, limit: max = 50, ...query }: AuditFilter,
	host: OperationHost,
): Promise<{ items: DescribedEntry[]; before?: number }> {
	const { store } = (await openAudit(host))!;
	const period = {
		...(from !== undefined && { from: await readMoment('from', from, host) }),
		...(to !== undefined && { to: await readMoment('to', to, host) }),
	};
	const { entries, next } = await store.search(host.tenant, { ...query, ...period, limit: max });
	return { items: entries.map(describeEntry) as DescribedEntry[], ...(next !== undefined && { before: next }) };
}

/** Indexes waiting entries. @returns the fault of a damaged log, which must stay readable */
export async function sequenceEntries(host: OperationHost): Promise<string | undefined> {
	const { store } = (await openAudit(host))!;
	try {
		await store.sequence(host.tenant);
		return undefined;
	} catch (error) {
		if (isTroupeError(error) && error.code === 'STORAGE_DAMAGED') return error.message;
		throw error;
	}
}
