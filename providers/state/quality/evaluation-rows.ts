import type { StoredEvaluation } from '../../../core/ports/quality';
import type { StateConnection, StateDatabase, Value } from '../../database/state-database';
import type { CheckedRecords, Mark } from '../../../core/base/sealed-rows';
import { SealedList } from '../sealed/sealed-list';

/** Results are stored as whole numbers. */
const millionths = 1_000_000;

type Row = StoredEvaluation & { number: number; mark: string };

const columns = 'agent, version, set_name AS "set", set_sha256 AS "setSha256", cases, passed, score, at';

export class EvaluationRows {
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
			...[tenant, id, ...values, await this.mark(textOf(tenant, id, values))],
		);
		const left = Math.max(first, id - this.max + 1);
		if (left > first) await connection.run('DELETE FROM evaluation WHERE tenant = ? AND number < ?', tenant, left);
		await this.list.seal(connection, tenant, { id, first: left });
	}

	/** Oldest first of the newest: a new run does not hide a bad result. */
	async read(connection: StateConnection, tenant: string, agent: string | undefined, limit: number): Promise<StoredEvaluation[]> {
		const rows = await connection.all<StoredEvaluation>(
			`SELECT ${columns} FROM evaluation WHERE tenant = ?1 AND (?2 = '' OR agent = ?2) ORDER BY number DESC LIMIT ?3`,
			...[tenant, agent ?? '', limit],
		);
		return rows.toReversed().map((row) => ({ ...row, score: row.score / millionths }));
	}

	check(database: StateDatabase, tenant: string): Promise<CheckedRecords> {
		return this.list.check(database, tenant, async (connection, whose, after, limit) => {
			const rows = await connection.all<Row>(
				`SELECT number, mark, ${columns} FROM evaluation WHERE tenant = ? AND number > ? ORDER BY number LIMIT ?`,
				...[whose, after, limit],
			);
			return rows.map((row) => ({ id: row.number, mark: row.mark, text: textOf(whose, row.number, toValues(row)) }));
		});
	}
}

const toValues = ({ agent, version, set, setSha256, cases, passed, score, at }: StoredEvaluation): Value[] => [
	...[agent, version, set, setSha256, cases, passed, score, at],
];

const textOf = (tenant: string, number: number, values: Value[]): string => JSON.stringify(['evaluation', tenant, number, ...values]);
