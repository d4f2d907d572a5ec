import { listenInPostgres } from '../../../providers/database/postgres/listen-in-postgres';

/** A connection can break without an error, and a pooler keeps notifications back, so readers also look for changes at this interval. */
const pollMs = 2000;

/**
 * Calls `onChange` with the tenant of each commit, in the order of the commits, through PostgreSQL's NOTIFY. Calls it without a tenant when
 * notifications may have been missed. Callers of the database get its errors themselves.
 */
export function listenForChanges(address: string, onChange: (tenant: string | undefined) => void): () => Promise<void> {
	const listening = listenInPostgres(
		address,
		{ channel: 'troupe_registry', name: 'troupe registry events' },
		{ heard: onChange, connected: () => onChange(undefined) },
	);
	const poll = setInterval(() => onChange(undefined), pollMs).unref();
	return () => {
		clearInterval(poll);
		return listening.close();
	};
}
