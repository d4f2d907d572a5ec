import type { StateConnection, StateSchema } from '../../database/state-database';
import { forgetConversations } from './remove-runs';
import { noticeTables } from './run-notices';
import { runTermTable } from './run-terms';
import { runKeyTable } from './sealed-entries';
import { endedTrailTable } from './ended-trails';

/** Most runs are completed; the others have an index by state, used by queries with exactly these words. */
const notCompleted = `state <> 'completed'`;

/**
 * Condition for runs stored in a state. SQLite needs it repeated to use the index. PostgreSQL would count it twice, expect too few failed runs, and
 * sort them all for the first page.
 */
export const isStoredAs = ({ dialect }: StateConnection, state: 'running' | 'waiting' | 'failed' | 'cancelled'): string =>
	dialect === 'sqlite' ? `${notCompleted} AND state = '${state}'` : `state = '${state}'`;

/**
 * A run has a row from its start; its trail is stored if effects are possible. `entries`: number of steps; `mark` covers it and the last step's mark.
 * `contact`, `conversation`: keyed hashes. A run without a trail has no lease: after `ends_by` its process is gone. `cost` is in billionths of a US
 * dollar. Times are milliseconds since the epoch.
 */
export const runSchema: StateSchema = {
	name: 'runs',
	what: 'The trails of runs',
	version: 1,
	usesServerTime: true,
	forgetting: { remove: (connection, { tenant, pseudonyms, now }) => forgetConversations(connection, tenant, pseudonyms, now) },
	tables: {
		run: {
			kept: 'run',
			whose: { pseudonym: 'contact conversation' },
			oldBy: 'touched_at',
			staysWhile: 'EXISTS (SELECT 1 FROM suspended WHERE suspended.tenant = run.tenant AND suspended.run = run.id)',
			pseudonym: 'contact conversation',
			masked: 'error',
			reference: 'id execution instance trace',
			user: 'asked_by api_key caller',
			nothing: `holder leased_until entries mark touched_at state outcome reason error_code agent agent_version agent_sha256 host workflow channel
				process element evaluation of_case node sandbox manifest model attempts ends_by started_at ended_at duration cost input output
				model_calls tool_calls`,
		},
		// Sealed while running; afterwards by rule `runContent`: nothing, masked, or sealed with the person's key.
		run_entry: { kept: 'run', whose: { run: 'run' }, reference: 'run', masked: 'entry', underMasterKey: 'entry', nothing: 'number mark' },
		claim: { kept: 'claim', stays: 'expires', reference: 'name claimed_by', nothing: 'at is_stored' },
		suspended: {
			kept: 'run',
			whose: { run: 'run' },
			reference: 'run suspension',
			encrypted: 'sealed',
			underMasterKey: 'sealed',
			nothing: 'agent agent_version pending since decide_by expires_at',
		},
		run_store: { isCommon: true, kept: 'record', nothing: 'single identity' },
		last_notice: { kept: 'record', nothing: 'id' },
		notice: {
			kept: 'run',
			whose: { run: 'run' },
			reference: 'run suspension',
			nothing: 'id at kind agent agent_version pending since expires_at',
		},
		run_term: { kept: 'run', whose: { run: 'run' }, reference: 'run', derived: 'term', nothing: 'at' },
		run_key: {
			kept: 'run',
			whose: { pseudonym: 'subject' },
			goesWith: 'run',
			pseudonym: 'subject',
			sealed: 'sealed',
			underMasterKey: 'sealed',
		},
		ended_trail: {
			kept: 'brief',
			whose: { run: 'run' },
			reference: 'run',
			encrypted: 'sealed',
			underMasterKey: 'sealed',
			nothing: 'kept_until',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS run (
			tenant TEXT NOT NULL,
			id TEXT NOT NULL,
			holder TEXT,
			leased_until INTEGER NOT NULL,
			entries INTEGER NOT NULL,
			mark TEXT NOT NULL,
			touched_at INTEGER NOT NULL,
			contact TEXT,
			conversation TEXT,
			state TEXT,
			outcome TEXT,
			reason TEXT,
			error_code TEXT,
			error TEXT,
			agent TEXT,
			agent_version TEXT,
			agent_sha256 TEXT,
			host TEXT,
			asked_by TEXT,
			workflow TEXT,
			execution TEXT,
			channel TEXT,
			process TEXT,
			instance TEXT,
			element TEXT,
			api_key TEXT,
			trace TEXT,
			caller TEXT,
			evaluation TEXT,
			of_case TEXT,
			node TEXT,
			sandbox TEXT,
			manifest TEXT,
			model TEXT,
			attempts INTEGER NOT NULL DEFAULT 0,
			ends_by INTEGER NOT NULL DEFAULT 0,
			started_at INTEGER NOT NULL,
			ended_at INTEGER,
			duration INTEGER,
			cost INTEGER,
			input INTEGER,
			output INTEGER,
			model_calls INTEGER,
			tool_calls INTEGER,
			PRIMARY KEY (tenant, id)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS run_by_age ON run (touched_at);
		CREATE INDEX IF NOT EXISTS run_by_age_of_tenant ON run (tenant, touched_at);
		CREATE INDEX IF NOT EXISTS run_by_start ON run (started_at, tenant, id);
		CREATE INDEX IF NOT EXISTS run_by_start_of_tenant ON run (tenant, started_at, id);
		CREATE INDEX IF NOT EXISTS run_by_agent ON run (tenant, agent, started_at, id);
		CREATE INDEX IF NOT EXISTS run_by_state ON run (tenant, state, started_at, id) WHERE ${notCompleted};
		CREATE INDEX IF NOT EXISTS run_by_contact ON run (tenant, contact, started_at, id) WHERE contact IS NOT NULL;
		CREATE INDEX IF NOT EXISTS run_by_conversation ON run (tenant, conversation, started_at, id) WHERE conversation IS NOT NULL;
		CREATE INDEX IF NOT EXISTS run_by_execution ON run (tenant, execution, started_at, id) WHERE execution IS NOT NULL;
		CREATE INDEX IF NOT EXISTS run_by_instance ON run (tenant, instance, started_at, id) WHERE instance IS NOT NULL;
		CREATE INDEX IF NOT EXISTS run_by_caller ON run (tenant, caller, started_at, id) WHERE caller IS NOT NULL;
		CREATE INDEX IF NOT EXISTS run_by_evaluation ON run (tenant, evaluation, started_at, id) WHERE evaluation IS NOT NULL;
		CREATE INDEX IF NOT EXISTS run_by_trace ON run (tenant, trace, started_at, id) WHERE trace IS NOT NULL;
		CREATE INDEX IF NOT EXISTS run_by_node ON run (tenant, node, started_at, id) WHERE node IS NOT NULL;
		CREATE INDEX IF NOT EXISTS run_by_sandbox ON run (tenant, sandbox, started_at, id) WHERE sandbox IS NOT NULL;
		CREATE TABLE IF NOT EXISTS run_entry (
			tenant TEXT NOT NULL,
			run TEXT NOT NULL,
			number INTEGER NOT NULL,
			entry TEXT NOT NULL,
			mark TEXT NOT NULL,
			PRIMARY KEY (tenant, run, number)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS claim (
			tenant TEXT NOT NULL,
			name TEXT NOT NULL,
			claimed_by TEXT NOT NULL,
			at INTEGER NOT NULL,
			is_stored INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, name)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS claim_by_age ON claim (at);
		CREATE TABLE IF NOT EXISTS suspended (
			tenant TEXT NOT NULL,
			run TEXT NOT NULL,
			suspension TEXT NOT NULL,
			agent TEXT NOT NULL,
			agent_version TEXT NOT NULL,
			pending TEXT NOT NULL,
			since INTEGER NOT NULL,
			decide_by INTEGER NOT NULL,
			expires_at INTEGER NOT NULL,
			sealed BLOB NOT NULL,
			PRIMARY KEY (tenant, run)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS suspended_by_expiry ON suspended (expires_at);
		CREATE INDEX IF NOT EXISTS suspended_by_decision ON suspended (decide_by);
		CREATE TABLE IF NOT EXISTS run_store (
			single INTEGER NOT NULL PRIMARY KEY CHECK (single = 1),
			identity TEXT NOT NULL
		) STRICT;
		${noticeTables}
		${runTermTable}
		${runKeyTable}
		${endedTrailTable}
	`,
};
