import type { AgentVersion, QualityDay, QualityStore, StoredEvaluation } from '../../../core/ports';
import { type Clock, systemClock } from '../../../core/ports';
import { openStateDatabase, type StateConnection } from '../../../database/state-database';
import { countDay, type DayColumn, dayMs } from './count-day';
import { qualitySchema } from './quality-schema';
import { createRunsToJudge } from './runs-to-judge';

/** How long the days of versions and the results of sets are kept. */
const maxDays = 400;
const maxEvaluations = 500;
/** Results are stored as whole numbers. */
const millionths = 1_000_000;

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openQualityStore(place: string, clock: Clock = systemClock): QualityStore {
	const database = openStateDatabase(place, qualitySchema);
	return {
		...createRunsToJudge(database, clock),
		countRun: (tenant, about, { isOk, durationMs }) =>
			database.change(
				tenant,
				async (connection) => {
					await countDay(connection, tenant, about, clock.now(), [isOk ? 'succeeded' : 'failed', ...listTimes(durationMs)]);
					if (durationMs !== null) await addDuration(connection, tenant, about, clock.now(), durationMs);
				},
				{ turn: `quality ${tenant}` },
			),
		countSupport: (tenant, about, isSupported) =>
			database.change(
				tenant,
				(connection) => countDay(connection, tenant, about, clock.now(), ['measured', ...(isSupported ? [] : (['unsupported'] as const))]),
				{ turn: `quality ${tenant}` },
			),
		addEvaluation: (tenant, evaluation) =>
			database.change(tenant, (connection) => addEvaluation(connection, tenant, evaluation), { turn: `quality ${tenant}` }),
		history: (tenant, agent, days) =>
			database.read(tenant, async (connection) => ({
				days: await readDays(connection, tenant, agent, Math.floor(clock.now() / dayMs) - days),
				evaluations: await readEvaluations(connection, tenant, agent),
				waiting: await countWaiting(connection, tenant, agent),
			})),
		close: () => database.close(),
	};
}

const times: Array<[seconds: number, DayColumn]> = [
	[1, 'within_1'],
	[3, 'within_3'],
	[10, 'within_10'],
	[30, 'within_30'],
	[100, 'within_100'],
];

const listTimes = (durationMs: number | null): DayColumn[] =>
	durationMs === null ? [] : ['timed', ...times.filter(([seconds]) => durationMs <= seconds * 1000).map(([, column]) => column)];

async function addDuration(
	connection: StateConnection,
	tenant: string,
	{ agent, version }: AgentVersion,
	now: number,
	durationMs: number,
): Promise<void> {
	const day = Math.floor(now / dayMs);
	await connection.run(
		'UPDATE quality_day SET duration = duration + ? WHERE tenant = ? AND agent = ? AND day = ? AND version = ?',
		...[Math.round(durationMs), tenant, agent, day, version],
	);
	await connection.run('DELETE FROM quality_day WHERE tenant = ? AND agent = ? AND day < ?', tenant, agent, day - maxDays);
}

async function addEvaluation(connection: StateConnection, tenant: string, evaluation: StoredEvaluation): Promise<void> {
	const { agent, version, set, setSha256, cases, passed, score, at } = evaluation;
	await connection.run(
		`INSERT INTO evaluation (tenant, agent, version, set_name, set_sha256, cases, passed, score, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
		ON CONFLICT (tenant, agent, version, set_name, set_sha256) DO UPDATE SET cases = ?6, passed = ?7, score = ?8, at = ?9`,
		...[tenant, agent, version, set, setSha256, cases, passed, Math.round(score * millionths), at],
	);
	await connection.run(
		`DELETE FROM evaluation WHERE tenant = ?1 AND agent = ?2 AND (version, set_name, set_sha256) IN (
			SELECT version, set_name, set_sha256 FROM evaluation WHERE tenant = ?1 AND agent = ?2
			ORDER BY at DESC, version, set_name, set_sha256 LIMIT 1000 OFFSET ?3
		)`,
		...[tenant, agent, maxEvaluations],
	);
}

interface DayRow extends AgentVersion, Record<DayColumn, number> {
	day: number;
	duration: number;
}

const maxRows = 5_000;

async function readDays(connection: StateConnection, tenant: string, agent: string | undefined, since: number): Promise<QualityDay[]> {
	const rows = await connection.all<DayRow>(
		`SELECT * FROM quality_day WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) AND day > ?3 ORDER BY day, agent, version LIMIT ?4`,
		...[tenant, agent ?? '', since, maxRows],
	);
	return rows.map((row) => ({
		...{ day: new Date(row.day * dayMs).toISOString().slice(0, 10), agent: row.agent, version: row.version },
		...{ succeeded: row.succeeded, failed: row.failed, timed: row.timed, durationMs: row.duration },
		atMost: [row.within_1, row.within_3, row.within_10, row.within_30, row.within_100],
		...{ measured: row.measured, unsupported: row.unsupported },
		...{ judgedPassed: row.judged_passed, judgedFailed: row.judged_failed },
		...{ full: row.queue_full, budget: row.out_of_budget, lost: row.lost },
	}));
}

async function readEvaluations(connection: StateConnection, tenant: string, agent: string | undefined): Promise<StoredEvaluation[]> {
	const rows = await connection.all<StoredEvaluation>(
		`SELECT agent, version, set_name AS "set", set_sha256 AS "setSha256", cases, passed, score, at FROM evaluation
		WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) ORDER BY at, agent, version, set_name, set_sha256 LIMIT ?3`,
		...[tenant, agent ?? '', maxRows],
	);
	return rows.map((row) => ({ ...row, score: row.score / millionths }));
}

async function countWaiting(connection: StateConnection, tenant: string, agent: string | undefined): Promise<number> {
	const row = await connection.get<{ count: number }>(
		`SELECT count(*) AS count FROM run_to_judge WHERE tenant = ?1 AND (?2 = '' OR agent = ?2)`,
		...[tenant, agent ?? ''],
	);
	return row?.count ?? 0;
}
