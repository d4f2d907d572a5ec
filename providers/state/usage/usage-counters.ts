/** Counts usage in budget windows. A counter is built from the ledger on first use and then follows every call. */
import type { Budget } from '../../../core/ports';
import type { Connection } from '../../../database/shared-database';

/** The tenant, agent and model of a ledger entry. */
export interface Subject {
	at: number;
	tenant: string;
	agent: string | null;
	provider: string;
	model: string;
}

/** Costs in billionths of a US dollar. */
export interface Sums {
	cost: number;
	tokens: number;
	calls: number;
}

interface Window {
	since: number;
	/** The first moment after the window. */
	until: number;
}

/** The latest date in JavaScript. */
export const never = 8.64e15;
const minute = 60_000;
const lengths = { minute: minute, hour: 60 * minute, day: 24 * 60 * minute };

/** Finds the window that contains a moment, in UTC. */
export function findWindow(per: Budget['per'], now: number): Window {
	if (per === 'total') return { since: 0, until: never };
	if (per === 'month') {
		const date = new Date(now);
		const month = (offset: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset);
		return { since: month(0), until: month(1) };
	}
	const since = Math.floor(now / lengths[per]) * lengths[per];
	return { since, until: since + lengths[per] };
}

const scoped = `(:tenant IS NULL OR tenant = :tenant) AND (:agent IS NULL OR agent = :agent)
	AND (:provider IS NULL OR provider = :provider) AND (:model IS NULL OR model = :model)`;

const ofLedger = `
	SELECT IFNULL(SUM(cost), 0) AS cost, IFNULL(SUM(tokens), 0) AS tokens, IFNULL(SUM(calls), 0) AS calls FROM (
		SELECT cost, input + output AS tokens, 1 AS calls FROM call WHERE at >= :since AND at < :until AND ${scoped}
		UNION ALL
		SELECT cost, input + output, calls FROM daily WHERE day >= :since AND day < :until AND ${scoped}
	)`;

const ofOpen = `
	SELECT IFNULL(SUM(cost), 0) AS cost, IFNULL(SUM(input + output), 0) AS tokens, COUNT(*) AS calls
	FROM call WHERE state = 'open' AND at >= :since AND at < :until AND ${scoped}`;

/** Reads the sums of a budget's window, including running calls. */
export function readCounter(connection: Connection, budget: Budget, now: number): Sums & Window {
	const window = findWindow(budget.per, now);
	const scope = toScope(budget);
	const key = JSON.stringify([scope.tenant, scope.agent, scope.provider, scope.model, budget.per, window.since]);
	const known = connection.sql('SELECT cost, tokens, calls FROM counter WHERE key = ?').get(key) as Sums | undefined;
	if (known) return { ...known, ...window };
	const sums = connection.sql(ofLedger).get({ ...scope, ...window }) as unknown as Sums;
	connection.sql('DELETE FROM counter WHERE until <= ?').run(now);
	connection
		.sql('INSERT INTO counter VALUES (:key, :tenant, :agent, :provider, :model, :since, :until, :cost, :tokens, :calls)')
		.run({ key, ...scope, ...window, ...sums });
	return { ...sums, ...window };
}

/** Sums the reservations of running calls in a budget's window. */
export function openIn(connection: Connection, budget: Budget, window: Window): Sums {
	const { since, until } = window;
	return connection.sql(ofOpen).get({ ...toScope(budget), since, until }) as unknown as Sums;
}

/** Adds an entry to every counter that matches it. */
export function count(connection: Connection, { at, tenant, agent, provider, model }: Subject, sums: Sums): void {
	connection
		.sql(
			`UPDATE counter SET cost = cost + :cost, tokens = tokens + :tokens, calls = calls + :calls
			WHERE since <= :at AND until > :at AND (tenant IS NULL OR tenant = :tenant) AND (agent IS NULL OR agent = :agent)
				AND (provider IS NULL OR provider = :provider) AND (model IS NULL OR model = :model)`,
		)
		.run({ at, tenant, agent, provider, model, ...sums });
}

/** Null matches any value. */
function toScope({ tenant, agent, model }: Budget): Record<'tenant' | 'agent' | 'provider' | 'model', string | null> {
	const [provider, ...name] = model?.split(':') ?? [];
	return { tenant: tenant ?? null, agent: agent ?? null, provider: provider ?? null, model: name.length > 0 ? name.join(':') : null };
}
