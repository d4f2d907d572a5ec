/** By which names and words a run is found: the tools that it called, and the words of its error. A run has few, so that a million runs are searched by an index. */
import { foldAccents } from '../../../core/words/terms';
import { textsOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';

export const runTermTable = `
	CREATE TABLE IF NOT EXISTS run_term (
		tenant TEXT NOT NULL,
		term TEXT NOT NULL,
		at INTEGER NOT NULL,
		run TEXT NOT NULL,
		PRIMARY KEY (tenant, term, at, run)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS term_by_run ON run_term (tenant, run);
`;

const maxTools = 50;
const maxWords = 100;
/** Counting stops here: what is more common is as common as all else. */
const maxCounted = 5_001;

const toolTerm = (tool: string) => `tool:${tool}`;

/** Returns the first words of the text of an error, without accents. */
const listWords = (text: string): string[] =>
	[...new Set(foldAccents(text.toLowerCase()).match(/[\p{L}\p{N}_]{2,40}/gu) ?? [])].slice(0, maxWords).map((word) => `word:${word}`);

/** Sets the terms of a run: words of an earlier attempt leave. `at` is when it began. A run that was removed gets none. */
export async function setTerms(
	connection: StateConnection,
	{ tenant, runId, tools, error }: { tenant: string; runId: string; tools: readonly string[]; error: string | null },
): Promise<void> {
	const terms = [...new Set(tools)]
		.slice(0, maxTools)
		.map(toolTerm)
		.concat(error === null ? [] : listWords(error));
	await connection.run(`DELETE FROM run_term WHERE tenant = ? AND run = ? AND term LIKE 'word:%'`, tenant, runId);
	if (terms.length === 0) return;
	await connection.run(
		`WITH term (name) AS ${textsOf(connection, '?3')}
		INSERT INTO run_term (tenant, term, at, run) SELECT run.tenant, term.name, run.started_at, run.id FROM run CROSS JOIN term
		WHERE run.tenant = ?1 AND run.id = ?2 ON CONFLICT (tenant, term, at, run) DO NOTHING`,
		...[tenant, runId, JSON.stringify(terms)],
	);
}

/** Returns the terms that a search names. @param error words, in any order */
export const termsOf = ({ tool, error }: { tool?: string; error?: string }): string[] => [
	...(tool === undefined ? [] : [toolTerm(tool)]),
	...(error === undefined ? [] : listWords(error)),
];

/** Returns the terms, the rarest first, and how many runs that one has, as far as it was counted. */
export async function rankTerms(
	connection: StateConnection,
	tenant: string,
	terms: readonly string[],
): Promise<{ ranked: string[]; count: number }> {
	const counted: Array<{ term: string; count: number }> = [];
	for (const term of terms)
		counted.push({
			term,
			count: await countUpTo(connection, 'SELECT 1 FROM run_term WHERE tenant = ?1 AND term = ?2', tenant, term),
		});
	counted.sort((one, other) => one.count - other.count);
	return { ranked: counted.map(({ term }) => term), count: counted[0]?.count ?? Infinity };
}

/** Counts rows, and stops where there are too many to tell what is rarer. */
export async function countUpTo(connection: StateConnection, rows: string, ...values: string[]): Promise<number> {
	const row = await connection.get<{ count: number }>(`SELECT count(*) AS count FROM (${rows} LIMIT ${maxCounted}) AS counted`, ...values);
	return Number(row!.count);
}
