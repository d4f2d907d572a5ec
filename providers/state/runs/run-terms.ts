/** Indexes runs by called tools, searched collections and error words. Each run has few terms, so a million runs stay searchable. */
import type { RunSearches } from '../../../core/ports/runs/run-records';
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
const maxSearched = 50;
const maxWords = 100;
/** Max counted: more common terms rank equally. */
const maxCounted = 5_001;

const toolTerm = (tool: string) => `tool:${tool}`;
const searchedTerm = (collection: string) => `searched:${collection}`;
const unansweredTerm = (collection: string) => `unanswered:${collection}`;

const listWords = (text: string): string[] =>
	[...new Set(foldAccents(text.toLowerCase()).match(/[\p{L}\p{N}_]{2,40}/gu) ?? [])].slice(0, maxWords).map((word) => `word:${word}`);

interface TermsOfRun {
	tenant: string;
	runId: string;
	tools: readonly string[];
	searches: readonly RunSearches[];
	error: string | null;
}

/** Replaces an earlier attempt's error words and failed searches. `at`: start time. Removed runs get none. */
export async function setTerms(connection: StateConnection, { tenant, runId, tools, searches, error }: TermsOfRun): Promise<void> {
	const terms = [...new Set(tools)]
		.slice(0, maxTools)
		.map(toolTerm)
		.concat(searches.slice(0, maxSearched).flatMap(toSearchTerms), error === null ? [] : listWords(error));
	await connection.run(
		`DELETE FROM run_term WHERE tenant = ? AND run = ? AND (term LIKE 'word:%' OR term LIKE 'unanswered:%')`,
		tenant,
		runId,
	);
	if (terms.length === 0) return;
	await connection.run(
		`WITH term (name) AS ${textsOf(connection, '?3')}
		INSERT INTO run_term (tenant, term, at, run) SELECT run.tenant, term.name, run.started_at, run.id FROM run CROSS JOIN term
		WHERE run.tenant = ?1 AND run.id = ?2 ON CONFLICT (tenant, term, at, run) DO NOTHING`,
		tenant,
		runId,
		JSON.stringify(terms),
	);
}

const toSearchTerms = ({ collection, isUnanswered }: RunSearches): string[] => [
	searchedTerm(collection),
	...(isUnanswered ? [unansweredTerm(collection)] : []),
];

interface TermFilter {
	tool?: string;
	searched?: string;
	unanswered?: string;
	error?: string;
}

export const termsOf = ({ tool, searched, unanswered, error }: TermFilter): string[] => [
	...(tool === undefined ? [] : [toolTerm(tool)]),
	...(searched === undefined ? [] : [searchedTerm(searched)]),
	...(unanswered === undefined ? [] : [unansweredTerm(unanswered)]),
	...(error === undefined ? [] : listWords(error)),
];

/** Returns terms, rarest first, and the rarest one's count up to the limit. */
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

export async function countUpTo(connection: StateConnection, rows: string, ...values: string[]): Promise<number> {
	const row = await connection.get<{ count: number }>(`SELECT count(*) AS count FROM (${rows} LIMIT ${maxCounted}) AS counted`, ...values);
	return Number(row!.count);
}

const mostCounted = 10_000;

export interface SearchCounts {
	runs: number;
	unanswered: number;
	isPart: boolean;
	/** Start of the first known run that searched it, ever; null for none. Excludes runs from before such counts. */
	firstAt: number | null;
}

export async function countSearches(
	connection: StateConnection,
	{ tenant, collection, from }: { tenant: string; collection: string; from: number },
): Promise<SearchCounts> {
	const count = async (term: string) => {
		const row = await connection.get<{ count: number }>(
			`SELECT count(*) AS count FROM (SELECT 1 FROM run_term WHERE tenant = ?1 AND term = ?2 AND at >= ?3 LIMIT ${mostCounted + 1}) AS counted`,
			tenant,
			term,
			from,
		);
		return Number(row!.count);
	};
	const runs = await count(searchedTerm(collection));
	const unanswered = await count(unansweredTerm(collection));
	const first = await connection.get<{ at: number | null }>(
		'SELECT min(at) AS at FROM run_term WHERE tenant = ?1 AND term = ?2',
		tenant,
		searchedTerm(collection),
	);
	const firstAt = first!.at === null ? null : Number(first!.at);
	return { runs: Math.min(runs, mostCounted), unanswered: Math.min(unanswered, mostCounted), isPart: runs > mostCounted, firstAt };
}
