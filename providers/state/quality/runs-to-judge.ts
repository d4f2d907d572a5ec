import { compareShares } from '../../../core/base/statistics/compare-shares';
import type { Clock } from '../../../core/ports/host';
import type { FailedRun, QualityDrop, QualityStore, RunToJudge, RunVerdict } from '../../../core/ports/quality';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import type { WorkId, WorkKindName } from '../../../core/ports/work';
import type { StateConnection, StateDatabase } from '../../database/state-database';
import { createWorkQueue } from '../work/work-queue';
import { addWork, countWork, finishWork } from '../work/work-rows';
import { countDay, type DayColumn } from './count-day';

/** More would be judged too late. */
export const maxWaiting = 1_000;
const maxFailedRuns = 100;

type Runs = Pick<QualityStore, 'accept' | 'toJudge' | 'finish'>;

/** Works of judges. Keys: run ids; lanes: agents. */
export const judgeWork: WorkKindName = 'run-to-judge';

const columns: Record<RunVerdict, DayColumn> = { passed: 'judged_passed', failed: 'judged_failed', budget: 'out_of_budget', lost: 'lost' };

export function createRunsToJudge(database: StateDatabase, clock: Clock, wakeUps: WakeUps): Runs {
	const change = <Result>(tenant: string, work: (connection: StateConnection) => Promise<Result>) =>
		database.change(tenant, work, { turn: `quality ${tenant}` });
	return {
		accept: (tenant, run) => change(tenant, (connection) => accept(connection, tenant, run, clock.now())),
		toJudge: createWorkQueue({
			database,
			kind: judgeWork,
			wakeUps,
			begin: readContent,
			now: () => clock.now(),
			giveUp: giveUpJudging,
		}),
		finish: (work, verdict, reason) =>
			change(work.tenant, async (connection) => {
				const { tenant, content: run } = work;
				const at = clock.now();
				// A process with an expired lease also judges; the first verdict counts.
				if (!(await finishWork(connection, work))) return undefined;
				await takeContent(connection, work);
				await countDay(connection, tenant, run, at, [columns[verdict]]);
				if (verdict === 'failed') await addFailedRun(connection, tenant, { ...run, reason: reason ?? '', at });
				if (verdict !== 'passed' && verdict !== 'failed') return {};
				const full = await fillWindow(connection, tenant, run, verdict);
				return { drop: full && findDrop(run, full) };
			}),
	};
}

/** @param agent default all */
export const countRunsToJudge = (connection: StateConnection, tenant: string, agent?: string): Promise<number> =>
	countWork(connection, { tenant, kind: judgeWork, lane: agent });

async function accept(connection: StateConnection, tenant: string, run: RunToJudge, now: number): Promise<boolean> {
	if ((await countRunsToJudge(connection, tenant)) >= maxWaiting) {
		await countDay(connection, tenant, run, now, ['queue_full']);
		return false;
	}
	await connection.run(
		'INSERT INTO run_to_judge (tenant, run, content) VALUES (?, ?, ?) ON CONFLICT (tenant, run) DO NOTHING',
		tenant,
		run.run,
		JSON.stringify(run),
	);
	await addWork(connection, { tenant, kind: judgeWork, key: run.run, lane: run.agent, dueAt: now });
	return true;
}

async function readContent(connection: StateConnection, { tenant, key }: WorkId): Promise<RunToJudge | undefined> {
	const row = await connection.get<{ content: string }>('SELECT content FROM run_to_judge WHERE tenant = ? AND run = ?', tenant, key);
	return row && (JSON.parse(row.content) as RunToJudge);
}

export async function giveUpJudging(connection: StateConnection, work: WorkId, _reason: string, now: number): Promise<void> {
	const run = await takeContent(connection, work);
	if (run) await countDay(connection, work.tenant, run, now, ['lost']);
}

async function takeContent(connection: StateConnection, work: WorkId): Promise<RunToJudge | undefined> {
	const run = await readContent(connection, work);
	await connection.run('DELETE FROM run_to_judge WHERE tenant = ? AND run = ?', work.tenant, work.key);
	return run;
}

async function addFailedRun(connection: StateConnection, tenant: string, { run, agent, version, reason, at }: FailedRun): Promise<void> {
	await connection.run(
		'INSERT INTO failed_run (tenant, run, agent, version, reason, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, run) DO NOTHING',
		tenant,
		run,
		agent,
		version,
		reason,
		at,
	);
	await connection.run(
		`DELETE FROM failed_run WHERE tenant = ?1 AND agent = ?2 AND at <
		(SELECT min(at) FROM (SELECT at FROM failed_run WHERE tenant = ?1 AND agent = ?2 ORDER BY at DESC LIMIT ${maxFailedRuns}) AS latest)`,
		tenant,
		agent,
	);
}

/** Newest first. @param agent empty: all agents */
export function readFailedRuns(connection: StateConnection, tenant: string, agent: string): Promise<FailedRun[]> {
	return connection.all<FailedRun>(
		`SELECT run, agent, version, reason, at FROM failed_run WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) ORDER BY at DESC, run LIMIT ${maxFailedRuns}`,
		tenant,
		agent,
	);
}

interface Window {
	number: number;
	passed: number;
	failed: number;
}

async function fillWindow(
	connection: StateConnection,
	tenant: string,
	{ agent, window }: RunToJudge,
	verdict: 'passed' | 'failed',
): Promise<{ before: Window; now: Window } | undefined> {
	const [last, previous] = await connection.all<Window>(
		'SELECT number, passed, failed FROM quality_window WHERE tenant = ? AND agent = ? ORDER BY number DESC LIMIT 2',
		tenant,
		agent,
	);
	const goesOn = last !== undefined && last.passed + last.failed < window;
	const begun = goesOn ? last : { number: (last?.number ?? 0) + 1, passed: 0, failed: 0 };
	const now = { ...begun, [verdict]: begun[verdict] + 1 };
	await connection.run(
		`INSERT INTO quality_window (tenant, agent, number, passed, failed) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (tenant, agent, number) DO UPDATE SET passed = ?4, failed = ?5`,
		tenant,
		agent,
		now.number,
		now.passed,
		now.failed,
	);
	await connection.run('DELETE FROM quality_window WHERE tenant = ? AND agent = ? AND number < ?', tenant, agent, now.number - 1);
	const before = goesOn ? previous : last;
	return before && now.passed + now.failed === window ? { before, now } : undefined;
}

function findDrop({ agent, version, window }: RunToJudge, { before, now }: { before: Window; now: Window }): QualityDrop | undefined {
	const difference = compareShares(before, now);
	if (!difference || difference.high >= 0) return undefined;
	const counts = ({ passed, failed }: Window) => ({ passed, failed });
	return { agent, version, window, before: counts(before), now: counts(now), low: difference.low, high: difference.high };
}
