import type { ViolationStore } from '../../../core/ports/guardrails/violations';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import { textsOf } from '../../database/in-list';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { noAudit, type NoteAct, type OpenAuditKeys, openAuditedDatabase } from '../audit/audited-database';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { type CheckedRecords, type Mark, noMark } from '../../../core/base/sealed-rows';
import { SealedList } from '../sealed/sealed-list';
import { noteStops } from './note-stops';
import { insertRow, type NewRecord, readMarked, readRows, textOf, toRecord, violationSchema, violationTables } from './violation-rows';

/** Old violations removed per append; more than an average append adds. */
const cleanedAtOnce = 500;

interface ViolationStoreOptions {
	/** Default: no marks, for tests. */
	mark?: Mark;
	/** Opens the audit keys for stops. Default: none, for tests. */
	openAudit?: OpenAuditKeys;
	/** Wakes other processes. Default: only this process. */
	wakeUps?: WakeUps;
	/** Poll interval for processes without wake-ups. */
	pollMs?: number;
}

export interface StoredViolations extends ViolationStore {
	/** Checks that records are the product's. @param tenant default all: for auditors */
	check(tenant?: string): Promise<CheckedRecords>;
	/** Counts runs with a replaced or masked answer. @param conversations hashes, as in records */
	countChanged(tenant: string, conversations: readonly string[], period: { from: number; to: number }): Promise<number>;
	close(): Promise<void>;
}

/**
 * Stores violations in a shared database, opened on first use. @param place `postgres://…`, or the path of a file @throws TroupeError on use:
 * STORAGE_…
 */
export function openViolationStore(
	place: string,
	{ mark = noMark, openAudit = noAudit, wakeUps = new SharedWakeUps(), pollMs = 1_000 }: ViolationStoreOptions = {},
): StoredViolations {
	const database = openAuditedDatabase(place, [violationSchema], openAudit);
	const list = new SealedList(violationTables, mark);
	const topicOf = (tenant = everyTenant) => `violations ${tenant}`;
	const tell = (tenant: string) => {
		for (const topic of [topicOf(tenant), topicOf()]) wakeUps.wake(topic);
	};
	return {
		async append(tenant, records, keep) {
			await list.openKey();
			await database.act(tenant, (connection, note) => append(connection, tenant, records, { ...keep, mark, list, note }));
			tell(tenant);
		},
		async appendOnce(tenant, key, record, keep) {
			await list.openKey();
			const isNew = await database.act(tenant, async (connection, note) => {
				// Locks the tenant's last number, so that keys stay unique.
				await list.take(connection, tenant, 0);
				const existing = await connection.get('SELECT id FROM violation WHERE tenant = ? AND once = ?', tenant, key);
				if (!existing) await append(connection, tenant, [{ ...record, once: key }], { ...keep, mark, list, note });
				return !existing;
			});
			if (isNew) tell(tenant);
			return isNew;
		},
		check: (tenant = everyTenant) => list.check(database, tenant, readMarked),
		read: (tenant, after, limit) =>
			database.read(tenant, async (connection) => (await readRows(connection, tenant, after, limit)).map(toRecord)),
		last: (tenant) => database.read(tenant, (connection) => readLast(connection, tenant)),
		lastOfEach: () =>
			database.read(everyTenant, async (connection) => {
				const rows = await connection.all<{ tenant: string; id: number }>('SELECT tenant, id FROM last_violation');
				return Object.fromEntries(rows.map(({ tenant, id }) => [tenant, id]));
			}),
		countChanged: (tenant, conversations, { from, to }) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<{ runs: number }>(
					`SELECT count(DISTINCT run) AS runs FROM violation WHERE tenant = ? AND at >= ? AND at < ? AND stage = 'output' AND action = 'rewrite'
					AND conversation IN ${textsOf(connection)}`,
					tenant,
					from,
					to,
					JSON.stringify(conversations),
				);
				return Number(row?.runs ?? 0);
			}),
		watch: (tenant, wake) => wakeUps.listen(topicOf(tenant), wake, pollMs),
		close: () => database.close(),
	};
}

/** The last-number row stays locked, so numbers become visible in order. */
async function append(
	connection: StateConnection,
	tenant: string,
	records: NewRecord[],
	{ max, since, mark, list, note }: { max: number; since: number; mark: Mark; list: SealedList; note: NoteAct },
): Promise<void> {
	const { id: last, first: before } = await list.take(connection, tenant, records.length);
	for (const [index, record] of records.entries()) {
		const id = last - records.length + 1 + index;
		await insertRow(connection, tenant, id, record, await mark(textOf(tenant, id, record)));
	}
	const first = await removeOld(connection, tenant, { since, upTo: last - max, first: before });
	await list.seal(connection, tenant, { id: last, first });
	await noteStops(note, tenant, records, last - records.length + 1);
}

/** Removes from the start only, so that gaps always show tampering. @returns the first one left */
async function removeOld(
	connection: StateConnection,
	tenant: string,
	{ since, upTo, first }: { since: number; upTo: number; first: number },
): Promise<number> {
	const old = await connection.get<{ id: number | null }>(
		`SELECT max(id) AS id FROM (SELECT id, at FROM violation WHERE tenant = ? ORDER BY id LIMIT ?) AS oldest WHERE at < ?`,
		tenant,
		cleanedAtOnce,
		since,
	);
	const upToOld = Math.max(first, upTo + 1, (old?.id ?? 0) + 1);
	const held = await connection.get<{ id: number | null }>(
		`SELECT min(id) AS id FROM violation WHERE tenant = ? AND id < ? AND ${isOnHold('violation', ['conversation', 'person'])}`,
		tenant,
		upToOld,
	);
	const next = Math.max(first, Math.min(upToOld, held?.id ?? upToOld));
	if (next > first) await connection.run('DELETE FROM violation WHERE tenant = ? AND id < ?', tenant, next);
	return next;
}

async function readLast(connection: StateConnection, tenant: string): Promise<number> {
	const row = await connection.get<{ id: number }>('SELECT id FROM last_violation WHERE tenant = ?', tenant);
	return row?.id ?? 0;
}
