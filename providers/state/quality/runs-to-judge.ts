import { compareShares } from '../../../core/base/statistics/compare-shares';
import type { Clock, FailedRun, QualityDrop, QualityStore, RunToJudge, RunVerdict, TakenRun } from '../../../core/ports';
import type { StateConnection, StateDatabase } from '../../../database/state-database';
import { countDay, type DayColumn } from './count-day';

/** More would be judged long after they happened. */
const maxWaiting = 1_000;
/** For each agent. */
const maxFailedRuns = 100;

type Runs = Pick<QualityStore, 'accept' | 'take' | 'release' | 'finish'>;

interface Row {
	run: string;
	agent: string;
	version: string;
	content: string;
	tries: number;
}

const columns: Record<RunVerdict, DayColumn> = { passed: 'judged_passed', failed: 'judged_failed', budget: 'out_of_budget', lost: 'lost' };

/** The runs that wait for their judge. A run is gone from the table in the transaction that counts its verdict. */
export function createRunsToJudge(database: StateDatabase, clock: Clock): Runs {
	const change = <Result>(tenant: string, work: (connection: StateConnection) => Promise<Result>) =>
		database.change(tenant, work, { turn: `quality ${tenant}` });
	return {
		accept: (tenant, run) => change(tenant, (connection) => accept(connection, tenant, run, clock.now())),
		take: (tenant, leaseMs) =>
			change(tenant, async (connection) => {
				const now = clock.now();
				const row = await connection.get<Row>(
					'SELECT run, agent, version, content, tries FROM run_to_judge WHERE tenant = ? AND free_at <= ? ORDER BY accepted_at, run LIMIT 1',
					...[tenant, now],
				);
				if (!row) return undefined;
				await connection.run(
					'UPDATE run_to_judge SET free_at = ?, tries = tries + 1 WHERE tenant = ? AND run = ?',
					...[now + leaseMs, tenant, row.run],
				);
				return { ...(JSON.parse(row.content) as RunToJudge), tries: row.tries + 1 };
			}),
		release: (tenant, { run }, afterMs) =>
			change(tenant, async (connection) => {
				await connection.run('UPDATE run_to_judge SET free_at = ? WHERE tenant = ? AND run = ?', clock.now() + afterMs, tenant, run);
			}),
		finish: (tenant, run, verdict, reason) =>
			change(tenant, async (connection) => {
				const at = clock.now();
				const counted = await finish(connection, tenant, run, verdict, at);
				if (counted && verdict === 'failed') await addFailedRun(connection, tenant, { ...run, reason: reason ?? '', at });
				return counted;
			}),
	};
}

async function accept(connection: StateConnection, tenant: string, run: RunToJudge, now: number): Promise<boolean> {
	const waiting = await connection.get<{ count: number }>('SELECT count(*) AS count FROM run_to_judge WHERE tenant = ?', tenant);
	if ((waiting?.count ?? 0) >= maxWaiting) {
		await countDay(connection, tenant, run, now, ['queue_full']);
		return false;
	}
	await connection.run(
		`INSERT INTO run_to_judge (tenant, run, agent, version, content, accepted_at, free_at, tries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0)
		ON CONFLICT (tenant, run) DO NOTHING`,
		...[tenant, run.run, run.agent, run.version, JSON.stringify(run), now],
	);
	return true;
}

async function finish(
	connection: StateConnection,
	tenant: string,
	run: TakenRun,
	verdict: RunVerdict,
	now: number,
): Promise<{ drop?: QualityDrop } | undefined> {
	// A process whose lease ended judges it too: the first verdict counts.
	if ((await connection.run('DELETE FROM run_to_judge WHERE tenant = ? AND run = ?', tenant, run.run)) === 0) return undefined;
	await countDay(connection, tenant, run, now, [columns[verdict]]);
	if (verdict !== 'passed' && verdict !== 'failed') return {};
	const full = await fillWindow(connection, tenant, run, verdict);
	return { drop: full && findDrop(run, full) };
}

async function addFailedRun(connection: StateConnection, tenant: string, { run, agent, version, reason, at }: FailedRun): Promise<void> {
	await connection.run(
		'INSERT INTO failed_run (tenant, run, agent, version, reason, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, run) DO NOTHING',
		...[tenant, run, agent, version, reason, at],
	);
	await connection.run(
		`DELETE FROM failed_run WHERE tenant = ?1 AND agent = ?2 AND at <
		(SELECT min(at) FROM (SELECT at FROM failed_run WHERE tenant = ?1 AND agent = ?2 ORDER BY at DESC LIMIT ${maxFailedRuns}) AS latest)`,
		...[tenant, agent],
	);
}

/** Returns the last runs of an agent that their judge failed, newest first. @param agent empty: all agents */
export function readFailedRuns(connection: StateConnection, tenant: string, agent: string): Promise<FailedRun[]> {
	return connection.all<FailedRun>(
		`SELECT run, agent, version, reason, at FROM failed_run WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) ORDER BY at DESC, run LIMIT ${maxFailedRuns}`,
		...[tenant, agent],
	);
}

interface Window {
	number: number;
	passed: number;
	failed: number;
}

/** @returns the window that this verdict completes, and the one before it */
async function fillWindow(
	connection: StateConnection,
	tenant: string,
	{ agent, window }: TakenRun,
	verdict: 'passed' | 'failed',
): Promise<{ before: Window; now: Window } | undefined> {
	const [last, previous] = await connection.all<Window>(
		'SELECT number, passed, failed FROM quality_window WHERE tenant = ? AND agent = ? ORDER BY number DESC LIMIT 2',
		...[tenant, agent],
	);
	const goesOn = last !== undefined && last.passed + last.failed < window;
	const begun = goesOn ? last : { number: (last?.number ?? 0) + 1, passed: 0, failed: 0 };
	const now = { ...begun, [verdict]: begun[verdict] + 1 };
	await connection.run(
		`INSERT INTO quality_window (tenant, agent, number, passed, failed) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (tenant, agent, number) DO UPDATE SET passed = ?4, failed = ?5`,
		...[tenant, agent, now.number, now.passed, now.failed],
	);
	await connection.run('DELETE FROM quality_window WHERE tenant = ? AND agent = ? AND number < ?', tenant, agent, now.number - 1);
	const before = goesOn ? previous : last;
	return before && now.passed + now.failed === window ? { before, now } : undefined;
}

function findDrop({ agent, version, window }: TakenRun, { before, now }: { before: Window; now: Window }): QualityDrop | undefined {
	const difference = compareShares(before, now);
	if (!difference || difference.high >= 0) return undefined;
	const counts = ({ passed, failed }: Window) => ({ passed, failed });
	return { agent, version, window, before: counts(before), now: counts(now), low: difference.low, high: difference.high };
}
