import pg from 'pg';
import { TroupeError } from '../../../core/base/errors';
import { faultReason, shortenMessage } from '../fault-reason';
import { invalidAddress, parseServerAddress } from './server-address';

class Servers<Server extends { host: string }> {
	/** The last server that answered comes first. */
	#order: readonly Server[];

	constructor(servers: readonly Server[]) {
		this.#order = servers;
	}

	/**
	 * Connects to the first writable server. @throws as `connect` for a single server, and for a fault of all servers, such as a refused login;
	 * otherwise SQLSTATE 25006 if all are standbys, 08001 if one does not answer
	 */
	async connect<Connection>(connect: (server: Server) => Promise<Connection>): Promise<Connection> {
		const order = this.#order;
		const refusals: Array<{ isStandby: boolean; text: string }> = [];
		for (const server of order) {
			try {
				const connection = await connect(server);
				this.#order = [server, ...order.filter((other) => other !== server)];
				return connection;
			} catch (cause) {
				const kind = faultReason(cause)?.kind;
				if (order.length === 1 || (kind !== 'unreachable' && kind !== 'read-only')) throw cause;
				refusals.push({ isStandby: kind === 'read-only', text: `${server.host}: ${shortenMessage(cause)}` });
			}
		}
		const code = refusals.every(({ isStandby }) => isStandby) ? '25006' : '08001';
		throw Object.assign(new Error(`no server accepts changes (${refusals.map(({ text }) => text).join('; ')})`), { code });
	}
}

/** Closes a login that fails on this side, such as without a password; `pg` would wait a minute for the server. */
class ClosingClient extends pg.Client {
	override connect(): Promise<pg.Client>;
	override connect(callback: (error: Error) => void): void;
	override connect(callback?: (error: Error) => void): Promise<pg.Client> | void {
		const connected = super.connect().catch((cause: unknown) => {
			void this.end();
			throw cause;
		});
		if (callback === undefined) return connected;
		connected.then(() => (callback as () => void)(), callback);
	}
}

const maxConnections = 10;
const timeoutMs = 10_000;
/** Oldest release that passes the tests. */
const oldestVersion = 14;

const int8 = 20;
/** Reads 8-byte integers as numbers: ours stay far below 2^53. */
const findParser: typeof pg.types.getTypeParser = (id, format) =>
	Number(id) === int8 ? Number : (pg.types.getTypeParser(id, format) as (value: string) => unknown);

export interface PostgresPool {
	/** Release it with an error if the connection or server must not be used again. */
	connect(): Promise<pg.PoolClient>;
	end(): Promise<void>;
}

/** @param name shown by the server for its connections @throws TroupeError INPUT_INVALID for an invalid address; on use NOT_SUPPORTED for an old server, and as `pg` does */
export function openPostgresPool(address: string, name: string): PostgresPool {
	const { servers, isWritableOnly } = parseServerAddress(address);
	const pools = servers.map(({ host, address: connectionString }) => {
		checkAddress(connectionString);
		const settings: Omit<pg.PoolConfig, 'onConnect'> & { onConnect(client: pg.ClientBase): Promise<void> } = {
			connectionString,
			max: maxConnections,
			connectionTimeoutMillis: timeoutMs,
			application_name: name,
			keepAlive: true,
			// Finished commands do not wait ten seconds for idle connections.
			allowExitOnIdle: true,
			Client: ClosingClient,
			// Statements are sent without waiting for earlier results.
			pipeline: true,
			types: { getTypeParser: findParser },
			onConnect: (client) => checkServer(client, host, isWritableOnly),
		};
		const pool = new pg.Pool(settings);
		pool.on('error', () => undefined);
		// Without a listener, a broken connection would also end the process.
		pool.on('connect', (client) => client.on('error', () => undefined));
		return { host, pool };
	});
	const writable = new Servers(pools);
	return {
		connect: () => writable.connect(({ pool }) => pool.connect()),
		end: async () => void (await Promise.all(pools.map(({ pool }) => pool.end()))),
	};
}

/** Includes `pg` options and variables such as PGHOST. @throws TroupeError INPUT_INVALID for an invalid address */
export function findServers(address: string): string[] {
	return parseServerAddress(address).servers.map(({ address: connectionString }) => {
		checkAddress(connectionString);
		const { host } = new pg.Client({ connectionString });
		return host.startsWith('/') ? 'localhost' : host.toLowerCase();
	});
}

/**
 * Opens a connection outside the pool, for connection locks. @param name shown by the server @param queryTimeoutMs default: that of the pool @throws
 * TroupeError INPUT_INVALID, NOT_SUPPORTED; and as `pg` does
 */
export async function connectApart(address: string, name: string, queryTimeoutMs = timeoutMs): Promise<pg.Client> {
	const { servers, isWritableOnly } = parseServerAddress(address);
	const timeouts = { connectionTimeoutMillis: timeoutMs, query_timeout: queryTimeoutMs };
	const types = { getTypeParser: findParser };
	return new Servers(servers).connect(async ({ host, address: connectionString }) => {
		checkAddress(connectionString);
		const client = new ClosingClient({ connectionString, ...timeouts, application_name: name, keepAlive: true, types });
		// Without a listener, a broken connection would end the process.
		client.on('error', () => undefined);
		await client.connect();
		try {
			await checkServer(client, host, isWritableOnly);
		} catch (cause) {
			await client.end();
			throw cause;
		}
		return client;
	});
}

/** Detects a pooler such as PgBouncer, which invents the backend's process id. In transaction mode, nothing may be left on a connection. */
export async function hasPooler(client: pg.Client): Promise<boolean> {
	const { rows } = await client.query<{ process: number }>('select pg_backend_pid() as process');
	return (client as unknown as { processID: number | null }).processID !== rows[0]!.process;
}

/** @throws TroupeError NOT_SUPPORTED for a server of an old release; SQLSTATE 25006 for one that accepts no changes, if it must */
async function checkServer(client: pg.ClientBase, host: string, isWritableOnly: boolean): Promise<void> {
	const { rows } = await client.query<{ version: string; major: number; fixed: boolean }>(`
		select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major,
			current_setting('transaction_read_only') = 'on' as fixed`);
	const { version, major, fixed } = rows[0]!;
	if (major < oldestVersion)
		throw new TroupeError({
			code: 'NOT_SUPPORTED',
			message: `PostgreSQL ${version} at ${host} is not supported. Troupe needs PostgreSQL ${oldestVersion} or newer.`,
			fix: 'Upgrade the server, or use another one.',
			details: { expected: oldestVersion, actual: version },
		});
	if (fixed && isWritableOnly) throw Object.assign(new Error('is a standby, or read-only'), { code: '25006' });
}

/** Checked before `pg` parses it, whose error contains the password. */
function checkAddress(address: string): void {
	try {
		void new pg.Client({ connectionString: address });
	} catch (error) {
		const { code, path } = error as NodeJS.ErrnoException;
		if (path !== undefined) throw unreadableCertificate(path, code);
		if (code !== 'ERR_INVALID_URL' && !(error instanceof URIError)) return; // reported when it connects
		throw invalidAddress();
	}
}

const unreadableCertificate = (path: string, code = 'it cannot be read') =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The file ${path}, which the PostgreSQL address names, cannot be read: ${code}.`,
		fix: 'Correct sslrootcert, sslcert or sslkey in the address, and let this user read the file.',
	});
