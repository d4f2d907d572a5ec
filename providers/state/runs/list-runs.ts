import type { RecordedState, RunFigures, RunOf } from '../../../core/ports/runs/run-records';
import { textsOf } from '../../database/in-list';
import { everyTenant, type StateConnection, type Value } from '../../database/state-database';
import { nano, toNano } from '../usage/usage-schema';
import { splitFault } from './fault-text';
import { belongings, type Owners } from './run-headers';
import { isStoredAs } from './run-schema';
import { countUpTo, rankTerms, termsOf } from './run-terms';

export interface RecordedRun extends Partial<RunFigures> {
	tenant: string;
	runId: string;
	/** Null until the agent is recorded. */
	agent: { id: string; version: string; sha256?: string } | null;
	state: RecordedState;
	outcome: string | null;
	reason: string | null;
	errorCode: string | null;
	host: string | null;
	by: string | null;
	of: RunOf;
	/** SHA-256 of the signed manifest that allowed it. */
	manifest: string | null;
	attempts: number;
	error: string | null;
	fix: string | null;
	startedAt: number;
	/** Null before the end. */
	endedAt: number | null;
	lastUsed: number;
	entries: number;
}

export interface RunFilter extends Owners, RunOf {
	state?: RecordedState;
	agent?: string;
	agents?: readonly string[];
	version?: string;
	host?: string;
	by?: string;
	outcome?: string;
	after?: Pick<RecordedRun, 'startedAt' | 'tenant' | 'runId'>;
	tool?: string;
	searched?: string;
	/** Searched this collection without an answer. */
	unanswered?: string;
	error?: string;
	/** Min cost in US dollars. */
	minCost?: number;
	/** Began since; milliseconds since the epoch. */
	from?: number;
	/** Began before; milliseconds since the epoch. */
	to?: number;
}

interface Row extends Omit<RecordedRun, 'agent' | 'costUsd' | 'of' | 'fix'>, Record<keyof RunOf, string | null> {
	agent: string | null;
	version: string | null;
	sha256: string | null;
	cost: number | null;
}

/** Expiry of a waiting run before any cleaning. `?1` is the time now. */
const expiredAt = `CASE WHEN state = 'waiting' THEN
	(SELECT expires_at FROM suspended WHERE suspended.tenant = run.tenant AND suspended.run = run.id AND expires_at <= ?1) END`;
const reasonNow = `CASE WHEN ${expiredAt} IS NULL THEN reason ELSE 'expired' END`;
/** An unfinished run counts as running while its lease or time lasts. */
export const stateNow = `CASE WHEN ${expiredAt} IS NOT NULL THEN 'cancelled' WHEN state <> 'running' THEN state
	WHEN (holder IS NOT NULL AND leased_until > ?1) OR ends_by > ?1 THEN 'running' ELSE 'interrupted' END`;

const columns = `tenant, id AS "runId", agent, agent_version AS version, agent_sha256 AS sha256, ${stateNow} AS state, outcome, ${reasonNow} AS reason,
	error_code AS "errorCode", error, host, asked_by AS "by", attempts, started_at AS "startedAt", COALESCE(ended_at, ${expiredAt}) AS "endedAt", touched_at AS "lastUsed", entries,
	duration AS "durationMs", cost, input AS "inputTokens", output AS "outputTokens", model_calls AS "modelCalls", tool_calls AS "toolCalls", model,
	manifest, ${Object.entries(belongings)
		.map(([name, column]) => `${column} AS "${name}"`)
		.join(', ')}`;

const conditions: Record<Exclude<keyof RunFilter, 'after' | 'tool' | 'searched' | 'unanswered' | 'error' | 'agents'>, string> = {
	agent: 'agent = $',
	version: 'agent_version = $',
	host: 'host = $',
	by: 'asked_by = $',
	...(Object.fromEntries(Object.entries(belongings).map(([name, column]) => [name, `${column} = $`])) as Record<keyof RunOf, string>),
	contact: 'contact = $',
	conversation: 'conversation = $',
	from: 'started_at >= $',
	to: 'started_at < $',
	minCost: 'cost >= $',
	state: `${stateNow} = $`,
	outcome: `$ IN (outcome, ${reasonNow}, error_code)`,
};

/** Lists the latest runs, or those matching a tool or error words. @param tenant or `everyTenant`, but not for such searches */
export async function listRuns(
	connection: StateConnection,
	{ tenant, now, limit, filter = {} }: { tenant: string; now: number; limit: number; filter?: RunFilter },
): Promise<RecordedRun[]> {
	const { agents } = filter;
	if (agents?.length === 0) return [];
	// Punctuation alone matches nothing.
	if (filter.error !== undefined && termsOf({ error: filter.error }).length === 0) return [];
	const values: Value[] = [now, tenant];
	const bind = (value: Value) => `?${values.push(value)}`;
	const place =
		termsOf(filter).length > 0 ? await searchTerms(connection, tenant, filter, bind) : listByBeginning(connection, tenant, filter, bind);
	const wanted = (Object.keys(conditions) as Array<keyof typeof conditions>).filter(
		(name) => filter[name] !== undefined && name !== place.settles,
	);
	const where = wanted.map((name) =>
		(place.looksUp?.has(name) ? `${name} || '' = $` : conditions[name]).replace('$', bind(valueOf(filter, name))),
	);
	const isByAgent = agents !== undefined && place.canBeByAgent && agents.length <= maxByAgent;
	if (agents && !isByAgent) where.push(`agent IN ${textsOf(connection, bind(JSON.stringify(agents)))}`);
	const select = (last: string, ...more: string[]) =>
		`SELECT ${columns} FROM ${[place.from, ...where, ...more].join(' AND ')} ORDER BY ${place.order} LIMIT ${last}`;
	const last = bind(limit);
	const parts = isByAgent ? agents.map((agent) => `agent = ${bind(agent)}`) : place.parts;
	const sorted = () => `${parts!.map((part) => `SELECT * FROM (${select(last, part)}) AS part`).join(' UNION ALL ')}
		ORDER BY "startedAt" DESC, tenant DESC, "runId" DESC LIMIT ${last}`;
	return (await connection.all<Row>(parts ? sorted() : select(last), ...values)).map(toRun);
}

const valueOf = (filter: RunFilter, name: keyof typeof conditions): Value => (name === 'minCost' ? toNano(filter.minCost!) : filter[name]!);

/** Max agents read by separate index ranges. */
const maxByAgent = 50;

/** Source and order of a run list. The order is stable over pages, except for a refused run that begins again: it moves to the front. */
interface Place {
	from: string;
	order: string;
	looksUp?: ReadonlySet<string>;
	/** Reads a few agents by index ranges: `IN` would scan the tenant's runs in list order. */
	canBeByAgent?: boolean;
	/** Separately indexed conditions, for runs that no single index covers. */
	parts?: string[];
	/** Already implied conditions: PostgreSQL would underestimate repeated ones, and read and sort all runs. */
	settles?: 'state';
}

/** Columns whose values can be rarer than a term. */
const rareColumns = ['contact', 'conversation', 'execution', 'instance', 'trace', 'caller', 'evaluation'] as const;

/** Stored state per current state; omits states with two sources, and the most common one. */
const storedAs: Partial<Record<RecordedState, Parameters<typeof isStoredAs>[1]>> = {
	running: 'running',
	interrupted: 'running',
	waiting: 'waiting',
	failed: 'failed',
};

function listByBeginning(connection: StateConnection, tenant: string, filter: RunFilter, bind: (value: Value) => string): Place {
	const { after } = filter;
	const isAll = tenant === everyTenant;
	// `OR` would prevent use of the tenant's index.
	const where = [isAll ? `?2 = '${everyTenant}'` : 'tenant = ?2'];
	if (after && isAll) where.push(`(started_at, tenant, id) < (${bind(after.startedAt)}, ${bind(after.tenant)}, ${bind(after.runId)})`);
	else if (after) where.push(`(started_at, id) < (${bind(after.startedAt)}, ${bind(after.runId)})`);
	const isCommon = rareColumns.every((column) => filter[column] === undefined);
	const { is, ...ofState } = placeOfState(connection, isCommon ? filter.state : undefined);
	return {
		from: `run WHERE ${[...where, ...is].join(' AND ')}`,
		order: 'started_at DESC, tenant DESC, id DESC',
		canBeByAgent: isCommon && !ofState.looksUp && filter.agent === undefined,
		...ofState,
	};
}

function placeOfState(connection: StateConnection, state?: RecordedState): Pick<Place, 'looksUp' | 'parts' | 'settles'> & { is: string[] } {
	const looksUp = new Set(['agent']);
	const stored = state && storedAs[state];
	if (stored) return { is: [isStoredAs(connection, stored)], looksUp, ...(stored === 'failed' && { settles: 'state' }) };
	if (state !== 'cancelled') return { is: [] };
	const expired = `${isStoredAs(connection, 'waiting')} AND ${stateNow} = 'cancelled'`;
	return { is: [], parts: [isStoredAs(connection, 'cancelled'), expired], looksUp, settles: 'state' };
}

/** Starts with the rarest term and checks the rest per run: the planner, without fresh statistics, would read all runs of the busiest contact. */
async function searchTerms(connection: StateConnection, tenant: string, filter: RunFilter, bind: (value: Value) => string): Promise<Place> {
	const { after } = filter;
	const { ranked, count } = await rankTerms(connection, tenant, termsOf(filter));
	const counts: number[] = [];
	for (const column of rareColumns)
		if (filter[column] !== undefined)
			counts.push(await countUpTo(connection, `SELECT 1 FROM run WHERE tenant = ?1 AND ${column} = ?2`, tenant, filter[column]));
	const isolated = connection.dialect === 'sqlite' ? '' : ' OFFSET 0';
	const has = (term: string) => `EXISTS (SELECT 1 FROM run_term AS other WHERE other.tenant = ?2 AND other.term = ${bind(term)}
		AND other.at = run.started_at AND other.run = run.id${isolated})`;
	const before = (at: string, id: string) => (after ? [`(${at}, ${id}) < (${bind(after.startedAt)}, ${bind(after.runId)})`] : []);
	if (Math.min(...counts) < count)
		return {
			from: ['run WHERE run.tenant = ?2', ...ranked.map(has), ...before('started_at', 'id')].join(' AND '),
			order: 'started_at DESC, id DESC',
		};
	const found = [`tenant = ?2 AND term = ${bind(ranked[0]!)}`, ...before('at', 'run')].join(' AND ');
	const joined = `(SELECT run AS id_found, at AS at_found FROM run_term WHERE ${found} ORDER BY at DESC, run DESC) AS found
		JOIN run ON run.tenant = ?2 AND run.id = id_found WHERE run.started_at = at_found`;
	return {
		from: [joined, ...ranked.slice(1).map(has)].join(' AND '),
		order: 'at_found DESC, id_found DESC',
		looksUp: new Set(rareColumns),
	};
}

export async function findRun(connection: StateConnection, tenant: string, runId: string, now: number): Promise<RecordedRun | undefined> {
	const row = await connection.get<Row>(`SELECT ${columns} FROM run WHERE tenant = ?2 AND id = ?3`, now, tenant, runId);
	return row && toRun(row);
}

function toRun({ agent, version, sha256, cost, ...row }: Row): RecordedRun {
	const names = Object.entries(row).filter(([name, value]) => name in belongings && value !== null);
	const others = Object.entries(row).filter(([name]) => !(name in belongings));
	return {
		...(Object.fromEntries(others) as Omit<Row, keyof RunOf | 'agent' | 'version' | 'sha256' | 'cost'>),
		...splitFault(row.error),
		of: Object.fromEntries(names) as RunOf,
		agent: agent === null ? null : { id: agent, version: version!, ...(sha256 !== null && { sha256 }) },
		costUsd: cost === null ? null : Number(cost) / nano,
	};
}
