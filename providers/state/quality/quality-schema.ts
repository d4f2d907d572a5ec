import { lastTable } from '../sealed/sealed-list';
import type { StateSchema } from '../../database/state-database';

/** Days count from 1970. A window holds an agent's consecutive judged runs of any version. */
export const qualitySchema: StateSchema = {
	name: 'quality',
	what: 'The quality of agents',
	version: 1,
	tables: {
		quality_day: {
			kept: 'quality',
			nothing: `agent day version succeeded failed timed duration within_1 within_3 within_10 within_30 within_100 measured unsupported
				judged_passed judged_failed queue_full out_of_budget lost`,
		},
		input_day: { kept: 'quality', nothing: 'agent day trait value count' },
		action_day: { kept: 'quality', nothing: 'agent day tool origin calls amount told' },
		quality_window: { kept: 'quality', nothing: 'agent number passed failed' },
		run_to_judge: { kept: 'work', whose: { run: 'run' }, stays: 'expires', reference: 'run', masked: 'content' },
		failed_run: {
			kept: 'newest',
			whose: { run: 'run' },
			stays: 'expires',
			reference: 'run',
			masked: 'reason',
			nothing: 'agent version at',
		},
		last_evaluation: { kept: 'record', nothing: 'id first mark' },
		evaluation: { kept: 'newest', nothing: 'number agent version set_name set_sha256 cases passed score at mark' },
	},
	schema: `
		CREATE TABLE IF NOT EXISTS quality_day (
			tenant TEXT NOT NULL,
			agent TEXT NOT NULL,
			day INTEGER NOT NULL,
			version TEXT NOT NULL,
			succeeded INTEGER NOT NULL DEFAULT 0,
			failed INTEGER NOT NULL DEFAULT 0,
			timed INTEGER NOT NULL DEFAULT 0,
			duration INTEGER NOT NULL DEFAULT 0,
			within_1 INTEGER NOT NULL DEFAULT 0,
			within_3 INTEGER NOT NULL DEFAULT 0,
			within_10 INTEGER NOT NULL DEFAULT 0,
			within_30 INTEGER NOT NULL DEFAULT 0,
			within_100 INTEGER NOT NULL DEFAULT 0,
			measured INTEGER NOT NULL DEFAULT 0,
			unsupported INTEGER NOT NULL DEFAULT 0,
			judged_passed INTEGER NOT NULL DEFAULT 0,
			judged_failed INTEGER NOT NULL DEFAULT 0,
			queue_full INTEGER NOT NULL DEFAULT 0,
			out_of_budget INTEGER NOT NULL DEFAULT 0,
			lost INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (tenant, agent, day, version)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS input_day (
			tenant TEXT NOT NULL,
			agent TEXT NOT NULL,
			day INTEGER NOT NULL,
			trait TEXT NOT NULL,
			value TEXT NOT NULL,
			count INTEGER NOT NULL,
			PRIMARY KEY (tenant, agent, day, trait, value)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS action_day (
			tenant TEXT NOT NULL,
			agent TEXT NOT NULL,
			day INTEGER NOT NULL,
			tool TEXT NOT NULL,
			origin TEXT NOT NULL,
			calls INTEGER NOT NULL,
			amount REAL NOT NULL,
			told TEXT NOT NULL DEFAULT '',
			PRIMARY KEY (tenant, agent, day, tool, origin)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS quality_window (
			tenant TEXT NOT NULL,
			agent TEXT NOT NULL,
			number INTEGER NOT NULL,
			passed INTEGER NOT NULL,
			failed INTEGER NOT NULL,
			PRIMARY KEY (tenant, agent, number)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS run_to_judge (
			tenant TEXT NOT NULL,
			run TEXT NOT NULL,
			content TEXT NOT NULL,
			PRIMARY KEY (tenant, run)
		) STRICT, WITHOUT ROWID;
		CREATE TABLE IF NOT EXISTS failed_run (
			tenant TEXT NOT NULL,
			run TEXT NOT NULL,
			agent TEXT NOT NULL,
			version TEXT NOT NULL,
			reason TEXT NOT NULL,
			at INTEGER NOT NULL,
			PRIMARY KEY (tenant, run)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS failed_run_of_agent ON failed_run (tenant, agent, at);
		${lastTable('last_evaluation')}
		CREATE TABLE IF NOT EXISTS evaluation (
			tenant TEXT NOT NULL,
			number INTEGER NOT NULL,
			agent TEXT NOT NULL,
			version TEXT NOT NULL,
			set_name TEXT NOT NULL,
			set_sha256 TEXT NOT NULL,
			cases INTEGER NOT NULL,
			passed INTEGER NOT NULL,
			score INTEGER NOT NULL,
			at INTEGER NOT NULL,
			mark TEXT NOT NULL,
			PRIMARY KEY (tenant, number)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS evaluation_of_agent ON evaluation (tenant, agent, number);
	`,
};
