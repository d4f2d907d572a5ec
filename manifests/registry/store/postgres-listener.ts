import type { Client } from 'pg';
import { connectApart, hasPooler } from '../../../database/postgres-pool';

const retryMs = 1000;
/** A connection can break without an error, so readers also look for changes at this interval. */
const pollMs = 2000;

/**
 * Calls `onChange` with the tenant of each commit, in the order of the commits, through PostgreSQL's NOTIFY. Reconnects when the connection
 * breaks. Calls it without a tenant when notifications may have been missed.
 */
export function listenForChanges(address: string, onChange: (tenant: string | undefined) => void): () => Promise<void> {
	let stopped = false;
	let client: Client | undefined;
	let retry: NodeJS.Timeout | undefined;

	const connect = async (): Promise<void> => {
		try {
			const opened = await connectApart(address, 'troupe registry events');
			// Behind a pooler, others would get the notifications: changes are then found at the interval alone.
			if (stopped || (await hasPooler(opened))) return void (await close(opened));
			client = opened;
			opened.on('notification', ({ payload }) => onChange(payload));
			opened.on('end', () => reconnectLater(opened));
			await opened.query('listen troupe_registry');
			onChange(undefined);
		} catch {
			// Callers of the database get the error themselves. This connection is retried until the database answers.
			reconnectLater(client);
		}
	};
	const reconnectLater = (broken: Client | undefined): void => {
		if (stopped || client !== broken) return;
		client = undefined;
		if (broken) void close(broken);
		clearTimeout(retry);
		retry = setTimeout(() => void connect(), retryMs).unref();
	};
	void connect();
	const poll = setInterval(() => onChange(undefined), pollMs).unref();
	return async () => {
		stopped = true;
		clearTimeout(retry);
		clearInterval(poll);
		if (client) await close(client);
	};
}

/** A connection that is already gone cannot be closed, which does not matter. */
const close = (client: Client): Promise<void> => client.end().catch(() => undefined);
