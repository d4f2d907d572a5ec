import pg from 'pg';

/** A transaction that lost its client, or waits for a hanging one, must not block a tenant forever. In milliseconds. */
const timeouts = { idle_in_transaction_session_timeout: 60_000, lock_timeout: 30_000, statement_timeout: 60_000 };

export interface TransactionSettings {
	tenant: string;
	/** The role to switch to, where row-level security does not apply to the login. */
	role?: string;
	searchPath?: string;
}

/** Returns the expressions that set what holds until the end of a transaction: nothing is left on a connection that a pooler gives to others. */
export function settingExpressions({ tenant, role, searchPath }: TransactionSettings): string {
	const settings: Array<[string, string]> = [
		['troupe.tenant', tenant],
		...Object.entries(timeouts).map(([name, milliseconds]): [string, string] => [name, String(milliseconds)]),
		...(searchPath === undefined ? [] : [['search_path', searchPath] as [string, string]]),
		...(role === undefined ? [] : [['role', role] as [string, string]]),
	];
	return settings.map(([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`).join(', ');
}
