import type { Mark } from '../../../core/base/sealed-rows';
import { TroupeError } from '../../../core/base/errors';
import { addLines, type StatementLine, subtractLines } from '../../../core/ports/statement';
import { everyTenant, openStateDatabase, type StateConnection, type StateSchema } from '../../database/state-database';
import { usageSchema } from './usage-schema';
import { readSums } from './usage-totals';

export const statementSchema: StateSchema = {
	name: 'statements',
	what: 'The statements of usage',
	version: 1,
	tables: {
		statements_since: { isCommon: true, kept: 'record', nothing: 'single at' },
		usage_statement: { kept: 'record', nothing: 'month number at content mark' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS statements_since (
			single INTEGER NOT NULL PRIMARY KEY CHECK (single = 1),
			at INTEGER NOT NULL
		) STRICT;
		CREATE TABLE IF NOT EXISTS usage_statement (
			tenant TEXT NOT NULL,
			month TEXT NOT NULL,
			number INTEGER NOT NULL,
			at INTEGER NOT NULL,
			content TEXT NOT NULL,
			mark TEXT NOT NULL,
			PRIMARY KEY (tenant, month, number)
		) STRICT, WITHOUT ROWID;
	`,
};

/** A tenant's month, fixed once its first document is stored. */
export interface StatedPeriod {
	timeZone: string;
	/** Milliseconds since the epoch: `from` inclusive, `to` exclusive. */
	from: number;
	to: number;
}

/** A month's first document is its statement; later ones correct it. */
export interface StatementDocument extends StatedPeriod {
	month: string;
	number: number;
	at: number;
	lines: StatementLine[];
}

export interface StatementStore {
	/** Starts keeping statements: from the first call if the ledger is under a day old, else from now. @returns the start */
	begin(now: number): Promise<number>;
	/** Undefined before `begin`. */
	since(): Promise<number | undefined>;
	/** Returns the start of the first stated month: the previous UTC midnight if earlier versions summed that day, which cannot be divided. */
	findBegin(tenant: string, from: number): Promise<number>;
	/** @throws TroupeError STORAGE_DAMAGED for a document not written by the installation */
	read(tenant: string, month: string): Promise<StatementDocument[]>;
	preview(tenant: string, period: Pick<StatedPeriod, 'from' | 'to'>): Promise<StatementLine[]>;
	/** Closes a month, or corrects it if the ledger differs. Idempotent, also concurrently. @returns all documents of the month */
	closeMonth(tenant: string, month: string, period: StatedPeriod, now: number): Promise<StatementDocument[]>;
	close(): Promise<void>;
}

type Row = Record<'month' | 'content' | 'mark', string> & Record<'number' | 'at', number>;

const dayMs = 86_400_000;
/** More than an installation has; beyond it lines are by model only. */
const maxLines = 10_000;

/** @param place `postgres://…`, or the path of a file @throws TroupeError on use: STORAGE_… */
export function openStatementStore(place: string, mark: Mark): StatementStore {
	const database = openStateDatabase(place, [statementSchema, usageSchema]);
	const textOf = (tenant: string, { month, number, at, content }: Omit<Row, 'mark'>) =>
		JSON.stringify(['usage statement', tenant, month, number, at, content]);
	const readAll = async (connection: StateConnection, tenant: string, month: string) => {
		const rows = await connection.all<Row>(
			'SELECT month, number, at, content, mark FROM usage_statement WHERE tenant = ? AND month = ? ORDER BY number',
			tenant,
			month,
		);
		for (const row of rows) {
			const expected = await mark(textOf(tenant, row));
			if (expected !== '' && row.mark !== expected) throw damaged(month, row.number);
		}
		return rows.map(({ content, number, at }): StatementDocument => ({ month, number, at, ...(JSON.parse(content) as StatedLines) }));
	};
	return {
		begin: (now) =>
			database.change(
				everyTenant,
				async (connection) => {
					const since = await readSince(connection);
					if (since !== undefined) return since;
					const { at: first } = (await connection.get<{ at: number | null }>(
						'SELECT MIN(at) AS at FROM (SELECT MIN(at) AS at FROM usage_call UNION ALL SELECT MIN(day) FROM usage_day) AS used',
					))!;
					const at = first !== null && Number(first) > now - dayMs ? Math.min(Number(first), now) : now;
					await connection.run('INSERT INTO statements_since (single, at) VALUES (1, ?)', at);
					return at;
				},
				{ turn: 'statements', synced: true },
			),
		since: () => database.read(everyTenant, readSince),
		async findBegin(tenant, from) {
			const midnight = Math.floor(from / dayMs) * dayMs;
			const sum = await database.read(tenant, (connection) =>
				connection.get('SELECT day FROM usage_day WHERE tenant = ? AND day >= ? AND day < ? LIMIT 1', tenant, midnight, from),
			);
			return sum ? midnight : from;
		},
		async read(tenant, month) {
			await mark('');
			return database.read(tenant, (connection) => readAll(connection, tenant, month));
		},
		preview: (tenant, period) => database.read(tenant, (connection) => readLines(connection, tenant, period)),
		async closeMonth(tenant, month, period, now) {
			await mark(''); // Opens the key before a transaction.
			return database.change(
				tenant,
				async (connection) => {
					const documents = await readAll(connection, tenant, month);
					const { timeZone, from, to } = documents[0] ?? period;
					const stated = addLines(documents.flatMap(({ lines }) => lines));
					const lines = subtractLines(await readLines(connection, tenant, { from, to }), stated);
					if (lines.length === 0) return documents;
					const content = JSON.stringify({ timeZone, from, to, lines } satisfies StatedLines);
					const row = { month, number: documents.length + 1, at: now, content };
					await connection.run(
						'INSERT INTO usage_statement (tenant, month, number, at, content, mark) VALUES (?, ?, ?, ?, ?, ?)',
						tenant,
						month,
						row.number,
						now,
						content,
						await mark(textOf(tenant, row)),
					);
					return [...documents, { month, number: row.number, at: now, timeZone, from, to, lines }];
				},
				{ turn: `statement ${tenant}`, synced: true },
			);
		},
		close: () => database.close(),
	};
}

type StatedLines = StatedPeriod & { lines: StatementLine[] };

async function readSince(connection: StateConnection): Promise<number | undefined> {
	const row = await connection.get<{ at: number }>('SELECT at FROM statements_since');
	return row && Number(row.at);
}

async function readLines(
	connection: StateConnection,
	tenant: string,
	{ from, to }: Pick<StatedPeriod, 'from' | 'to'>,
): Promise<StatementLine[]> {
	const read = (by: Array<'agent' | 'model' | 'kind'>) => readSums(connection, { by, tenant, from, to, page: { limit: maxLines + 1 } });
	const sums = await read(['agent', 'model', 'kind']);
	return (sums.length > maxLines ? await read(['model', 'kind']) : sums).map(
		({ group, cost: nanoUsd, open: _open, lost: _lost, estimated: _estimated, ...amounts }) => ({
			agent: group.agent ?? null,
			model: group.model!,
			kind: group.kind!,
			...amounts,
			nanoUsd,
		}),
	);
}

const damaged = (month: string, number: number) =>
	new TroupeError({
		code: 'STORAGE_DAMAGED',
		message: `Document ${number} of the statement of ${month} is not the one that the installation wrote.`,
		fix: 'Restore the database from a backup, or ask who has changed it.',
		details: { month, number },
	});
