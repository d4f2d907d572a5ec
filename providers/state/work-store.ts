import { TroupeError } from '../../core/base/errors';
import { type Clock, systemClock } from '../../core/ports/host';
import type { WorkId } from '../../core/ports/work';
import { textsOf } from '../database/in-list';
import { everyTenant, openStateDatabase, type StateConnection, type Value } from '../database/state-database';
import { channelSchema } from './channels/channel-schema';
import { forgetSummary, sessionWork } from './channels/session-rows';
import { giveUpDelivery } from './events/delivery-store';
import { deliveryWork } from './events/event-database';
import { eventSchema } from './events/event-schema';
import { operationSchema } from './operations/operation-schema';
import { giveUpOperation, operationWork } from './operations/operation-store';
import { qualitySchema } from './quality/quality-schema';
import { giveUpJudging, judgeWork } from './quality/runs-to-judge';
import { noticeWork } from './runs/run-notices';
import { suspendedRunWork } from './runs/suspended-work';
import { workSchema } from './work/work-schema';

export interface ListedWork extends WorkId {
	lane: string;
	/** Milliseconds since the epoch: due time, or end of the lease. */
	dueAt: number;
	attempts: number;
	/** `waiting`: for its time. `due`: for a process. `running`: being done. */
	state: 'waiting' | 'due' | 'running';
}

export interface WorkFilter {
	kind?: string;
	lane?: string;
	/** Default: all. */
	keys?: readonly string[];
	minAttempts?: number;
	/** Cursor: due time, kind and key. */
	after?: readonly [number, string, string];
}

export interface WorkBacklog {
	kind: string;
	tenant: string;
	lane: string;
	count: number;
	/** Milliseconds since the oldest was due; 0 if none is. */
	overdueMs: number;
}

export interface WorkStore {
	list(tenant: string, filter: WorkFilter, limit: number): Promise<ListedWork[]>;
	/** Makes tried work due now and resets its attempts; untried work keeps its time. @returns the keys */
	retry(tenant: string, filter: WorkFilter): Promise<string[]>;
	/** Ends work without result, also running work. @returns the keys @throws TroupeError INPUT_INVALID for a kind that cannot */
	drop(tenant: string, kind: string, filter: Omit<WorkFilter, 'kind'>): Promise<string[]>;
	/** Returns lanes over all tenants, longest overdue first. */
	measure(limit: number): Promise<WorkBacklog[]>;
	close(): Promise<void>;
}

type GiveUp = (connection: StateConnection, work: WorkId, reason: string, now: number) => Promise<void>;

const storeNothing = () => Promise.resolve();

const endings: Record<string, GiveUp> = {
	[noticeWork]: storeNothing,
	[suspendedRunWork]: storeNothing,
	[deliveryWork]: giveUpDelivery,
	[judgeWork]: giveUpJudging,
	[operationWork]: giveUpOperation,
	[sessionWork]: async (connection, work) => void (await forgetSummary(connection, work)),
};

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openWorkStore(place: string, { clock = systemClock }: { clock?: Clock } = {}): WorkStore {
	const database = openStateDatabase(place, [workSchema, channelSchema, eventSchema, qualitySchema, operationSchema]);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	return {
		list: (tenant, filter, limit) =>
			database.read(tenant, async (connection) => {
				const [where, values] = conditionOf(connection, tenant, filter);
				const rows = await connection.all<Omit<ListedWork, 'state'> & { holder: string | null }>(
					`SELECT tenant, kind, key, lane, due_at AS "dueAt", attempts, holder FROM work ${where} ORDER BY due_at, kind, key LIMIT ?`,
					...values,
					limit,
				);
				return rows.map(({ holder, ...work }) => ({ ...work, state: stateOf(work.dueAt, holder, now(connection)) }));
			}),
		retry: (tenant, filter) =>
			database.change(tenant, async (connection) => {
				const [where, values] = conditionOf(connection, tenant, filter);
				const time = now(connection);
				const rows = await connection.all<Pick<WorkId, 'key'>>(
					`UPDATE work SET due_at = ?, attempts = 0, lost = 0 ${where} AND holder IS NULL AND attempts > 0 RETURNING key`,
					time,
					...values,
				);
				return rows.map(({ key }) => key);
			}),
		drop(tenant, kind, filter) {
			const end = findEnding(kind);
			return database.change(
				tenant,
				async (connection) => {
					const [where, values] = conditionOf(connection, tenant, { kind, ...filter });
					const dropped = await connection.all<WorkId>(`DELETE FROM work ${where} RETURNING tenant, kind, key`, ...values);
					for (const work of dropped) await end(connection, work, 'DROPPED', now(connection));
					return dropped.map(({ key }) => key);
				},
				{ synced: true },
			);
		},
		measure: (limit) =>
			database.read(everyTenant, async (connection) => {
				const time = now(connection);
				const rows = await connection.all<Omit<WorkBacklog, 'overdueMs'> & { oldest: number }>(
					`SELECT kind, tenant, lane, count(*) AS count, min(due_at) AS oldest FROM work WHERE holder IS NULL OR due_at <= ?
					GROUP BY kind, tenant, lane ORDER BY oldest, kind, tenant, lane LIMIT ?`,
					time,
					limit,
				);
				return rows.map(({ count, oldest, ...lane }) => ({ ...lane, count: Number(count), overdueMs: Math.max(0, time - Number(oldest)) }));
			}),
		close: () => database.close(),
	};
}

/** @throws TroupeError INPUT_INVALID for a kind that cannot be dropped */
export const checkDroppable = (kind: string): void => void findEnding(kind);

function findEnding(kind: string): GiveUp {
	const end = endings[kind];
	if (end) return end;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Work of the kind "${kind.slice(0, 60)}" cannot be dropped.`,
		fix: `The kinds that can: ${Object.keys(endings).join(', ')}.`,
	});
}

function stateOf(dueAt: number, holder: string | null, now: number): ListedWork['state'] {
	if (dueAt <= now) return 'due';
	return holder === null ? 'waiting' : 'running';
}

function conditionOf(connection: StateConnection, tenant: string, { kind, lane, keys, minAttempts, after }: WorkFilter): [string, Value[]] {
	const parts: Array<[string, ...Value[]]> = [['tenant = ?', tenant]];
	if (kind !== undefined) parts.push(['kind = ?', kind]);
	if (lane !== undefined) parts.push(['lane = ?', lane]);
	if (keys) parts.push([`key IN ${textsOf(connection)}`, JSON.stringify(keys)]);
	if (minAttempts !== undefined) parts.push(['holder IS NULL AND attempts >= ?', minAttempts]);
	if (after) parts.push(['(due_at, kind, key) > (?, ?, ?)', ...after]);
	return [`WHERE ${parts.map(([condition]) => condition).join(' AND ')}`, parts.flatMap(([, ...values]) => values)];
}
