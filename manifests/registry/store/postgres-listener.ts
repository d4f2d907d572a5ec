import pg from 'pg';

const retryMs = 1000;
/** A connection that is gone without a word is noticed by this. */
const lookMs = 2000;

/** Hears of commits by NOTIFY, which PostgreSQL hands on in their order; connects again when the connection breaks, and says that some may have been missed. */
export function listenForChanges(address: string, heard: (tenant: string | undefined) => void): () => Promise<void> {
	let stopped = false;
	let client: pg.Client | undefined;
	let again: NodeJS.Timeout | undefined;

	const connect = async (): Promise<void> => {
		const next = new pg.Client({
			connectionString: address,
			application_name: 'troupe registry events',
			keepAlive: true,
			connectionTimeoutMillis: 10_000,
		});
		client = next;
		next.on('notification', ({ payload }) => heard(payload));
		next.on('error', () => undefined); // `end` follows
		next.on('end', () => later(next));
		try {
			await next.connect();
			await next.query('listen troupe_registry');
			heard(undefined);
		} catch {
			// The database does not answer: who asks it is told, and this is tried until it does.
			later(next);
		}
	};
	const later = (failed: pg.Client): void => {
		if (stopped || client !== failed) return;
		client = undefined;
		failed.end().catch(() => undefined); // it is gone already
		again = setTimeout(() => void connect(), retryMs).unref();
	};
	void connect();
	const look = setInterval(() => heard(undefined), lookMs).unref();
	return async () => {
		stopped = true;
		clearTimeout(again);
		clearInterval(look);
		await client?.end().catch(() => undefined); // it is gone already
	};
}
