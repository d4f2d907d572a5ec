import { type Clock, systemClock } from '../../../core/ports';
import {
	everyTenant,
	openStateDatabase,
	type StateConnection,
	type StateDatabaseOptions,
	type Value,
} from '../../../database/state-database';
import { sandboxRunSchema } from './sandbox-run-schema';

export type StoredState = 'queued' | 'running' | 'ended' | 'refused';

/** A run without what it got and returned. */
export interface StoredRun {
	id: string;
	kind: string;
	state: StoredState;
	createdAt: number;
	startedAt: number | null;
	endedAt: number | null;
	/** JSON. */
	facts: string;
	/** Sealed; null until it ended, and if nothing of it is left. */
	result: Uint8Array | null;
}

export interface NewRun {
	id: string;
	kind: string;
	/** Sealed. */
	request: Uint8Array;
}

export interface QueuedRun extends NewRun {
	tenant: string;
}

/** How much waits, and how much is kept. */
export interface RunBounds {
	queued: number;
	queuedPerTenant: number;
	queuedBytes: number;
	queuedBytesPerTenant: number;
	keptPerTenant: number;
	keptBytesPerTenant: number;
	keptMs: number;
}

export interface RunEnd {
	state: 'ended' | 'refused';
	facts: string;
	result?: Uint8Array;
}

export interface RunFilter {
	limit: number;
	kind?: string;
	state?: string;
	/** Only older ones than this. */
	before?: { createdAt: number; id: string };
}

/** Runs of the sandbox of a service: a queue that its processes and machines share, and what came of them. */
export interface SandboxRunStore {
	/** @returns whose queue is full, if it is */
	add(tenant: string, run: NewRun): Promise<'service' | 'tenant' | undefined>;
	/** Takes the oldest run that waits; one of a tenant of which none works comes first. */
	take(holder: string, leaseMs: number): Promise<QueuedRun | undefined>;
	/** Renews what this holder works on. @returns those of them that were cancelled */
	renew(holder: string, leaseMs: number): Promise<Array<{ tenant: string; id: string }>>;
	/** @returns false if the run is not this holder's any more */
	end(tenant: string, id: string, holder: string, end: RunEnd): Promise<boolean>;
	/** Ends runs whose holder is gone. @param facts of such a run @returns their number */
	endLost(facts: string): Promise<number>;
	/** Cancels a run that waits; of one that works, its holder is told. @param facts of a run that never began */
	cancel(tenant: string, id: string, facts: string): Promise<void>;
	find(tenant: string, id: string): Promise<StoredRun | undefined>;
	/** The newest first, without results. */
	list(tenant: string, filter: RunFilter): Promise<StoredRun[]>;
	/** Counts those of all tenants. */
	countQueued(): Promise<number>;
	/** Removes what is kept for too long, of all tenants. */
	clean(): Promise<void>;
	/** Removes the runs of a tenant that ended longer ago. @returns their number */
	removeOlder(tenant: string, ageMs: number): Promise<number>;
	close(): Promise<void>;
}

const cleanedAtOnce = 200;
/** Runs are added and taken one after the other. */
const turn = 'queue';
const columns = 'id, kind, state, created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt", facts';

/** @param place `postgres://…`, or the path of a file. The first use opens it. @throws TroupeError on use: STORAGE_… */
export function openSandboxRunStore(
	place: string,
	bounds: RunBounds,
	{ clock = systemClock, ...options }: StateDatabaseOptions & { clock?: Clock } = {},
): SandboxRunStore {
	const database = openStateDatabase(place, sandboxRunSchema, options);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	return {
		add: (tenant, run) =>
			database.change(everyTenant, (connection) => add(connection, tenant, run, bounds, now(connection)), { turn, synced: true }),
		take: (holder, leaseMs) => database.change(everyTenant, (connection) => take(connection, holder, now(connection), leaseMs), { turn }),
		renew: (holder, leaseMs) =>
			database.change(everyTenant, async (connection) => {
				const mine = `WHERE holder = ? AND state = 'running'`;
				await connection.run(`UPDATE sandbox_run SET leased_until = ? ${mine}`, now(connection) + leaseMs, holder);
				return connection.all(`SELECT tenant, id FROM sandbox_run ${mine} AND is_cancelled = 1`, holder);
			}),
		end: (tenant, id, holder, { state, facts, result }) =>
			database.change(
				tenant,
				async (connection) => {
					const changed = await connection.run(
						`UPDATE sandbox_run SET state = ?, facts = ?, result = ?, bytes = ?, ended_at = ?, request = NULL, holder = NULL
						WHERE tenant = ? AND id = ? AND holder = ? AND state = 'running'`,
						...[state, facts, result ?? null, result?.length ?? 0, now(connection), tenant, id, holder],
					);
					if (changed > 0) await removeExcess(connection, tenant, bounds);
					return changed > 0;
				},
				{ turn: `tenant ${tenant}`, synced: true },
			),
		endLost: (facts) =>
			database.change(
				everyTenant,
				(connection) =>
					connection.run(
						`UPDATE sandbox_run SET state = 'ended', facts = ?1, ended_at = ?2, request = NULL, holder = NULL, bytes = 0
						WHERE state = 'running' AND leased_until < ?2`,
						...[facts, now(connection)],
					),
				{ turn },
			),
		cancel: (tenant, id, facts) =>
			database.change(
				tenant,
				async (connection) => {
					await connection.run(
						`UPDATE sandbox_run SET state = 'ended', facts = ?, ended_at = ?, request = NULL, bytes = 0
						WHERE tenant = ? AND id = ? AND state = 'queued'`,
						...[facts, now(connection), tenant, id],
					);
					await connection.run(`UPDATE sandbox_run SET is_cancelled = 1 WHERE tenant = ? AND id = ? AND state = 'running'`, tenant, id);
				},
				{ turn, synced: true },
			),
		find: (tenant, id) =>
			database.read(tenant, (connection) =>
				connection.get<StoredRun>(
					`SELECT ${columns}, result FROM sandbox_run WHERE tenant = ? AND id = ? AND (ended_at IS NULL OR ended_at > ?)`,
					...[tenant, id, now(connection) - bounds.keptMs],
				),
			),
		list: (tenant, filter) => database.read(tenant, (connection) => list(connection, tenant, filter, now(connection) - bounds.keptMs)),
		async clean() {
			const cleanSome = (connection: StateConnection) => removeExpired(connection, now(connection) - bounds.keptMs);
			while ((await database.change(everyTenant, cleanSome, { turn })) === cleanedAtOnce);
		},
		removeOlder: (tenant, ageMs) =>
			database.change(tenant, (connection) =>
				connection.run('DELETE FROM sandbox_run WHERE tenant = ? AND ended_at < ?', tenant, now(connection) - ageMs),
			),
		countQueued: () => database.read(everyTenant, async (connection) => (await measure(connection)).count),
		close: () => database.close(),
	};
}

/** What waits, of a tenant or of all. */
async function measure(connection: StateConnection, tenant?: string): Promise<{ count: number; bytes: number }> {
	const [condition, values] = tenant === undefined ? ['', []] : ['AND tenant = ?', [tenant]];
	const row = await connection.get<{ count: number; bytes: number }>(
		`SELECT count(*) AS count, coalesce(sum(bytes), 0) AS bytes FROM sandbox_run WHERE state = 'queued' ${condition}`,
		...values,
	);
	return { count: Number(row!.count), bytes: Number(row!.bytes) };
}

async function add(
	connection: StateConnection,
	tenant: string,
	{ id, kind, request }: NewRun,
	bounds: RunBounds,
	now: number,
): Promise<'service' | 'tenant' | undefined> {
	const [own, all] = [await measure(connection, tenant), await measure(connection)];
	if (own.count >= bounds.queuedPerTenant || own.bytes + request.length > bounds.queuedBytesPerTenant) return 'tenant';
	if (all.count >= bounds.queued || all.bytes + request.length > bounds.queuedBytes) return 'service';
	await connection.run(
		`INSERT INTO sandbox_run (tenant, id, kind, state, created_at, leased_until, is_cancelled, facts, request, bytes)
		VALUES (?, ?, ?, 'queued', ?, 0, 0, '{}', ?, ?)`,
		...[tenant, id, kind, now, request, request.length],
	);
	return undefined;
}

async function take(connection: StateConnection, holder: string, now: number, leaseMs: number): Promise<QueuedRun | undefined> {
	const run = await connection.get<QueuedRun>(
		`SELECT tenant, id, kind, request FROM sandbox_run AS waiting WHERE state = 'queued'
		ORDER BY (SELECT count(*) FROM sandbox_run AS working WHERE working.state = 'running' AND working.tenant = waiting.tenant), created_at, id
		LIMIT 1`,
	);
	if (!run) return undefined;
	await connection.run(
		`UPDATE sandbox_run SET state = 'running', started_at = ?, holder = ?, leased_until = ? WHERE tenant = ? AND id = ?`,
		...[now, holder, now + leaseMs, run.tenant, run.id],
	);
	return run;
}

async function list(
	connection: StateConnection,
	tenant: string,
	{ limit, kind, state, before }: RunFilter,
	since: number,
): Promise<StoredRun[]> {
	const values: Value[] = [tenant, since];
	const conditions = ['tenant = ?', '(ended_at IS NULL OR ended_at > ?)'];
	const where = (condition: string, ...more: Value[]) => {
		conditions.push(condition);
		values.push(...more);
	};
	if (kind !== undefined) where('kind = ?', kind);
	if (state !== undefined) where('state = ?', state);
	if (before) where('(created_at < ? OR (created_at = ? AND id < ?))', before.createdAt, before.createdAt, before.id);
	return connection.all<StoredRun>(
		`SELECT ${columns}, NULL AS result FROM sandbox_run WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, id DESC LIMIT ?`,
		...[...values, limit],
	);
}

/** The oldest go where a tenant has too many, or too much. */
async function removeExcess(connection: StateConnection, tenant: string, { keptPerTenant, keptBytesPerTenant }: RunBounds): Promise<void> {
	await connection.run(
		`DELETE FROM sandbox_run WHERE tenant = ?1 AND id IN (
			SELECT id FROM (
				SELECT id, row_number() OVER newest AS place, sum(bytes) OVER newest AS total
				FROM sandbox_run WHERE tenant = ?1 AND ended_at IS NOT NULL
				WINDOW newest AS (ORDER BY ended_at DESC, id)
			) AS ranked WHERE place > ?2 OR (place > 1 AND total > ?3)
		)`,
		...[tenant, keptPerTenant, keptBytesPerTenant],
	);
}

function removeExpired(connection: StateConnection, before: number): Promise<number> {
	return connection.run(
		`DELETE FROM sandbox_run WHERE ended_at < ?1 AND (tenant, id) IN (SELECT tenant, id FROM sandbox_run WHERE ended_at < ?1 LIMIT ?2)`,
		...[before, cleanedAtOnce],
	);
}
