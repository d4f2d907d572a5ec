import type { StateSchema } from '../../database/state-database';

/**
 * n8n executions in which our node worked for a person. `contact`, `conversation`: keyed hashes, or empty. `execution` is empty if started by the
 * channel trigger, which n8n does not tell the id: it is searched by turn between `first_at` and `last_at`. `ends_at`: removal by n8n; null without
 * pruning. Times are milliseconds since the epoch.
 */
export const executionSchema: StateSchema = {
	name: 'executions',
	what: 'The executions of n8n',
	version: 1,
	tables: {
		n8n_execution: {
			kept: 'execution',
			oldBy: 'last_at',
			whose: { pseudonym: 'contact conversation' },
			// Forgetting removes the execution in n8n, then the row; an unreachable one stays listed until its end.
			stays: 'expires',
			pseudonym: 'contact conversation',
			reference: 'execution turn',
			nothing: 'instance workflow first_at last_at ends_at',
		},
	},
	schema: `
		CREATE TABLE IF NOT EXISTS n8n_execution (
			tenant TEXT NOT NULL,
			instance TEXT NOT NULL,
			workflow TEXT NOT NULL,
			execution TEXT NOT NULL,
			turn TEXT NOT NULL,
			contact TEXT NOT NULL,
			conversation TEXT NOT NULL,
			first_at INTEGER NOT NULL,
			last_at INTEGER NOT NULL,
			ends_at INTEGER,
			PRIMARY KEY (tenant, instance, workflow, execution, turn, contact, conversation)
		) STRICT, WITHOUT ROWID;
		CREATE INDEX IF NOT EXISTS n8n_execution_by_contact ON n8n_execution (tenant, contact);
		CREATE INDEX IF NOT EXISTS n8n_execution_by_conversation ON n8n_execution (tenant, conversation);
		CREATE INDEX IF NOT EXISTS n8n_execution_by_turn ON n8n_execution (tenant, turn) WHERE turn <> '';
		CREATE INDEX IF NOT EXISTS n8n_execution_by_end ON n8n_execution (tenant, ends_at);
	`,
};
