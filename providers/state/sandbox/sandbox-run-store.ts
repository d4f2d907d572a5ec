import { type Clock, systemClock } from '../../../core/ports/host';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import type { WorkId, WorkKindName } from '../../../core/ports/work';
import { everyTenant, openStateDatabase, type StateConnection, type StateDatabaseOptions, type Value } from '../../database/state-database';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { removeExcess, removeExpired } from '../kept-results';
import { createWorkQueue } from '../work/work-queue';
import { addWork, cancelWork, finishWork } from '../work/work-rows';
import { workSchema } from '../work/work-schema';
import { tellWork } from '../work/work-watch';
import { sandboxRunSchema } from './sandbox-run-schema';
import type { NewRun, QueuedRun, RunBounds, RunEnd, RunFilter, SandboxRunStore, StoredRun } from './sandbox-runs';

export interface SandboxRunOptions extends StateDatabaseOptions {
	clock?: Clock;
	/** Tells other processes of runs that wait. Default: this process alone. */
	wakeUps?: WakeUps;
	/** How often those who take runs look for those of processes that do not tell, in milliseconds. */
	pollMs?: number;
	/** Called when a run ended because its process is gone. */
	onLost?: (run: { tenant: string; id: string }) => void;
}

/** Facts of runs that have no result of their own. */
export const cancelledFacts = { outcome: 'cancelled' } as const;
export const lostFacts = { outcome: 'failed', code: 'CANCELLED' } as const;

/** The works that run something in the sandbox. Their keys are the ids of runs. */
export const sandboxWork: WorkKindName = 'sandbox-run';
/** Runs are added one after the other. */
const turn = 'queue';
const columns = 'id, kind, state, created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt", facts';

/** @param place `postgres://…`, or the path of a file. The first use opens it. @throws TroupeError on use: STORAGE_… */
export function openSandboxRunStore(
	place: string,
	bounds: RunBounds,
	{ clock = systemClock, wakeUps = new SharedWakeUps(), pollMs, onLost, ...options }: SandboxRunOptions = {},
): SandboxRunStore {
	const database = openStateDatabase(place, [sandboxRunSchema, workSchema], options);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	return {
		async add(tenant, run) {
			const full = await database.change(everyTenant, (connection) => add(connection, tenant, run, bounds, now(connection)), {
				turn,
				synced: true,
			});
			if (full === undefined) tellWork(wakeUps, sandboxWork);
			return full;
		},
		queue: createWorkQueue({
			...{ database, kind: sandboxWork, now, wakeUps, pollMs },
			async begin(connection, { tenant, key: id, attempts }, at) {
				if (attempts === 1) return begin(connection, tenant, id, at);
				// It may have done something outside.
				if (await end(connection, tenant, id, { state: 'ended', facts: JSON.stringify(lostFacts) }, at)) onLost?.({ tenant, id });
				return undefined;
			},
		}),
		end: (taken, ended) =>
			database.change(
				taken.tenant,
				async (connection) => {
					if (!(await finishWork(connection, taken))) return false;
					await end(connection, taken.tenant, taken.key, ended, now(connection));
					await removeExcess(connection, 'sandbox_run', taken.tenant, bounds);
					return true;
				},
				{ turn: `tenant ${taken.tenant}`, synced: true },
			),
		cancel: (tenant, id) =>
			database.change(
				tenant,
				async (connection) => {
					const cancelled = { tenant, kind: sandboxWork, key: id };
					await cancelWork(connection, cancelled);
					await giveUpSandboxRun(connection, cancelled, '', now(connection));
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
			const cleanSome = (connection: StateConnection) => removeExpired(connection, 'sandbox_run', now(connection) - bounds.keptMs);
			while (await database.change(everyTenant, cleanSome, { turn }));
		},
		removeOlder: (tenant, ageMs) =>
			database.change(tenant, (connection) =>
				connection.run('DELETE FROM sandbox_run WHERE tenant = ? AND ended_at < ?', tenant, now(connection) - ageMs),
			),
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
		`INSERT INTO sandbox_run (tenant, id, kind, state, created_at, facts, request, bytes) VALUES (?, ?, ?, 'queued', ?, '{}', ?, ?)`,
		...[tenant, id, kind, now, request, request.length],
	);
	await addWork(connection, { tenant, kind: sandboxWork, key: id, dueAt: now });
	return undefined;
}

async function begin(connection: StateConnection, tenant: string, id: string, now: number): Promise<QueuedRun | undefined> {
	const run = await connection.get<Pick<QueuedRun, 'kind' | 'request'>>(
		`UPDATE sandbox_run SET state = 'running', started_at = ? WHERE tenant = ? AND id = ? AND state = 'queued' RETURNING kind, request`,
		...[now, tenant, id],
	);
	return run && { tenant, id, ...run };
}

/** Stores that a run whose work ended was cancelled. */
export async function giveUpSandboxRun(connection: StateConnection, { tenant, key }: WorkId, _reason: string, now: number): Promise<void> {
	await end(connection, tenant, key, { state: 'ended', facts: JSON.stringify(cancelledFacts) }, now);
}

/** @returns false if it had ended */
async function end(
	connection: StateConnection,
	tenant: string,
	id: string,
	{ state, facts, result }: RunEnd,
	now: number,
): Promise<boolean> {
	const changed = await connection.run(
		`UPDATE sandbox_run SET state = ?, facts = ?, result = ?, bytes = ?, ended_at = ?, request = NULL
		WHERE tenant = ? AND id = ? AND ended_at IS NULL`,
		...[state, facts, result ?? null, result?.length ?? 0, now, tenant, id],
	);
	return changed > 0;
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
