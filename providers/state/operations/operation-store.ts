import { hostname } from 'node:os';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import type { WorkId, WorkKindName } from '../../../core/ports/work';
import { isOnHold } from '../../database/legal-holds';
import { everyTenant, openStateDatabase, type StateConnection, type Value } from '../../database/state-database';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { createWorkQueue } from '../work/work-queue';
import { addWork, cancelWork, finishWork, isHeld, retryWork } from '../work/work-rows';
import { workSchema } from '../work/work-schema';
import { tellWork } from '../work/work-watch';
import { operationSchema } from './operation-schema';
import { perCaller } from './operations';
import type {
	FullOf,
	NewOperation,
	OperationBounds,
	OperationEnd,
	OperationFilter,
	OperationStore,
	QueuedOperation,
	StoredOperation,
} from './operations';

const cleanedAtOnce = 200;

async function removeExcess(
	connection: StateConnection,
	tenant: string,
	{ keptPerTenant, keptBytesPerTenant }: OperationBounds,
): Promise<void> {
	await connection.run(
		`DELETE FROM operation WHERE tenant = ?1 AND id IN (
			SELECT id FROM (
				SELECT id, row_number() OVER newest AS place, sum(bytes) OVER newest AS total
				FROM operation WHERE tenant = ?1 AND ended_at IS NOT NULL
				WINDOW newest AS (ORDER BY ended_at DESC, id)
			) AS ranked WHERE place > ?2 OR (place > 1 AND total > ?3)
		)`,
		tenant,
		keptPerTenant,
		keptBytesPerTenant,
	);
}

async function removeExpired(connection: StateConnection, before: number): Promise<boolean> {
	const removed = await connection.run(
		`DELETE FROM operation WHERE ended_at < ?1 AND (tenant, id) IN (SELECT tenant, id FROM operation WHERE ended_at < ?1 AND NOT ${isOnHold('operation')} LIMIT ?2)`,
		before,
		cleanedAtOnce,
	);
	return removed === cleanedAtOnce;
}

export interface OperationStoreOptions {
	clock?: Clock;
	/** Wakes other processes. Default: only this process. */
	wakeUps?: WakeUps;
	/** Poll interval for processes without wake-ups, in milliseconds. */
	pollMs?: number;
}

/** Background operations. Keys: operation ids; lanes: callers. */
export const operationWork: WorkKindName = 'operation';
const turn = 'operations';
const columns =
	'id, name, scope, caller, state, created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt", progress, about, process';
const thisProcess = `${hostname()}:${process.pid}`;

/** @param place `postgres://…`, or the path of a file; opened on first use @throws TroupeError on use: STORAGE_… */
export function openOperationStore(
	place: string,
	bounds: OperationBounds,
	{ clock = systemClock, wakeUps = new SharedWakeUps(), pollMs }: OperationStoreOptions = {},
): OperationStore {
	const database = openStateDatabase(place, [operationSchema, workSchema]);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	const turnOf = (tenant: string) => `operations of ${tenant}`;
	const endOne = async (connection: StateConnection, { tenant, key }: WorkId, ended: OperationEnd) => {
		const isEnded = await end(connection, tenant, key, ended, now(connection));
		if (isEnded) await removeExcess(connection, tenant, bounds);
		return isEnded;
	};
	return {
		async add(tenant, operation) {
			const full = await database.change(everyTenant, (connection) => add(connection, tenant, operation, bounds, now(connection)), {
				turn,
				synced: true,
			});
			if (full === undefined) tellWork(wakeUps, operationWork);
			return full;
		},
		queue: createWorkQueue({
			database,
			kind: operationWork,
			now,
			wakeUps,
			pollMs,
			perLane: perCaller,
			turnOf,
			async begin(connection, work, at) {
				const begun = await begin(connection, work.tenant, work.key, at);
				// A crashed process may have caused effects.
				if (!begun) await endOne(connection, work, { state: 'interrupted' });
				return begun;
			},
			giveUp: async (connection, work) => void (await endOne(connection, work, { state: 'interrupted' })),
		}),
		readInput: ({ tenant, id }) =>
			database.read(tenant, async (connection) => {
				const row = await connection.get<{ input: Uint8Array }>(
					'SELECT input FROM operation_input WHERE tenant = ? AND id = ?',
					tenant,
					id,
				);
				return row?.input;
			}),
		report: (work, progress) =>
			database.change(work.tenant, async (connection) => {
				if (!(await isHeld(connection, work))) return false;
				if (progress === undefined) return true;
				const written = JSON.stringify(progress);
				await connection.run('UPDATE operation SET progress = ? WHERE tenant = ? AND id = ?', written, work.tenant, work.key);
				return true;
			}),
		putBack: (work, afterMs, progress) =>
			database.change(work.tenant, async (connection) => {
				if (!(await retryWork(connection, work, now(connection) + afterMs))) return false;
				await connection.run(
					`UPDATE operation SET state = 'queued', started_at = NULL, progress = coalesce(?, progress) WHERE tenant = ? AND id = ?`,
					progress ? JSON.stringify(progress) : null,
					work.tenant,
					work.key,
				);
				return true;
			}),
		end: (work, ended) =>
			database.change(
				work.tenant,
				async (connection) => {
					if (!(await finishWork(connection, work))) return false;
					await endOne(connection, work, ended);
					return true;
				},
				{ turn: turnOf(work.tenant), synced: true },
			),
		cancel: (tenant, id) =>
			database.change(
				tenant,
				async (connection) => {
					const work = { tenant, kind: operationWork, key: id };
					await cancelWork(connection, work);
					return endOne(connection, work, { state: 'cancelled' });
				},
				{ turn: turnOf(tenant), synced: true },
			),
		find: (tenant, id) =>
			database.read(tenant, (connection) =>
				connection.get<StoredOperation>(
					`SELECT ${columns}, answer FROM operation WHERE tenant = ? AND id = ? AND (ended_at IS NULL OR ended_at > ?)`,
					tenant,
					id,
					now(connection) - bounds.keptMs,
				),
			),
		list: (tenant, filter) => database.read(tenant, (connection) => list(connection, tenant, filter, now(connection) - bounds.keptMs)),
		async clean() {
			const cleanSome = (connection: StateConnection) => removeExpired(connection, now(connection) - bounds.keptMs);
			while (await database.change(everyTenant, cleanSome, { turn }));
		},
		removeOlder: (tenant, ageMs) =>
			database.change(tenant, (connection) =>
				connection.run(
					`DELETE FROM operation WHERE tenant = ? AND ended_at < ? AND NOT ${isOnHold('operation')}`,
					tenant,
					now(connection) - ageMs,
				),
			),
		close: () => database.close(),
	};
}

export async function giveUpOperation(connection: StateConnection, { tenant, key }: WorkId, _reason: string, now: number): Promise<void> {
	await end(connection, tenant, key, { state: 'cancelled' }, now);
}

async function measure(connection: StateConnection, condition = '', ...values: Value[]): Promise<{ count: number; bytes: number }> {
	const row = await connection.get<{ count: number; bytes: number }>(
		`SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes FROM operation WHERE state IN ('queued', 'running') ${condition}`,
		...values,
	);
	return { count: Number(row!.count), bytes: Number(row!.bytes) };
}

async function add(
	connection: StateConnection,
	tenant: string,
	{ id, name, scope, caller, isRepeatable, kind, about, input }: NewOperation,
	bounds: OperationBounds,
	now: number,
): Promise<FullOf | undefined> {
	const own = await measure(connection, 'AND tenant = ? AND caller = ?', tenant, caller);
	if (own.count >= bounds.openPerCaller) return 'caller';
	const ofTenant = await measure(connection, 'AND tenant = ?', tenant);
	const all = await measure(connection);
	if (ofTenant.count >= bounds.openPerTenant || ofTenant.bytes + input.length > bounds.openBytesPerTenant) return 'tenant';
	if (all.count >= bounds.open || all.bytes + input.length > bounds.openBytes) return 'service';
	await connection.run(
		`INSERT INTO operation (tenant, id, name, scope, caller, repeatable, kind, about, state, created_at, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)`,
		tenant,
		id,
		name,
		scope,
		caller,
		Number(isRepeatable),
		kind ?? null,
		about ?? null,
		now,
		input.length,
	);
	await connection.run('INSERT INTO operation_input (tenant, id, input) VALUES (?, ?, ?)', tenant, id, input);
	await addWork(connection, { tenant, kind: operationWork, key: id, lane: caller, dueAt: now });
	return undefined;
}

async function begin(connection: StateConnection, tenant: string, id: string, now: number): Promise<QueuedOperation | undefined> {
	const row = await connection.get<Pick<NewOperation, 'name' | 'caller'> & { repeatable: number; createdAt: number }>(
		`UPDATE operation SET state = 'running', started_at = coalesce(started_at, ?), process = ? WHERE tenant = ? AND id = ?
		AND (state = 'queued' OR (state = 'running' AND repeatable = 1)) RETURNING name, caller, repeatable,
		created_at AS "createdAt"`,
		now,
		thisProcess,
		tenant,
		id,
	);
	if (!row) return undefined;
	const { repeatable, createdAt, ...rest } = row;
	return { tenant, id, ...rest, createdAt: Number(createdAt), isRepeatable: Number(repeatable) === 1 };
}

async function end(
	connection: StateConnection,
	tenant: string,
	id: string,
	{ state, answer }: OperationEnd,
	now: number,
): Promise<boolean> {
	const changed = await connection.run(
		'UPDATE operation SET state = ?, answer = ?, bytes = ?, ended_at = ? WHERE tenant = ? AND id = ? AND ended_at IS NULL',
		state,
		answer ?? null,
		answer?.length ?? 0,
		now,
		tenant,
		id,
	);
	if (changed > 0) await connection.run('DELETE FROM operation_input WHERE tenant = ? AND id = ?', tenant, id);
	return changed > 0;
}

async function list(
	connection: StateConnection,
	tenant: string,
	{ limit, caller, name, kind, state, before }: OperationFilter,
	since: number,
): Promise<StoredOperation[]> {
	const parts: Array<[string, ...Value[]]> = [
		['tenant = ?', tenant],
		['(ended_at IS NULL OR ended_at > ?)', since],
	];
	if (caller !== undefined) parts.push(['caller = ?', caller]);
	if (name !== undefined) parts.push(['name = ?', name]);
	if (kind !== undefined) parts.push(['kind = ?', kind]);
	if (state !== undefined) parts.push(['state = ?', state]);
	if (before) parts.push(['(created_at, id) < (?, ?)', before.createdAt, before.id]);
	return connection.all<StoredOperation>(
		`SELECT ${columns}, NULL AS answer FROM operation WHERE ${parts.map(([condition]) => condition).join(' AND ')}
		ORDER BY created_at DESC, id DESC LIMIT ?`,
		...parts.flatMap(([, ...values]) => values),
		limit,
	);
}
