import { toDay } from '../../../core/base/iso-time';
import { type AgentVersion, type QualityDay, type QualityStore } from '../../../core/ports/quality';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { StoredEvaluation } from '../../../core/ports/quality';
import { everyTenant, openStateDatabase, type StateConnection } from '../../database/state-database';
import type { StateDatabase, Value } from '../../database/state-database';
import { SealedList } from '../sealed/sealed-list';
import { countAction, readActions, takeUntold } from './count-action';
import { countInput, readInputs } from './count-input';
import { countDay, type DayColumn, dayMs, maxDays } from './count-day';
import { type CheckedRecords, type Mark, noMark } from '../../../core/base/sealed-rows';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { workSchema } from '../work/work-schema';
import { qualitySchema } from './quality-schema';
import { countRunsToJudge, createRunsToJudge, readFailedRuns } from './runs-to-judge';

/** Results are stored as whole numbers. */
const millionths = 1_000_000;

type Row = StoredEvaluation & { number: number; mark: string };

const columns = 'agent, version, set_name AS "set", set_sha256 AS "setSha256", cases, passed, score, at';

class EvaluationRows {
	readonly list: SealedList;

	constructor(
		private readonly mark: Mark,
		private readonly max: number,
	) {
		this.list = new SealedList({ name: 'evaluations', last: 'last_evaluation', rows: 'evaluation', number: 'number' }, mark);
	}

	async add(connection: StateConnection, tenant: string, evaluation: StoredEvaluation): Promise<void> {
		const { id, first } = await this.list.take(connection, tenant, 1);
		const values = toValues({ ...evaluation, score: Math.round(evaluation.score * millionths) });
		await connection.run(
			`INSERT INTO evaluation (tenant, number, agent, version, set_name, set_sha256, cases, passed, score, at, mark)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			tenant,
			id,
			...values,
			await this.mark(textOf(tenant, id, values)),
		);
		const left = Math.max(first, id - this.max + 1);
		if (left > first) await connection.run('DELETE FROM evaluation WHERE tenant = ? AND number < ?', tenant, left);
		await this.list.seal(connection, tenant, { id, first: left });
	}

	/** Oldest first of the newest: a new run does not hide a bad result. */
	async read(connection: StateConnection, tenant: string, agent: string | undefined, limit: number): Promise<StoredEvaluation[]> {
		const rows = await connection.all<StoredEvaluation>(
			`SELECT ${columns} FROM evaluation WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) ORDER BY number DESC LIMIT ?3`,
			tenant,
			agent ?? '',
			limit,
		);
		return rows.toReversed().map((row) => ({ ...row, score: row.score / millionths }));
	}

	check(database: StateDatabase, tenant: string): Promise<CheckedRecords> {
		return this.list.check(database, tenant, async (connection, whose, after, limit) => {
			const rows = await connection.all<Row>(
				`SELECT number, mark, ${columns} FROM evaluation WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?`,
				whose,
				after,
				limit,
			);
			return rows.map((row) => ({ id: row.number, mark: row.mark, text: textOf(whose, row.number, toValues(row)) }));
		});
	}
}

const toValues = ({ agent, version, set, setSha256, cases, passed, score, at }: StoredEvaluation): Value[] => [
	agent,
	version,
	set,
	setSha256,
	cases,
	passed,
	score,
	at,
];

const textOf = (tenant: string, number: number, values: Value[]): string => JSON.stringify(['evaluation', tenant, number, ...values]);

const comparedDays = 35;
const actionDays = 29;
const maxEvaluations = 10_000;

export interface StoredQuality extends QualityStore {
	/** Checks that results are the product's. @param tenant default all */
	check(tenant?: string): Promise<CheckedRecords>;
}

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openQualityStore(place: string, clock: Clock = systemClock, mark: Mark = noMark): StoredQuality {
	const database = openStateDatabase(place, [qualitySchema, workSchema]);
	const results = new EvaluationRows(mark, maxEvaluations);
	return {
		...createRunsToJudge(database, clock, new SharedWakeUps()),
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
		countInput: (tenant, agent, traits) =>
			database.change(tenant, (connection) => countInput(connection, tenant, { agent, now: clock.now() }, traits), {
				turn: `quality ${tenant}`,
			}),
		countAction: (tenant, agent, action, compare) =>
			database.change(
				tenant,
				async (connection) => {
					const now = clock.now();
					await countAction(connection, tenant, { agent, now }, action);
					const actions = await readActions(connection, tenant, agent, Math.floor(now / dayMs) - actionDays);
					const own = compare(actions, toDay(now)).filter(({ tool, origin }) => tool === action.tool && origin === action.origin);
					return takeUntold(connection, tenant, now, own);
				},
				{ turn: `quality ${tenant}` },
			),
		async addEvaluation(tenant, evaluation) {
			await results.list.openKey();
			await database.change(tenant, (connection) => results.add(connection, tenant, evaluation), { turn: `quality ${tenant}` });
		},
		check: (tenant = everyTenant) => results.check(database, tenant),
		readJudged: (tenant, day) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ agent: string; passed: number; failed: number }>(
					'SELECT agent, sum(judged_passed) AS passed, sum(judged_failed) AS failed FROM quality_day WHERE tenant = ? AND day = ? GROUP BY agent',
					tenant,
					Math.floor(Date.parse(day) / dayMs),
				);
				return new Map(rows.map(({ agent, passed, failed }) => [agent, { passed: Number(passed), failed: Number(failed) }]));
			}),
		history: (tenant, agent, days) =>
			database.read(tenant, async (connection) => ({
				days: await readDays(connection, tenant, agent, Math.floor(clock.now() / dayMs) - days),
				inputs: await readInputs(connection, tenant, agent ?? '', Math.floor(clock.now() / dayMs) - comparedDays),
				actions: await readActions(connection, tenant, agent ?? '', Math.floor(clock.now() / dayMs) - actionDays),
				evaluations: await results.read(connection, tenant, agent, maxRows),
				failedRuns: await readFailedRuns(connection, tenant, agent ?? ''),
				waiting: await countRunsToJudge(connection, tenant, agent),
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
		Math.round(durationMs),
		tenant,
		agent,
		day,
		version,
	);
	await connection.run('DELETE FROM quality_day WHERE tenant = ? AND agent = ? AND day < ?', tenant, agent, day - maxDays);
}

interface DayRow extends AgentVersion, Record<DayColumn, number> {
	day: number;
	duration: number;
}

const maxRows = 5_000;

async function readDays(connection: StateConnection, tenant: string, agent: string | undefined, since: number): Promise<QualityDay[]> {
	const rows = await connection.all<DayRow>(
		`SELECT * FROM quality_day WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) AND day > ?3 ORDER BY day, agent, version LIMIT ?4`,
		tenant,
		agent ?? '',
		since,
		maxRows,
	);
	return rows.map((row) => ({
		day: toDay(row.day * dayMs),
		agent: row.agent,
		version: row.version,
		succeeded: row.succeeded,
		failed: row.failed,
		timed: row.timed,
		durationMs: row.duration,
		atMost: [row.within_1, row.within_3, row.within_10, row.within_30, row.within_100],
		measured: row.measured,
		unsupported: row.unsupported,
		judgedPassed: row.judged_passed,
		judgedFailed: row.judged_failed,
		full: row.queue_full,
		budget: row.out_of_budget,
		lost: row.lost,
	}));
}
