import pg from 'pg';
import { TroupeError } from '../core/base/errors';
import { EndingClient } from './ending-client';

const maxConnections = 10;
const timeoutMs = 10_000;

const int8 = 20;
/** Reads 8-byte integers as numbers: ours stay far below 2^53. */
const findParser: typeof pg.types.getTypeParser = (id, format) =>
	Number(id) === int8 ? Number : (pg.types.getTypeParser(id, format) as (value: string) => unknown);

/** @param name shown by the server for its connections @throws TroupeError INPUT_INVALID for an invalid address */
export function openPostgresPool(address: string, name: string): pg.Pool {
	checkAddress(address);
	const pool = new pg.Pool({
		connectionString: address,
		max: maxConnections,
		connectionTimeoutMillis: timeoutMs,
		// A command that is done does not wait ten seconds for its idle connections.
		allowExitOnIdle: true,
		Client: EndingClient,
		application_name: name,
		types: { getTypeParser: findParser },
	});
	// A broken idle connection is replaced; a caller that gets no connection receives an error.
	pool.on('error', () => undefined);
	// A connection that breaks fails its query; without a listener it would also end the process.
	pool.on('connect', (client) => client.on('error', () => undefined));
	return pool;
}

/** Opens a connection outside the pool, for locks that belong to a connection. The timeout is that of the pool. @param name shown by the server @param queryTimeoutMs default: that of the pool @throws TroupeError INPUT_INVALID; and as `pg` does */
export async function connectApart(address: string, name: string, queryTimeoutMs = timeoutMs): Promise<pg.Client> {
	checkAddress(address);
	const timeouts = { connectionTimeoutMillis: timeoutMs, query_timeout: queryTimeoutMs };
	const types = { getTypeParser: findParser };
	const client = new EndingClient({ connectionString: address, ...timeouts, application_name: name, keepAlive: true, types });
	// Without a listener, a broken connection would end the process.
	client.on('error', () => undefined);
	await client.connect();
	return client;
}

/** Checks the address: a client parses it on creation, and its error contains the address with the password. */
function checkAddress(address: string): void {
	try {
		void new pg.Client({ connectionString: address });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_URL' && !(error instanceof URIError)) return; // reported when it connects
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The PostgreSQL address is invalid.',
			fix: 'Write it as postgres://user:password@host:5432/database; in the password, encode @ : / and % as %40 %3A %2F and %25.',
		});
	}
}
