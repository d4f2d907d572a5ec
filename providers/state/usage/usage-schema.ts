import { lastTable, type ListTables } from '../sealed/sealed-list';
import type { StateSchema } from '../../database/state-database';
import { counterFunction } from './usage-counters';

/** A billionth of a US dollar; integer costs keep sums exact. */
export const nano = 1_000_000_000;

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
	mark TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (day, tenant, agent, host, provider, model, kind, process, element)`;

/**
 * `usage_call`: the ledger, numbered per tenant at a call's end. `usage_day`: totals of pruned calls. `usage_counter`: sums of both per budget
 * window, across tenants.
 */
const schema = `
	CREATE TABLE IF NOT EXISTS usage_call (
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
		person TEXT,
		api_key TEXT,
		agent_version TEXT,
		agent_sha256 TEXT,
		process TEXT,
		instance TEXT,
		element TEXT,
		execution TEXT,
		channel TEXT,
		callers TEXT NOT NULL DEFAULT '',
		pruned INTEGER NOT NULL DEFAULT 0,
		number INTEGER,
		mark TEXT NOT NULL DEFAULT ''
	) STRICT;
	CREATE INDEX IF NOT EXISTS call_by_time ON usage_call (at);
	CREATE INDEX IF NOT EXISTS open_call ON usage_call (at) WHERE state = 'open';
	CREATE INDEX IF NOT EXISTS call_by_instance ON usage_call (instance) WHERE instance IS NOT NULL;
	CREATE INDEX IF NOT EXISTS call_by_run ON usage_call (run) WHERE run IS NOT NULL;
	CREATE INDEX IF NOT EXISTS call_by_conversation ON usage_call (tenant, conversation) WHERE conversation IS NOT NULL;
	CREATE INDEX IF NOT EXISTS call_by_person ON usage_call (tenant, person) WHERE person IS NOT NULL;
	CREATE UNIQUE INDEX IF NOT EXISTS call_by_number ON usage_call (tenant, number) WHERE number IS NOT NULL;
	CREATE INDEX IF NOT EXISTS pruned_call ON usage_call (id) WHERE pruned = 1;
	${lastTable('last_call')}
	CREATE TABLE IF NOT EXISTS usage_day (${dailyColumns}) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS usage_counter (
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
	CREATE INDEX IF NOT EXISTS counter_by_origin ON usage_counter (instance, run);
`;

export const callTables: ListTables = { name: 'calls', last: 'last_call', rows: 'usage_call', number: 'number' };

export const usageSchema: StateSchema = {
	name: 'usage',
	what: 'The usage of models',
	version: 1,
	usesServerTime: true,
	tables: {
		usage_call: {
			kept: 'usage',
			whose: { pseudonym: 'conversation person' },
			stays: 'bill',
			pseudonym: 'conversation person',
			reference: 'run execution instance',
			user: 'api_key',
			nothing: `id at agent host provider model kind state error_code input cached cache_write output reasoning tier estimated cost price_table
				duration searches agent_version agent_sha256 process element channel callers pruned number mark`,
		},
		last_call: { kept: 'record', nothing: 'id first mark' },
		usage_day: {
			kept: 'record',
			nothing: `day agent host provider model kind process element calls failed lost input cached cache_write output reasoning cost unpriced
				estimated searches mark`,
		},
		usage_counter: {
			isCommon: true,
			kept: 'month',
			stays: 'expires',
			reference: 'run instance',
			nothing: 'key tenant agent provider model since until cost tokens calls open_cost open_tokens open_calls',
		},
	},
	schema,
	postgres: counterFunction,
};
