import { listenInPostgres } from '../../../providers/database/postgres/listen-in-postgres';

/** A connection can break silently, and a pooler withholds notifications, so readers also poll. */
const pollMs = 2000;

/**
 * Calls `onChange` per commit, in order, through PostgreSQL's NOTIFY; without a tenant if notifications may be lost. Database errors go to the
 * callers.
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
