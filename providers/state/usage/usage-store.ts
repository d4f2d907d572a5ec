import type { Budget, CallOutcome, LedgerEntry, Reservation, TokenUsage, UsageStore } from '../../../core/ports';
import { assertRoom, readBalance } from './usage-budgets';
import { type Connection, shareDatabase } from '../../../database/shared-database';
import { count, type Subject } from './usage-counters';
import { defaultRetention, markLost, prune, type Retention } from './usage-retention';
import { nano, schema, toNano, upgrades } from './usage-schema';
import { readTotals } from './usage-totals';

export interface UsageStoreOptions {
	retention?: Retention;
	/** After how long an unsettled call counts as lost, in milliseconds. A later settlement still counts. Default fifteen minutes. */
	leaseMs?: number;
}

const defaultLeaseMs = 15 * 60_000;
/** Calls of this process between two checks for old calls. */
const prunedEvery = 1000;

/**
 * Stores calls and budgets in a SQLite file that several processes can share. The first use opens it and creates its folder for this user only.
 * @param file or `:memory:`
 * @throws TroupeError INTERNAL on use, retryable while another process locks the file
 */
export function openUsageStore(file: string, options: UsageStoreOptions = {}): UsageStore & { close(): void } {
	const { retention = defaultRetention, leaseMs = defaultLeaseMs } = options;
	const database = shareDatabase({ file, what: 'The usage of models', schema, upgrades, version: 2 });
	let calls = 0;
	const giveUp = (now: number) => database.change((connection) => markLost(connection, now - leaseMs));
	return {
		reserve: (reservation, budgets, now) =>
			database.change((connection) => {
				if (calls++ % prunedEvery === 0) {
					markLost(connection, now - leaseMs);
					prune(connection, retention, now);
				}
				return reserve(connection, reservation, budgets, now);
			}),
		settle: (id, outcome) => database.change((connection) => settle(connection, id, outcome)),
		async totals(query, now) {
			await giveUp(now);
			// Outside the transaction: adding up a million calls takes three seconds, for which other processes must not wait.
			return database.use((connection) => readTotals(connection, query));
		},
		async balances(budgets, now) {
			await giveUp(now);
			return database.change((connection) => budgets.map((budget) => readBalance(connection, budget, now)));
		},
		async entries(after, limit, now) {
			await giveUp(now);
			return database.use((connection) => read(connection, after, limit));
		},
		close: () => database.close(),
	};
}

function reserve(connection: Connection, reservation: Reservation, budgets: Budget[], now: number): number {
	assertRoom(connection, reservation, budgets, now);
	const { scope, provider, model, kind, usage, priceTable } = reservation;
	const cost = toNano(reservation.costUsd);
	const { lastInsertRowid } = connection
		.sql(
			`INSERT INTO call (at, tenant, agent, host, provider, model, kind, state, input, cached, cache_write, output, reasoning, tier, estimated,
				searches, cost, price_table, duration)
			VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		)
		.run(now, scope.tenant, scope.agent, scope.host, provider, model, kind, ...toColumns(usage), cost, priceTable);
	const tokens = usage.inputTokens + usage.outputTokens;
	count(connection, { at: now, provider, model, tenant: scope.tenant, agent: scope.agent }, { cost: cost ?? 0, tokens, calls: 1 });
	return Number(lastInsertRowid);
}

type Reserved = Subject & { state: LedgerEntry['state']; cost: number | null; tokens: number };

function settle(connection: Connection, id: number, { state, errorCode, usage, costUsd, durationMs }: CallOutcome): void {
	const reserved = connection
		.sql('SELECT at, tenant, agent, provider, model, state, cost, input + output AS tokens FROM call WHERE id = ?')
		.get(id) as Reserved | undefined;
	if (!reserved || reserved.state === 'ok' || reserved.state === 'failed') return;
	const cost = toNano(costUsd);
	connection
		.sql(
			`UPDATE call SET state = ?, error_code = ?, duration = ?, cost = ?, input = ?, cached = ?, cache_write = ?, output = ?, reasoning = ?,
				tier = ?, estimated = ?, searches = ?
			WHERE id = ?`,
		)
		.run(state, errorCode, Math.round(durationMs), cost, ...toColumns(usage), id);
	const tokens = usage.inputTokens + usage.outputTokens - reserved.tokens;
	count(connection, reserved, { cost: (cost ?? 0) - (reserved.cost ?? 0), tokens, calls: 0 });
}

/** input, cached, cache_write, output, reasoning, tier, estimated, searches. */
function toColumns(usage: TokenUsage): [number, number, number, number, number, string | null, number, number] {
	const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0, reasoningTokens = 0, searches = 0 } = usage;
	const { tier = null, estimated } = usage;
	return [inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, tier, Number(estimated), searches];
}

function read(connection: Connection, after: number, limit: number): LedgerEntry[] {
	const rows = connection.sql('SELECT * FROM call WHERE id > ? ORDER BY id LIMIT ?').all(after, limit);
	return rows.map((row) => toEntry(row as unknown as Row));
}

interface Row extends Subject {
	id: number;
	host: string;
	kind: LedgerEntry['kind'];
	state: LedgerEntry['state'];
	error_code: string | null;
	input: number;
	cached: number;
	cache_write: number;
	output: number;
	reasoning: number;
	tier: TokenUsage['tier'] | null;
	estimated: number;
	cost: number | null;
	price_table: string | null;
	duration: number;
	searches: number;
}

function toEntry(row: Row): LedgerEntry {
	const { id, at, tenant, agent, host, provider, model, kind, state, error_code, cost, price_table, duration } = row;
	const usage: TokenUsage = {
		inputTokens: row.input,
		outputTokens: row.output,
		...(row.cached > 0 && { cachedInputTokens: row.cached }),
		...(row.cache_write > 0 && { cacheWriteTokens: row.cache_write }),
		...(row.reasoning > 0 && { reasoningTokens: row.reasoning }),
		...(row.searches > 0 && { searches: row.searches }),
		...(row.tier && { tier: row.tier }),
		estimated: row.estimated === 1,
	};
	return {
		...{ id, at, tenant, agent, host, provider, model, kind, state, usage },
		errorCode: error_code,
		costUsd: cost === null ? null : cost / nano,
		priceTable: price_table,
		durationMs: duration,
	};
}
