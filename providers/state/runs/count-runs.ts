import type { RecordedState } from '../../../core/ports/runs/run-records';
import { textsOf } from '../../database/in-list';
import type { StateConnection, Value } from '../../database/state-database';
import { splitFault } from './fault-text';
import { stateNow } from './list-runs';
import { isStoredAs } from './run-schema';

/** Max counted per state, to avoid reading a million runs. */
const mostCounted = 10_000;
const maxFaults = 20;

interface CountedFault {
	code: string | null;
	runs: number;
	runId: string;
	error: string | null;
	fix: string | null;
	/** Milliseconds since the epoch. */
	startedAt: number;
}

export interface RunCounts {
	states: Record<RecordedState, number>;
	/** States counted in part: only the latest runs. */
	more: RecordedState[];
	faults: CountedFault[];
}

interface CountedRuns {
	tenant: string;
	now: number;
	/** Milliseconds since the epoch. */
	from: number;
	agents?: readonly string[];
}

const stored = ['running', 'waiting', 'failed', 'cancelled'] as const;

export async function countRuns(connection: StateConnection, { tenant, now, from, agents }: CountedRuns): Promise<RunCounts> {
	const values: Value[] = [now, tenant, from];
	const isAsked = agents === undefined ? 'TRUE' : `agent IN ${textsOf(connection, `?${values.push(JSON.stringify(agents))}`)}`;
	const newest = (where: string) => `(SELECT * FROM run WHERE tenant = ?2 AND started_at >= ?3 ${where} ORDER BY started_at DESC, id DESC
		LIMIT ${mostCounted + 1}) AS run`;
	const ofState = (state: (typeof stored)[number]) => newest(`AND ${isStoredAs(connection, state)}`);
	const count = async (runs: string) => {
		const rows = await connection.all<{ state: RecordedState; found: number; own: number }>(
			`SELECT ${stateNow} AS state, COUNT(*) AS found, SUM(CASE WHEN ${isAsked} THEN 1 ELSE 0 END) AS own FROM ${runs} GROUP BY 1`,
			...values,
		);
		return { rows, isWhole: sum(rows.map(({ found }) => found)) <= mostCounted };
	};
	const states: RunCounts['states'] = { running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0, interrupted: 0 };
	const more = new Set<RecordedState>();
	for (const state of stored) {
		const { rows, isWhole } = await count(ofState(state));
		for (const row of rows) states[row.state] += Number(row.own);
		for (const row of rows) if (!isWhole) more.add(row.state);
	}
	const all = await count(newest(''));
	states.completed = sum(all.rows.filter(({ state }) => state === 'completed').map(({ own }) => own));
	if (!all.isWhole) more.add('completed');
	const faults = await connection.all<Omit<CountedFault, 'fix'>>(
		`SELECT code, runs, "runId", error, "startedAt" FROM (
			SELECT error_code AS code, id AS "runId", error, started_at AS "startedAt", COUNT(*) OVER (PARTITION BY error_code) AS runs,
				ROW_NUMBER() OVER (PARTITION BY error_code ORDER BY started_at DESC, id DESC) AS place
			FROM ${ofState('failed')} WHERE ${isAsked} AND ${stateNow} = 'failed'
		) AS placed WHERE place = 1 ORDER BY runs DESC, code LIMIT ${maxFaults}`,
		...values,
	);
	return {
		states,
		more: [...more],
		faults: faults.map((fault) => ({ ...fault, ...splitFault(fault.error), runs: Number(fault.runs), startedAt: Number(fault.startedAt) })),
	};
}

const sum = (counts: number[]): number => counts.reduce((total, count) => total + Number(count), 0);
