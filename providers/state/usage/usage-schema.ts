/** One billionth of a US dollar. Costs are integers of this unit, so that sums are exact. */
export const nano = 1_000_000_000;

/** Null stays null. */
export const toNano = (dollars: number | null): number | null => (dollars === null ? null : Math.round(dollars * nano));

const amounts = `
	input INTEGER NOT NULL,
	cached INTEGER NOT NULL,
	cache_write INTEGER NOT NULL,
	output INTEGER NOT NULL,
	reasoning INTEGER NOT NULL`;

/** `call` is the ledger; `daily` has the totals of pruned calls; `counter` has the sums of both for a window of a budget. */
export const schema = `
	CREATE TABLE IF NOT EXISTS call (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		at INTEGER NOT NULL,
		tenant TEXT NOT NULL,
		agent TEXT,
		host TEXT NOT NULL,
		provider TEXT NOT NULL,
		model TEXT NOT NULL,
		kind TEXT NOT NULL,
		state TEXT NOT NULL,
		error_code TEXT,
		${amounts},
		tier TEXT,
		estimated INTEGER NOT NULL,
		cost INTEGER,
		price_table TEXT,
		duration INTEGER NOT NULL,
		searches INTEGER NOT NULL DEFAULT 0
	) STRICT;
	CREATE INDEX IF NOT EXISTS call_by_time ON call (at);
	CREATE INDEX IF NOT EXISTS open_call ON call (at) WHERE state = 'open';
	CREATE TABLE IF NOT EXISTS daily (
		day INTEGER NOT NULL,
		tenant TEXT NOT NULL,
		agent TEXT NOT NULL,
		host TEXT NOT NULL,
		provider TEXT NOT NULL,
		model TEXT NOT NULL,
		kind TEXT NOT NULL,
		calls INTEGER NOT NULL,
		failed INTEGER NOT NULL,
		lost INTEGER NOT NULL,
		${amounts},
		cost INTEGER NOT NULL,
		unpriced INTEGER NOT NULL,
		estimated INTEGER NOT NULL,
		searches INTEGER NOT NULL DEFAULT 0,
		PRIMARY KEY (day, tenant, agent, host, provider, model, kind)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS counter (
		key TEXT NOT NULL PRIMARY KEY,
		tenant TEXT,
		agent TEXT,
		provider TEXT,
		model TEXT,
		since INTEGER NOT NULL,
		until INTEGER NOT NULL,
		cost INTEGER NOT NULL,
		tokens INTEGER NOT NULL,
		calls INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE VIEW IF NOT EXISTS line AS
		SELECT at / 86400000 * 86400000 AS day, tenant, agent, host, provider, model, kind, 1 AS calls,
			state = 'failed' AS failed, state = 'open' AS open, state = 'lost' AS lost,
			input, cached, cache_write, output, reasoning, IFNULL(cost, 0) AS cost, cost IS NULL AS unpriced, estimated, searches
		FROM call
		UNION ALL
		SELECT day, tenant, NULLIF(agent, ''), host, provider, model, kind, calls,
			failed, 0, lost, input, cached, cache_write, output, reasoning, cost, unpriced, estimated, searches
		FROM daily
`;

/** Version 2 counts the searches of rerankers. */
export const upgrades = [
	`ALTER TABLE call ADD COLUMN searches INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE daily ADD COLUMN searches INTEGER NOT NULL DEFAULT 0;
	DROP VIEW line`,
];
