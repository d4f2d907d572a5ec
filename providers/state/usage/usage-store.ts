import { TroupeError } from '../../../core/base/errors';
import { toDay } from '../../../core/base/iso-time';
import type { MarkedRow, RecordFault } from '../../../core/base/sealed-rows';
import type { Budget } from '../../../core/ports/budget';
import type { TokenUsage } from '../../../core/ports/models/models';
import type { CallOutcome, CallPattern, OpenEntry, Reservation, UsageStore } from '../../../core/ports/usage';
import { everyTenant, openStateDatabase, type StateConnection } from '../../database/state-database';
import { maxFaults, noMark, type CheckedRecords, type Mark } from '../../../core/base/sealed-rows';
import type { StateDatabase } from '../../database/state-database';
import { SealedList } from '../sealed/sealed-list';
import { dayText } from './add-days';
import type { CallCells } from './call-marks';
import { assertPriced, assertRoom, toBalance } from './usage-budgets';
import { addToCounters, type Count, isOfOne, nameCounter, readFullest, type Subject, type Sums, takeCounter } from './usage-counters';
import { callColumns, endedText, openText, outcomeColumns, pick, toCallValues } from './call-marks';
import { endLost, endOpen, isNotOpen, type LedgerSeal } from './end-call';
import { type CallRow, joinCallers, toColumns, toEntry, usageColumns } from './usage-entry';
import { defaultRetention, markLost, prune, type Retention } from './usage-retention';
import { callTables, toNano, usageSchema } from './usage-schema';
import { readTotals } from './usage-totals';

/** Checks that calls and daily totals are the product's. @param whose tenant, or `everyTenant` */
async function checkLedger(database: StateDatabase, whose: string, { list, mark }: LedgerSeal): Promise<CheckedRecords> {
	const ended = await list.check(database, whose, readEnded);
	const others: RecordFault[] = [];
	const [open, days, counts] = await database.read(whose, (connection) =>
		Promise.all([readOpen(connection, whose), readDays(connection, whose), countDays(connection, whose)]),
	);
	for (const row of open)
		if (row.mark !== (await mark(openText(pick(row, callColumns))))) others.push(faultOf(row, `open call ${String(row.id)}`));
	for (const row of days) if (row.mark !== (await mark(dayText(row)))) others.push(faultOf(row, nameDay(row)));
	for (const { tenant, calls, removed } of counts)
		if (Number(calls) !== Number(removed))
			others.push({ tenant, id: 'days', problem: Number(calls) < Number(removed) ? 'removed' : 'added' });
	const faults = [...ended.faults, ...others].slice(0, maxFaults);
	return { records: ended.records + open.length + days.length, faults };
}

const faultOf = ({ tenant }: CallCells, id: string): RecordFault => ({ tenant: String(tenant), id, problem: 'changed' });
const nameDay = ({ day, agent, provider, model }: CallCells): string =>
	[toDay(Number(day)), agent, `${String(provider)}:${String(model)}`].filter(Boolean).join(' ');

async function readEnded(connection: StateConnection, tenant: string, after: number, limit: number): Promise<MarkedRow[]> {
	const rows = await connection.all<CallCells>(
		'SELECT * FROM usage_call WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?',
		tenant,
		after,
		limit,
	);
	return rows.map((row) => {
		const id = Number(row.number);
		return { id, mark: String(row.mark), text: endedText(id, pick(row, callColumns), pick(row, outcomeColumns)) };
	});
}

const readOpen = (connection: StateConnection, whose: string): Promise<CallCells[]> =>
	connection.all('SELECT * FROM usage_call WHERE number IS NULL AND (tenant = ?1 OR ?1 = ?2) ORDER BY id', whose, everyTenant);

const readDays = (connection: StateConnection, whose: string): Promise<CallCells[]> =>
	connection.all('SELECT * FROM usage_day WHERE tenant = ?1 OR ?1 = ?2 ORDER BY tenant, day', whose, everyTenant);

const countDays = (connection: StateConnection, whose: string): Promise<Array<{ tenant: string; calls: number; removed: number }>> =>
	connection.all(
		`SELECT last_call.tenant, first - 1 AS removed, COALESCE((SELECT SUM(calls) FROM usage_day WHERE usage_day.tenant = last_call.tenant), 0) AS calls
		FROM last_call WHERE last_call.tenant = ?1 OR ?1 = ?2`,
		whose,
		everyTenant,
	);

/** Min tokens that providers cache. */
const minCached = 1024;
/** Min lifetime of a provider's cache, in milliseconds. */
const cacheMs = 5 * 60_000;

const total = (sum: string, name: string) => `CAST(SUM(${sum}) AS BIGINT) AS "${name}"`;
const least = `CASE WHEN input < before THEN input ELSE before END`;
const isRepeated = `before >= ${minCached} AND at - before_at < ${cacheMs}`;

/** An agent resends its conversation with each call of a run. */
const statement = `
	SELECT agent, provider, model, kind, in_conversation AS "isConversation", CAST(COUNT(*) AS BIGINT) AS calls,
		${total('input', 'inputTokens')}, ${total('cached', 'cachedInputTokens')}, ${total('cache_write', 'cacheWriteTokens')},
		${total('output', 'outputTokens')},
		${total(`CASE WHEN ${isRepeated} AND ${least} > cached THEN ${least} - cached ELSE 0 END`, 'repeatedTokens')},
		${total(`CASE WHEN cached > 0 OR cache_write > 0 THEN 0 WHEN ${isRepeated} THEN input - ${least} WHEN later IS NOT NULL THEN input ELSE 0 END`, 'writtenTokens')}
	FROM (
		SELECT agent, provider, model, kind, at, input, cached, cache_write, output, CASE WHEN conversation IS NULL THEN 0 ELSE 1 END AS in_conversation,
			CASE WHEN run IS NULL THEN NULL ELSE LAG(input) OVER same_run END AS before,
			CASE WHEN run IS NULL THEN NULL ELSE LAG(at) OVER same_run END AS before_at,
			CASE WHEN run IS NULL THEN NULL ELSE LEAD(at) OVER same_run END AS later
		FROM usage_call
		WHERE state = 'ok' AND at >= ? AND price_table LIKE 'litellm %' AND (tier IS NULL OR tier = 'standard') AND (? = 1 OR tenant = ?)
		WINDOW same_run AS (PARTITION BY run, conversation, agent, provider, model ORDER BY id)
	) AS calls_of_runs
	GROUP BY agent, provider, model, kind, in_conversation`;

async function readPatterns(connection: StateConnection, from: number, tenant?: string): Promise<CallPattern[]> {
	const rows = await connection.all<CallPattern & { isConversation: unknown }>(statement, from, tenant === undefined ? 1 : 0, tenant ?? '');
	return rows.map((row) => ({ ...row, isConversation: Number(row.isConversation) === 1 }));
}

export interface UsageStoreOptions {
	retention?: Retention;
	/** Time until an unsettled call counts as lost, in milliseconds; late settlement still counts. Default fifteen minutes. */
	leaseMs?: number;
	/** False to use the caller's time on PostgreSQL too. Default: server time, equal for all machines. */
	serverTime?: boolean;
	/** Default: no marks, for tests. */
	mark?: Mark;
}

export interface StoredUsage extends UsageStore {
	/** Checks that calls are the product's. @param tenant default all */
	check(tenant?: string): Promise<CheckedRecords>;
	close(): Promise<void>;
}

type Counts = Map<string, Count>;

const defaultLeaseMs = 15 * 60_000;
const prunedEvery = 1000;
/** A window can end while its counter is built; then the next is built. */
const maxBuilds = 3;

/**
 * Stores calls and budgets in a shared database, opened on first use. Reservations and settlements see their tenant's calls; counters hold sums of
 * all. @param place `postgres://…`, the path of a file or `:memory:` @throws TroupeError on use: STORAGE_…
 */
export function openUsageStore(place: string, options: UsageStoreOptions = {}): StoredUsage {
	const { retention = defaultRetention, leaseMs = defaultLeaseMs, serverTime = true, mark = noMark } = options;
	const database = openStateDatabase(place, usageSchema);
	const seal: LedgerSeal = { list: new SealedList(callTables, mark), mark };
	let calls = 0;
	const readTime = (connection: StateConnection, now: number) => (serverTime ? connection.serverTime : undefined) ?? now;
	const giveUp = (now: number) => markLost(database, (connection) => readTime(connection, now) - leaseMs, seal);
	const build = (budgets: Budget[], owner: Subject, now: number) =>
		database.change(everyTenant, async (connection) => {
			for (const budget of budgets) await takeCounter(connection, budget, owner, readTime(connection, now));
		});
	return {
		async reserve(reservation, budgets, now) {
			await seal.list.openKey();
			if (calls++ % prunedEvery === 0) {
				await giveUp(now);
				await database.change(everyTenant, (connection) => prune(connection, retention, readTime(connection, now), seal), {
					turn: 'prune',
				});
			}
			assertPriced(budgets, reservation);
			const { tenant } = reservation.scope;
			for (let builds = 0; ; builds += 1) {
				try {
					return await database.change(tenant, (connection) =>
						reserve(connection, reservation, budgets, { at: readTime(connection, now), mark }),
					);
				} catch (error) {
					if (!isNoCounter(error) || builds === maxBuilds) throw error;
					await build(budgets, toSubject(reservation, now), now);
				}
			}
		},
		async settle(entry, outcome, budgets = []) {
			const subject = toSubject(entry, entry.at);
			const change = (wasOpen: boolean) =>
				database.change(entry.scope.tenant, (connection) => settle(connection, entry, outcome, seal, wasOpen));
			const counts = await change(true).catch((error: unknown) => {
				if (isNotOpen(error)) return change(false);
				throw error;
			});
			return budgets.flatMap((budget) => {
				const count = counts.get(nameCounter(budget, subject, entry.at));
				return count ? [toBalance(budget, count, entry.at)] : [];
			});
		},
		async totals(query, now) {
			await giveUp(now);
			return database.read(query.tenant ?? everyTenant, (connection) => readTotals(connection, query));
		},
		patterns: (from, tenant, now) =>
			giveUp(now).then(() => database.read(tenant ?? everyTenant, (connection) => readPatterns(connection, from, tenant))),
		async balances(budgets, now) {
			await giveUp(now);
			return database.change(everyTenant, async (connection) => {
				const at = readTime(connection, now);
				const balances = [];
				for (const budget of budgets) balances.push(toBalance(budget, await readCount(connection, budget, at), at));
				return balances;
			});
		},
		async entries(after, limit, now) {
			await giveUp(now);
			const rows = await database.read(everyTenant, (connection) =>
				connection.all<CallRow>('SELECT * FROM usage_call WHERE id > ? ORDER BY id LIMIT ?', after, limit),
			);
			return rows.map(toEntry);
		},
		check: (tenant = everyTenant) => checkLedger(database, tenant, seal),
		close: () => database.close(),
	};
}

const nothing: Sums = { cost: 0, tokens: 0, calls: 0 };
const noOwner = { run: null, instance: null };

async function readCount(connection: StateConnection, budget: Budget, now: number): Promise<Count> {
	if (isOfOne(budget)) return (await readFullest(connection, budget, now)) ?? { ...nothing, open: nothing };
	return takeCounter(connection, budget, noOwner, now);
}

const toSubject = ({ scope, provider, model }: Reservation, at: number): Subject => ({
	at,
	provider,
	model,
	tenant: scope.tenant,
	agent: scope.agent,
	callers: joinCallers(scope.callers),
	run: scope.run ?? null,
	instance: scope.instance ?? null,
});

const countTokens = ({ inputTokens, outputTokens }: TokenUsage) => inputTokens + outputTokens;

const columns = [...callColumns, 'cost', 'state', 'duration', ...usageColumns, 'mark'];
const insertion = `INSERT INTO usage_call (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) RETURNING id`;

/** Counters come last: many calls wait for them until commit. */
async function reserve(
	connection: StateConnection,
	reservation: Reservation,
	budgets: Budget[],
	{ at, mark }: { at: number; mark: Mark },
): Promise<OpenEntry> {
	const { usage } = reservation;
	const cost = toNano(reservation.costUsd);
	const values = toCallValues(reservation, at);
	const inserted = connection.get<{ id: number }>(insertion, ...values, cost, 'open', 0, ...toColumns(usage), await mark(openText(values)));
	const wanted: Sums = { cost: cost ?? 0, tokens: countTokens(usage), calls: 1 };
	const subject = toSubject(reservation, at);
	const [{ id }, counts] = await Promise.all([
		inserted as Promise<{ id: number }>,
		addToCounters(connection, subject, { ...wanted, open: wanted }),
	]);
	for (const budget of budgets) {
		const count = counts.get(nameCounter(budget, subject, at));
		if (!count) throw noCounter(budget);
		assertRoom(budget, wanted, count, at);
	}
	return { ...reservation, id, at };
}

/** @returns the changed counts */
async function settle(
	connection: StateConnection,
	entry: OpenEntry,
	outcome: CallOutcome,
	seal: LedgerSeal,
	wasOpen: boolean,
): Promise<Counts> {
	if (wasOpen) await endOpen(connection, entry, outcome, seal);
	else if (!(await endLost(connection, entry, outcome, seal))) return new Map();
	const reserved: Sums = { cost: toNano(entry.costUsd) ?? 0, tokens: countTokens(entry.usage), calls: 0 };
	return addToCounters(connection, toSubject(entry, entry.at), {
		cost: (toNano(outcome.costUsd) ?? 0) - reserved.cost,
		tokens: countTokens(outcome.usage) - reserved.tokens,
		calls: 0,
		open: wasOpen ? { cost: -reserved.cost, tokens: -reserved.tokens, calls: -1 } : nothing,
	});
}

const noCounter = ({ name }: Budget) =>
	new TroupeError({
		code: 'INTERNAL',
		message: `The counter of the budget "${name}" is missing.`,
		fix: 'Try again.',
		retryable: true,
		details: { reason: 'no-counter' },
	});

const isNoCounter = (error: unknown): boolean => error instanceof TroupeError && error.details.reason === 'no-counter';
