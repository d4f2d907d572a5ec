import type { RecordedState, RunFigures, RunOf } from '../../../core/ports/runs/run-records';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { nano } from '../usage/usage-schema';
import { belongings, type Owners } from './run-headers';

/** A run, as it is known without its steps. */
export interface RecordedRun extends Partial<RunFigures> {
	tenant: string;
	runId: string;
	/** Null for a run whose agent is not recorded yet. */
	agent: { id: string; version: string; sha256?: string } | null;
	state: RecordedState;
	outcome: string | null;
	reason: string | null;
	errorCode: string | null;
	host: string | null;
	/** Who asked. */
	by: string | null;
	of: RunOf;
	/** How often it began, or went on. */
	attempts: number;
	/** Milliseconds since the epoch. */
	startedAt: number | null;
	/** Null while it has not ended. */
	endedAt: number | null;
	lastUsed: number;
	/** The number of its stored steps. */
	entries: number;
}

/** What a list of runs is limited to. */
export interface RunFilter extends Owners, RunOf {
	state?: RecordedState;
	agent?: string;
	version?: string;
	host?: string;
	/** Who asked. */
	by?: string;
	/** The outcome, its reason or the code of an error. */
	outcome?: string;
	/** Those that the list has after this one. */
	after?: Pick<RecordedRun, 'lastUsed' | 'tenant' | 'runId'>;
	/** Began since; milliseconds since the epoch. */
	from?: number;
	/** Began before; milliseconds since the epoch. */
	to?: number;
}

interface Row extends Omit<RecordedRun, 'agent' | 'costUsd' | 'of'>, Record<keyof RunOf, string | null> {
	agent: string | null;
	version: string | null;
	sha256: string | null;
	cost: number | null;
}

/** A run that has not ended is running as long as its lease or its time lasts. `?1` is the time now. */
const stateNow = `CASE WHEN state <> 'running' THEN state
	WHEN (holder IS NOT NULL AND leased_until > ?1) OR ends_by > ?1 THEN 'running' ELSE 'interrupted' END`;

const columns = `tenant, id AS "runId", agent, agent_version AS version, agent_sha256 AS sha256, ${stateNow} AS state, outcome, reason,
	error_code AS "errorCode", host, asked_by AS "by", attempts, started_at AS "startedAt", ended_at AS "endedAt", touched_at AS "lastUsed", entries,
	duration AS "durationMs", cost, input AS "inputTokens", output AS "outputTokens", model_calls AS "modelCalls", tool_calls AS "toolCalls", model,
	workflow, execution, channel, process, instance, element, api_key AS key`;

/** The condition of each filter, with its value as `$`. */
const conditions: Record<Exclude<keyof RunFilter, 'after'>, string> = {
	...{ agent: 'agent = $', version: 'agent_version = $', host: 'host = $', by: 'asked_by = $' },
	...(Object.fromEntries(Object.entries(belongings).map(([name, column]) => [name, `${column} = $`])) as Record<keyof RunOf, string>),
	...{ contact: 'contact = $', conversation: 'conversation = $', from: 'started_at >= $', to: 'started_at < $' },
	state: `${stateNow} = $`,
	outcome: `$ IN (outcome, reason, error_code)`,
};

/** Lists the runs that were used last. @param tenant or `everyTenant` */
export async function listRuns(
	connection: StateConnection,
	{ tenant, now, limit, filter = {} }: { tenant: string; now: number; limit: number; filter?: RunFilter },
): Promise<RecordedRun[]> {
	const wanted = (Object.keys(conditions) as Array<keyof typeof conditions>).filter((name) => filter[name] !== undefined);
	const { lastUsed = Number.MAX_SAFE_INTEGER, tenant: lastTenant = '', runId = '' } = filter.after ?? {};
	const where = [
		...['(tenant = ?2 OR ?2 = ?3)', '(touched_at < ?5 OR (touched_at = ?5 AND (tenant, id) > (?6, ?7)))'],
		...wanted.map((name, index) => conditions[name].replace('$', `?${index + 8}`)),
	];
	const rows = await connection.all<Row>(
		`SELECT ${columns} FROM run WHERE ${where.join(' AND ')} ORDER BY touched_at DESC, tenant, id LIMIT ?4`,
		...[now, tenant, everyTenant, limit, lastUsed, lastTenant, runId, ...wanted.map((name) => filter[name]!)],
	);
	return rows.map(toRun);
}

export async function findRun(connection: StateConnection, tenant: string, runId: string, now: number): Promise<RecordedRun | undefined> {
	const row = await connection.get<Row>(`SELECT ${columns} FROM run WHERE tenant = ?2 AND id = ?3`, now, tenant, runId);
	return row && toRun(row);
}

const toRun = ({
	agent,
	version,
	sha256,
	cost,
	workflow,
	execution,
	channel,
	process,
	instance,
	element,
	key,
	...row
}: Row): RecordedRun => ({
	...row,
	of: withoutNull({ workflow, execution, channel, process, instance, element, key }),
	agent: agent === null ? null : { id: agent, version: version!, ...(sha256 !== null && { sha256 }) },
	costUsd: cost === null ? null : Number(cost) / nano,
});

const withoutNull = (of: Record<keyof RunOf, string | null>): RunOf =>
	Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null)) as RunOf;
