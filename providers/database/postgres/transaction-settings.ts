import pg from 'pg';

/** Milliseconds. A transaction that lost its client, or waits for a hanging one, must not block a tenant forever. */
const timeouts = { idle_in_transaction_session_timeout: 60_000, lock_timeout: 30_000, statement_timeout: 60_000 };

interface TransactionSettings {
	tenant: string;
	role?: string;
	searchPath?: string;
}

/** Settings end with the transaction: a pooler gives the connection to others. */
export function settingExpressions({ tenant, role, searchPath }: TransactionSettings): string {
	const settings: Array<[string, string]> = [
		['troupe.tenant', tenant],
		...Object.entries(timeouts).map(([name, milliseconds]): [string, string] => [name, String(milliseconds)]),
		...(searchPath === undefined ? [] : [['search_path', searchPath] as [string, string]]),
		...(role === undefined ? [] : [['role', role] as [string, string]]),
	];
	return settings.map(([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`).join(', ');
}
