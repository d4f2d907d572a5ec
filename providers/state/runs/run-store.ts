import { keptMs } from '../../../core/base/privacy/kept-classes';
import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { RunRecorder } from '../../../core/ports/runs/run-records';
import type { ConversationRuns, PeriodRuns } from '../../../core/ports/runs/conversation-runs';
import { runTaken } from '../../../core/ports/runs/run-taken';
import type { RunStore } from '../../../core/ports/runs/runs';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import type { WorkQueue } from '../../../core/ports/work';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { wasChanged } from './check-trail';
import { createNoticeLog, type NoticeLog, tellNotices } from './notice-log';
import { noteRun } from './note-run';
import { noAudit, openAuditedDatabase, type OpenAuditKeys } from '../audit/audited-database';
import { runSchema } from './run-schema';
import { workSchema } from '../work/work-schema';
import { tellWork } from '../work/work-watch';
import { countRuns, type RunCounts } from './count-runs';
import { countSearches, type SearchCounts } from './run-terms';
import { findRun, listRuns, type RecordedRun, type RunFilter } from './list-runs';
import { beginRun, endRun, keepOwners, mayGoOn, refuseRun, renewRun, type Owners } from './run-headers';
import { countEnds, sumConversations } from './conversation-runs';
import { createCleaning } from './clean-runs';
import { type CheckedTrails, checkTrails } from './check-trails';
import { insertEnded } from './ended-trails';
import { keepAll, type KeepFor, openAgain, prepareKept, wasKept } from './kept-steps';
import { appendMarked, readMarked } from './marked-trails';
import { markHead } from './trail-marks';
import { createSuspendedRuns, type SuspendedRuns } from './suspended-runs';
import { createOverdueQueue, suspendedRunWork } from './suspended-work';
import type { ListedRun } from './suspensions';
import { plainSeal, type TextSeal } from './text-seal';

interface RunStoreOptions {
	tenant: string;
	pseudonym?(kind: 'conversation' | 'subject', id: string): Promise<string>;
	/** Encrypts suspended states, which contain those ids, and marks trail entries. Without it they are plain: for tests. */
	seal?: TextSeal;
	/** PostgreSQL uses its own clock instead. */
	clock?: Clock;
	/** Retention of an unused run, in milliseconds; must exceed the time to resume a suspended one. Default thirty days. */
	ttlMs?: number;
	retentionMs?: () => Promise<number | undefined>;
	listLonger?: () => Promise<string[]>;
	/** Kept steps per tenant. Default: all, in full. */
	keepFor?: KeepFor;
	/** Default: nothing is audited. */
	openAudit?: OpenAuditKeys;
	/** Max wait for another process's file lock, in milliseconds. */
	timeoutMs?: number;
	/** Wakes other processes. Default: only this process. */
	wakeUps?: WakeUps;
	onNotice?: (notices: NoticeLog) => void;
	/** Poll interval for notices of processes without wake-ups, in milliseconds. */
	pollMs?: number;
}

interface Named {
	id: string;
	names: readonly string[];
}

export interface StoredRuns extends RunStore, RunRecorder, SuspendedRuns {
	readonly notices: NoticeLog;
	readonly overdue: WorkQueue<ListedRun>;
	/** Extends a run without a stored trail. @returns false if this attempt has ended */
	renew(runId: string, attempt: number, withinMs: number): Promise<boolean>;
	/** Most recently used first. @param ofAll all tenants: for operators @param filter with plain ids of contact and conversation */
	list(limit: number, ofAll?: boolean, filter?: RunFilter): Promise<RecordedRun[]>;
	/** Counts runs since a time by state, and failed ones by fault; each up to 10,000. @param agents only runs of these */
	count(from: number, agents?: readonly string[]): Promise<RunCounts>;
	/** Counts runs that searched a collection since a time, and those without an answer; each up to 10,000. */
	countSearches(collection: string, from: number): Promise<SearchCounts>;
	/** Sums runs per conversation, in a period or overall; omits conversations without runs. @param conversations each with the ids of its runs */
	sumConversations(conversations: readonly Named[], period?: { from: number; to: number }): Promise<Map<string, ConversationRuns>>;
	readPeriod(conversations: readonly Named[], period: { from: number; to: number }): Promise<PeriodRuns>;
	findRecord(runId: string): Promise<RecordedRun | undefined>;
	/** The trail is empty if none is stored. */
	find(runId: string): Promise<(RecordedRun & { trail: unknown[] }) | undefined>;
	check(ofAll?: boolean): Promise<CheckedTrails>;
	/** Removes the tenant's expired runs. @returns their number */
	cleanOwn(usedBefore?: number): Promise<number>;
	close(): Promise<void>;
}

/**
 * Stores run trails in a SQLite file shared by processes, or a PostgreSQL shared by machines. @param place `postgres://…`, or the path of a file
 * @throws TroupeError on use: RUN_TAKEN, STORAGE_…
 */
export function openRunStore(place: string, options: RunStoreOptions): StoredRuns {
	const { tenant, clock = systemClock, ttlMs = keptMs('run'), timeoutMs, seal = plainSeal, openAudit = noAudit } = options;
	const { wakeUps = new SharedWakeUps(), pollMs = 1_000, keepFor = async () => keepAll } = options;
	// A key failure is reported when the key is needed.
	const openKeys = () => seal.mark('').catch(() => undefined);
	const database = openAuditedDatabase(place, [runSchema, workSchema], openAudit, { timeoutMs, before: openKeys });
	/** All times in the store use one clock, because machines' clocks differ. */
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	const nameOwners = async (conversationId?: string, person?: string): Promise<Owners> => ({
		conversation: conversationId === undefined ? undefined : await options.pseudonym?.('conversation', conversationId),
		contact: person === undefined ? undefined : await options.pseudonym?.('subject', person),
	});
	const hashNames = async (conversations: readonly Named[]): Promise<Map<string, string>> => {
		const ids = new Map<string, string>();
		for (const { id, names } of conversations)
			for (const name of names) {
				const { conversation: hashed } = await nameOwners(name);
				if (hashed !== undefined) ids.set(hashed, id);
			}
		return ids;
	};
	const headOf = (runId: string) => markHead({ tenant, runId }, [], seal);
	const { retentionMs, listLonger } = options;
	const cleaning = createCleaning(database, { tenant, now, ttlMs, retentionMs, listLonger, seal, keepFor });
	const notices = createNoticeLog(database, { now, wakeUps, pollMs });
	const tell = () => {
		tellNotices(wakeUps, tenant);
		tellWork(wakeUps, suspendedRunWork);
		options.onNotice?.(notices);
	};
	return {
		notices,
		overdue: createOverdueQueue({ database, now, wakeUps, pollMs }),
		async begin({ conversationId, person, ...run }) {
			const owners = await nameOwners(conversationId, person);
			const attempt = await database.change(tenant, async (connection) =>
				beginRun(connection, tenant, { ...run, ...owners, mark: await headOf(run.runId) }, now(connection)),
			);
			// A run with a trail was opened before.
			if (run.withinMs !== undefined) cleaning.beginWhenDue();
			return attempt;
		},
		renew: (runId, attempt, withinMs) =>
			database.change(tenant, (connection) => renewRun(connection, { tenant, runId }, attempt, now(connection) + withinMs)),
		async refuse({ conversationId, person, ...run }) {
			const owners = await nameOwners(conversationId, person);
			await database.change(tenant, async (connection) =>
				refuseRun(connection, tenant, { ...run, ...owners, mark: await headOf(run.runId) }, now(connection)),
			);
			cleaning.beginWhenDue();
		},
		async end(runId, { steps, repeats = false, ...end }) {
			const run = { tenant, runId };
			const kept = steps && (await prepareKept(run, steps, repeats, { seal, keep: await keepFor(tenant) }));
			await database.act(tenant, async (connection, note) => {
				const time = now(connection);
				const ended = await endRun(connection, run, end, { now: time, trail: await kept?.seal(connection) });
				if (ended && kept?.whole) await insertEnded(connection, run, kept.whole, time);
				if (ended) await noteRun(note, run, ended, end);
			});
		},
		async list(limit, ofAll = false, { contact, conversation, ...filter } = {}) {
			const whose = ofAll ? everyTenant : tenant;
			const owners = await nameOwners(conversation, contact);
			return database.read(whose, (connection) =>
				listRuns(connection, { tenant: whose, now: now(connection), limit, filter: { ...filter, ...owners } }),
			);
		},
		countSearches: (collection, from) => database.read(tenant, (connection) => countSearches(connection, { tenant, collection, from })),
		count: (from, agents) => database.read(tenant, (connection) => countRuns(connection, { tenant, now: now(connection), from, agents })),
		async sumConversations(conversations, period) {
			const ids = await hashNames(conversations);
			return database.read(tenant, (connection) => sumConversations(connection, tenant, ids, period));
		},
		async readPeriod(conversations, period) {
			const ids = await hashNames(conversations);
			const hashes = [...ids.keys()];
			return database.read(tenant, async (connection) => ({
				sums: await sumConversations(connection, tenant, ids, period),
				ends: await countEnds(connection, tenant, hashes, period),
				hashes,
			}));
		},
		findRecord: (runId) => database.read(tenant, (connection) => findRun(connection, tenant, runId, now(connection))),
		async find(runId) {
			const found = await database.read(tenant, async (connection) => {
				const run = await findRun(connection, tenant, runId, now(connection));
				return run && { ...run, trail: await readMarked(connection, { tenant, runId }, seal) };
			});
			if (!found || found.trail.length === 0 || wasKept(found.trail[0])) return found;
			// Texts sealed until the end are for the run only.
			return { ...found, trail: (await (await keepFor(tenant))(found.trail, true)).steps };
		},
		check: (ofAll = false) => checkTrails(database, ofAll ? everyTenant : tenant, seal),
		identity: () =>
			database.change(
				tenant,
				async (connection) => {
					await connection.run('INSERT INTO run_store (single, identity) VALUES (1, ?) ON CONFLICT (single) DO NOTHING', randomUUID());
					return (await connection.get<{ identity: string }>('SELECT identity FROM run_store'))!.identity;
				},
				{ synced: true },
			),
		async open(runId, holder, leaseMs, conversationId, person) {
			const owners = await nameOwners(conversationId, person);
			const trail = await database.change(tenant, async (connection) => {
				const time = now(connection);
				const head = { ...owners, mark: await headOf(runId) };
				await takeRun(connection, { tenant, runId, holder }, { now: time, until: time + leaseMs }, head);
				const recorded = await readMarked(connection, { tenant, runId }, seal);
				return wasKept(recorded[0]) ? openAgain(connection, { tenant, runId }, { seal, head: head.mark, now: time }) : recorded;
			});
			cleaning.beginWhenDue();
			return trail;
		},
		append: (runId, holder, entries, { from, leaseMs, synced }) =>
			database.change(
				tenant,
				async (connection) => {
					const time = now(connection);
					const counted = { from, to: from + entries.length };
					await renewLease(connection, { tenant, runId, holder }, { now: time, until: time + leaseMs }, counted);
					await appendMarked(connection, { tenant, runId }, { entries, from }, seal);
				},
				{ synced },
			),
		release: (runId, holder) =>
			database.change(tenant, async (connection) => {
				await connection.run('UPDATE run SET holder = NULL WHERE tenant = ? AND id = ? AND holder = ?', tenant, runId, holder);
			}),
		async first(runId) {
			const [first] = await database.read(tenant, (connection) => readMarked(connection, { tenant, runId }, seal, 1));
			return wasKept(first) ? undefined : first;
		},
		...createSuspendedRuns(database, { tenant, now, seal, keepFor, nameOwners, headOf, tell }),
		cleanOwn: cleaning.cleanOwn,
		clean: cleaning.clean,
		async close() {
			await cleaning.end();
			await database.close();
		},
	};
}

interface Holder {
	tenant: string;
	runId: string;
	holder: string;
}

/** Milliseconds since the epoch, by the store's clock. */
interface Lease {
	now: number;
	until: number;
}

/** Reserves or creates a run. @param mark of a run without entries @throws TroupeError RUN_TAKEN */
async function takeRun(
	connection: StateConnection,
	{ tenant, runId, holder }: Holder,
	{ now, until }: Lease,
	{ mark, contact, conversation }: Owners & { mark: string },
): Promise<void> {
	const changes = await connection.run(
		`INSERT INTO run (tenant, id, holder, leased_until, entries, mark, touched_at, started_at, contact, conversation)
		VALUES (?1, ?2, ?3, ?4, 0, ?6, ?5, ?5, ?7, ?8)
		ON CONFLICT (tenant, id) DO UPDATE SET holder = ?3, leased_until = ?4, touched_at = ?5, ${keepOwners}
		WHERE run.holder IS NULL OR run.holder = ?3 OR run.leased_until <= ?5`,
		tenant,
		runId,
		holder,
		until,
		now,
		mark,
		contact ?? null,
		conversation ?? null,
	);
	if (changes > 0) return;
	const row = await connection.get<{ until: number }>('SELECT leased_until AS until FROM run WHERE tenant = ? AND id = ?', tenant, runId);
	throw runTaken(runId, row && row.until - now);
}

/** Renews a lease and counts added entries, also repeated ones. @throws TroupeError RUN_TAKEN, RUN_STATE_INVALID if others were removed or added */
async function renewLease(
	connection: StateConnection,
	{ tenant, runId, holder }: Holder,
	{ now, until }: Lease,
	entries: { from: number; to: number },
): Promise<void> {
	const changes = await connection.run(
		`UPDATE run SET leased_until = ?4, touched_at = ?5, entries = ?7
		WHERE tenant = ?1 AND id = ?2 AND holder = ?3 AND entries IN (?6, ?7) AND ${mayGoOn}`,
		tenant,
		runId,
		holder,
		until,
		now,
		entries.from,
		entries.to,
	);
	if (changes > 0) return;
	const run = await connection.get<{ holder: string | null; entries: number }>(
		`SELECT holder, entries FROM run WHERE tenant = ? AND id = ? AND ${mayGoOn}`,
		tenant,
		runId,
	);
	// Only the holder may add entries.
	if (run?.holder === holder)
		throw wasChanged({
			tenant,
			runId,
			step: Math.min(run.entries, entries.from) + 1,
			problem: run.entries < entries.from ? 'removed' : 'added',
		});
	throw runTaken(runId);
}
