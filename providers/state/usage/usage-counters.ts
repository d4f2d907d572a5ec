/** Counts usage in budget windows. A counter is built from the ledger on first use, then follows every call. */
import type { Budget } from '../../../core/ports/budget';
import type { StateConnection, Value } from '../../database/state-database';

export interface Subject {
	at: number;
	tenant: string;
	agent: string | null;
	/** Calling agents as `/first/second/`, or empty. */
	callers: string;
	provider: string;
	model: string;
	run: string | null;
	instance: string | null;
}

/** Costs in billionths of a US dollar. */
export interface Sums {
	cost: number;
	tokens: number;
	calls: number;
}

/** Window sums including calls in progress, which are also listed apart. */
export interface Count extends Sums {
	open: Sums;
}

interface Window {
	since: number;
	/** Exclusive end. */
	until: number;
}

/** The latest date in JavaScript. */
export const never = 8.64e15;
const minute = 60_000;
const day = 24 * 60 * minute;
const lengths = { minute: minute, hour: 60 * minute, day };

/** Run and instance counters are removed after this time, and rebuilt if still needed. */
const counterOfOneMs = 30 * day;

/** UTC. */
export function findWindow(per: Budget['per'], now: number): Window {
	if (per === 'total' || per === 'instance' || per === 'run') return { since: 0, until: never };
	if (per === 'month') {
		const date = new Date(now);
		const month = (offset: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset);
		return { since: month(0), until: month(1) };
	}
	const since = Math.floor(now / lengths[per]) * lengths[per];
	return { since, until: since + lengths[per] };
}

interface Scope {
	tenant: string | null;
	agent: string | null;
	provider: string | null;
	model: string | null;
	run: string | null;
	instance: string | null;
}

type Owner = Pick<Subject, 'run' | 'instance'>;

function toScope({ tenant, agent, model, per }: Budget, owner: Owner): Scope {
	const [provider, ...name] = model?.split(':') ?? [];
	return {
		tenant: tenant ?? null,
		agent: agent ?? null,
		provider: provider ?? null,
		model: name.length > 0 ? name.join(':') : null,
		run: per === 'run' ? owner.run : null,
		instance: per === 'instance' ? owner.instance : null,
	};
}

export function nameCounter(budget: Budget, owner: Owner, now: number): string {
	return JSON.stringify([
		...(Object.values(toScope(budget, owner)) as Array<string | null>),
		budget.per,
		findWindow(budget.per, now).since,
	]);
}

interface CounterRow extends Sums {
	key: string;
	open_cost: number;
	open_tokens: number;
	open_calls: number;
}

const sumColumns = 'key, cost, tokens, calls, open_cost, open_tokens, open_calls';

const toCount = ({ cost, tokens, calls, open_cost, open_tokens, open_calls }: CounterRow): Count => ({
	cost,
	tokens,
	calls,
	open: { cost: open_cost, tokens: open_tokens, calls: open_calls },
});

const added = `cost = cost + ?1, tokens = tokens + ?2, calls = calls + ?3,
	open_cost = open_cost + ?4, open_tokens = open_tokens + ?5, open_calls = open_calls + ?6`;
const counting = `instance IN ('', ?7) AND run IN ('', ?8) AND since <= ?9 AND until > ?9 AND (tenant IS NULL OR tenant = ?10)
	AND (agent IS NULL OR agent = ?11 OR ?14 LIKE '%/' || agent || '/%') AND (provider IS NULL OR provider = ?12) AND (model IS NULL OR model = ?13)`;

/**
 * Locks counters in key order to prevent deadlocks; the table first, so that no counter is built unseen. A function, because planning per call would
 * dominate the cost.
 */
export const counterFunction = `
	CREATE OR REPLACE FUNCTION add_to_counters(bigint, bigint, bigint, bigint, bigint, bigint, text, text, bigint, text, text, text, text, text)
	RETURNS SETOF usage_counter LANGUAGE plpgsql AS $$
	DECLARE next text;
	BEGIN
		LOCK TABLE usage_counter IN ROW EXCLUSIVE MODE;
		FOR next IN SELECT key FROM usage_counter WHERE ${numbered(counting)} ORDER BY key LOOP
			RETURN QUERY UPDATE usage_counter SET ${numbered(added)} WHERE key = next RETURNING *;
		END LOOP;
	END $$`;

function numbered(statement: string): string {
	return statement.replaceAll('?', '$');
}

const addition = {
	sqlite: `UPDATE usage_counter SET ${added} WHERE ${counting} RETURNING ${sumColumns}`,
	postgres: `SELECT ${sumColumns} FROM add_to_counters(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)`,
};

/** @returns the new counts by name */
export async function addToCounters(connection: StateConnection, subject: Subject, add: Count): Promise<Map<string, Count>> {
	const { at, tenant, agent, callers, provider, model, run, instance } = subject;
	const { cost, tokens, calls, open } = add;
	const rows = await connection.all<CounterRow>(
		addition[connection.dialect],
		cost,
		tokens,
		calls,
		open.cost,
		open.tokens,
		open.calls,
		instance ?? '',
		run ?? '',
		at,
		tenant,
		agent,
		provider,
		model,
		callers,
	);
	return new Map(rows.map((row) => [row.key, toCount(row)]));
}

export async function takeCounter(connection: StateConnection, budget: Budget, owner: Owner, now: number): Promise<Count> {
	const key = nameCounter(budget, owner, now);
	const find = () => connection.get<CounterRow>(`SELECT ${sumColumns} FROM usage_counter WHERE key = ? AND until > ?`, key, now);
	const known = await find();
	if (known) return toCount(known);
	// Waits for calls being counted; later ones wait for the new counter.
	if (connection.dialect === 'postgres') await connection.run('LOCK TABLE usage_counter IN SHARE ROW EXCLUSIVE MODE');
	await connection.run('DELETE FROM usage_counter WHERE until <= ?', now);
	const window = findWindow(budget.per, now);
	const scope = toScope(budget, owner);
	const until = isOfOne(budget) ? now + counterOfOneMs : window.until;
	const { tenant, agent, provider, model, run, instance } = scope;
	const sums = await sumLedger(connection, scope, window);
	await connection.run(
		`INSERT INTO usage_counter (${sumColumns}, tenant, agent, provider, model, run, instance, since, until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
		key,
		sums.cost,
		sums.tokens,
		sums.calls,
		sums.open_cost,
		sums.open_tokens,
		sums.open_calls,
		tenant,
		agent,
		provider,
		model,
		run ?? '',
		instance ?? '',
		window.since,
		until,
	);
	return toCount((await find())!);
}

const ofOne: Partial<Record<Budget['per'], keyof Owner>> = { run: 'run', instance: 'instance' };

async function sumLedger(connection: StateConnection, scope: Scope, { since, until }: Window): Promise<CounterRow> {
	const wanted = Object.entries(scope).filter((entry): entry is [string, string] => entry[1] !== null);
	const conditions = wanted.map(([column]) => ` AND ${column} = ?`).join('');
	// Daily totals do not name callers.
	const ofTeam = wanted.map(([column]) => (column === 'agent' ? ` AND (? = agent OR callers LIKE ?)` : ` AND ${column} = ?`)).join('');
	const values: Value[] = [since, until, ...wanted.map(([, value]) => value)];
	const teamValues: Value[] = [
		since,
		until,
		...wanted.flatMap(([column, value]) => (column === 'agent' ? [value, `%/${value}/%`] : [value])),
	];
	const ofOpen = (column: string) => `CASE WHEN state = 'open' THEN ${column} ELSE 0 END`;
	const total = (column: string) => `CAST(COALESCE(SUM(${column}), 0) AS BIGINT) AS ${column}`;
	const calls = `SELECT COALESCE(cost, 0) AS cost, input + output AS tokens, 1 AS calls, ${ofOpen('COALESCE(cost, 0)')} AS open_cost,
		${ofOpen('input + output')} AS open_tokens, ${ofOpen('1')} AS open_calls
		FROM usage_call WHERE at >= ? AND at < ?${ofTeam}`;
	// Daily totals name no run and no instance.
	const hasOlder = scope.run === null && scope.instance === null;
	const older = `UNION ALL SELECT cost, input + output, calls, 0, 0, 0 FROM usage_day WHERE day >= ? AND day < ?${conditions}`;
	return (await connection.get<CounterRow>(
		`SELECT ${sumColumns.split(', ').slice(1).map(total).join(', ')} FROM (${calls} ${hasOlder ? older : ''}) AS counted`,
		...teamValues,
		...(hasOlder ? values : []),
	))!;
}

export async function readFullest(connection: StateConnection, budget: Budget, now: number): Promise<Count | undefined> {
	const column = ofOne[budget.per]!;
	const scope = toScope(budget, { run: null, instance: null });
	const wanted = (['tenant', 'agent', 'provider', 'model'] as const).map((name) => [name, scope[name]] as const);
	const conditions = wanted.map(([name, value]) => (value === null ? `${name} IS NULL` : `${name} = ?`)).join(' AND ');
	const sum = budget.costUsd !== undefined ? 'cost' : budget.tokens !== undefined ? 'tokens' : 'calls';
	const row = await connection.get<CounterRow>(
		`SELECT ${sumColumns} FROM usage_counter WHERE ${column} <> '' AND until > ? AND ${conditions} ORDER BY ${sum} DESC LIMIT 1`,
		now,
		...wanted.flatMap(([, value]) => (value === null ? [] : [value])),
	);
	return row && toCount(row);
}

export const isOfOne = ({ per }: Budget): boolean => ofOne[per] !== undefined;
