import type { StateSchema } from '../../../database/state-database';
import { counterFunction } from './usage-counters';

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

const dailyColumns = `
	day INTEGER NOT NULL,
	tenant TEXT NOT NULL,
	agent TEXT NOT NULL,
	host TEXT NOT NULL,
	provider TEXT NOT NULL,
	model TEXT NOT NULL,
	kind TEXT NOT NULL,
	process TEXT NOT NULL DEFAULT '',
	element TEXT NOT NULL DEFAULT '',
	calls INTEGER NOT NULL,
	failed INTEGER NOT NULL,
	lost INTEGER NOT NULL,
	${amounts},
	cost INTEGER NOT NULL,
	unpriced INTEGER NOT NULL,
	estimated INTEGER NOT NULL,
	searches INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (day, tenant, agent, host, provider, model, kind, process, element)`;

/** `call` is the ledger; `daily` has the totals of pruned calls; `counter` has the sums of both for a window of a budget, and no tenant's calls. */
const schema = `
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
		searches INTEGER NOT NULL DEFAULT 0,
		run TEXT,
		conversation TEXT,
		process TEXT,
		instance TEXT,
		element TEXT,
		callers TEXT NOT NULL DEFAULT '',
		pruned INTEGER NOT NULL DEFAULT 0
	) STRICT;
	CREATE INDEX IF NOT EXISTS call_by_time ON call (at);
	CREATE INDEX IF NOT EXISTS open_call ON call (at) WHERE state = 'open';
	CREATE INDEX IF NOT EXISTS call_by_instance ON call (instance) WHERE instance IS NOT NULL;
	CREATE INDEX IF NOT EXISTS call_by_run ON call (run) WHERE run IS NOT NULL;
	CREATE INDEX IF NOT EXISTS pruned_call ON call (id) WHERE pruned = 1;
	CREATE TABLE IF NOT EXISTS daily (${dailyColumns}) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS counter (
		key TEXT NOT NULL PRIMARY KEY,
		tenant TEXT,
		agent TEXT,
		provider TEXT,
		model TEXT,
		run TEXT NOT NULL,
		instance TEXT NOT NULL,
		since INTEGER NOT NULL,
		until INTEGER NOT NULL,
		cost INTEGER NOT NULL,
		tokens INTEGER NOT NULL,
		calls INTEGER NOT NULL,
		open_cost INTEGER NOT NULL,
		open_tokens INTEGER NOT NULL,
		open_calls INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS counter_by_origin ON counter (instance, run);
`;

const upgrades = [
	// Counts the searches of rerankers.
	`ALTER TABLE call ADD COLUMN searches INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE daily ADD COLUMN searches INTEGER NOT NULL DEFAULT 0;
	DROP VIEW line`,
	// Knows the run, the conversation and the element of a process. Counters are built from the ledger again.
	`DROP VIEW IF EXISTS line;
	DROP TABLE counter;
	${['run', 'conversation', 'process', 'instance', 'element'].map((column) => `ALTER TABLE call ADD COLUMN ${column} TEXT`).join(';')};
	ALTER TABLE call ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
	CREATE TABLE daily_of_elements (${dailyColumns}) STRICT, WITHOUT ROWID;
	INSERT INTO daily_of_elements (day, tenant, agent, host, provider, model, kind, calls, failed, lost, input, cached, cache_write, output,
		reasoning, cost, unpriced, estimated, searches)
	SELECT day, tenant, agent, host, provider, model, kind, calls, failed, lost, input, cached, cache_write, output,
		reasoning, cost, unpriced, estimated, searches FROM daily;
	DROP TABLE daily;
	ALTER TABLE daily_of_elements RENAME TO daily`,
	// Knows the agents that led to a call, as `/first/second/`.
	`ALTER TABLE call ADD COLUMN callers TEXT NOT NULL DEFAULT ''`,
];

export const usageSchema: StateSchema = {
	name: 'usage',
	what: 'The usage of models',
	version: 4,
	usesServerTime: true,
	tenantTables: ['call', 'daily'],
	schema,
	postgres: counterFunction,
	upgrades,
};
