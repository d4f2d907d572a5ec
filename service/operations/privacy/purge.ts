import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { toIso } from '../../../core/base/iso-time';
import { type KeptClass, keptClasses, settableClasses } from '../../../core/base/privacy/kept-classes';
import { closed, optional, orNull } from '../../../core/base/shape';
import { parseTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { findFixedWords } from '../../../core/privacy/class-words';
import { integer, string, time } from '../../../manifests/registry/api/answer-fields';
import { reason, text } from '../../../manifests/registry/api/fields';
import type { MemoryStoreHost } from '../../../providers/compose/hosts/state-host';
import { countOlderThan, type DueRows } from '../../../providers/compose/privacy/count-due';
import { removeOlderThan } from '../../../providers/compose/privacy/remove-older';
import { moment } from '../../http/read-time';
import { renewHolds } from '../../privacy/hold-person';
import { registeredTables } from '../../privacy/register';
import { requireReason } from '../../privacy/require-reason';
import { readMoment } from '../conversations/read-day';
import { operation, type OperationContext, type OperationHost } from '../operation';
import { checkReach, type Reaching } from '../reach';

type Context = OperationContext<OperationHost & Reaching & MemoryStoreHost>;

/** Rows with an end lack their last use: after a rule change, newer rows than requested would go. */
const hasEnds = (kept: KeptClass): boolean => registeredTables.some(({ data }) => data.kept === kept && data.endsBy !== undefined);
export const purgeableClasses = settableClasses.filter((kept) => !hasEnds(kept));

/** Field names come from the requirement, which other systems call. */
export const purgeData = operation({
	act: ({ tenant_id: tenant, entity_type: kept, before_date: before, reason: why, dry_run: isDry }, answer) => ({
		action: isDry ? 'data.purge_counted' : 'data.purged',
		object: { kind: 'tenant', value: tenant },
		details: {
			kind: 'purge',
			value: { class: kept, before, reason: why, ...(answer !== undefined && { counts: countsOf(answer as Answer) }) },
			// People's words are in no clear leaf.
			subject: { kind: 'subject', id: `tenant:${tenant}` },
		},
	}),
	summary: 'Remove what a tenant last used of a class of data before a date, except what is held',
	tag: 'privacy',
	method: 'POST',
	path: 'data/purge',
	scope: 'tenant:manage',
	inBackground: 'repeatable',
	maxAtOnce: 1,
	input: {
		body: closed({
			tenant_id: Type.String({ description: 'Another than the own one needs tenant:tenants', minLength: 1, maxLength: 200 }),
			entity_type: { ...text(64), description: `A class of data: ${purgeableClasses.join(', ')}` },
			before_date: { ...moment, description: 'ISO 8601 with a time zone, or a day of the time zone of the tenant' },
			reason,
			...optional({ dry_run: Type.Boolean({ description: 'Counts, and removes nothing' }) }),
		}),
	},
	output: Type.Object({
		tenant_id: string,
		entity_type: string,
		before_date: time,
		dry_run: Type.Boolean(),
		removed: Type.Array(Type.Object({ store: string, table: string, rows: integer }), { description: 'With `dry_run`, what would go' }),
		held: Type.Array(Type.Object({ store: string, table: string, rows: integer }), { description: 'What stays under a legal hold' }),
		notReached: orNull(Type.String({ description: 'Why n8n keeps executions that are older' })),
	}),
	check: async ({ tenant_id: tenant, entity_type: kept, before_date: before, reason: why }, host) =>
		void (await readPurge(kept, before, why, { ...host, tenant })),
	/** @throws TroupeError INPUT_INVALID for a future date, an unknown class, a blank reason; ACCESS_DENIED for another tenant */
	async perform({ tenant_id: tenant, entity_type, before_date, reason: why, dry_run: isDry = false }, { host: own, signal }: Context) {
		checkReach(parseTenant(tenant, 'The tenant'), own, 'tenant:tenants');
		const host = { ...own, tenant };
		const { kept, before, now } = await readPurge(entity_type, before_date, why, host);
		await renewHolds(host, tenant);
		const keptMs = now - before;
		const ages = { keptMs, endedMs: keptMs };
		const found = await countOlderThan(kept, ages, host);
		const unreached = isDry ? undefined : await removeOlderThan(kept, keptMs, host, signal);
		const left = isDry ? [] : await countOlderThan(kept, ages, host);
		const leftOf = ({ store, table, held }: DueRows) =>
			isDry ? held : (left.find((one) => one.store === store && one.table === table)?.rows ?? 0);
		const some = (count: (rows: DueRows) => number) =>
			found.flatMap((one) => (count(one) > 0 ? [{ store: one.store, table: one.table, rows: count(one) }] : []));
		return {
			tenant_id: tenant,
			entity_type: kept,
			before_date: toIso(before),
			dry_run: isDry,
			removed: some((one) => one.rows - leftOf(one)),
			held: some(({ held }) => held),
			notReached: unreached ? [unreached.message, unreached.fix].filter(Boolean).join(' ') : null,
		};
	},
});

type Answer = { removed: Array<{ table: string; rows: number }>; held: Array<{ table: string; rows: number }> };

const countsOf = ({ removed, held }: Answer) => {
	const byTable = (rows: Answer['removed']) => Object.fromEntries(rows.map((one) => [one.table, one.rows]));
	return { removed: byTable(removed), held: byTable(held) };
};

async function readPurge(entityType: string, beforeDate: string, why: string, host: OperationHost) {
	requireReason(why);
	const before = await readMoment('before_date', beforeDate, host);
	const now = (host.clock ?? systemClock).now();
	if (!purgeableClasses.includes(entityType as KeptClass)) throw isUnknown(entityType);
	if (before > now)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `before_date is ${toIso(before)}, which is to come.`,
			fix: 'Name a date that has passed: what was last used before it goes.',
		});
	return { kept: entityType as KeptClass, before, now };
}

const isUnknown = (entityType: string) => {
	const isTimed = settableClasses.includes(entityType as KeptClass);
	const why = isTimed ? 'its rows end by themselves, and do not say when they were last used.' : findWhy(entityType);
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The entity_type ${JSON.stringify(entityType.slice(0, 64))} ${why === undefined ? 'is unknown.' : `cannot be purged: ${why}`}`,
		fix: `Name one of ${purgeableClasses.join(', ')}.`,
	});
};

const findWhy = (entityType: string) => (entityType in keptClasses ? findFixedWords(entityType as KeptClass)?.en : undefined);
