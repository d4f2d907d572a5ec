import pg from 'pg';
import { type FakeCall, type FakeServer, rawAnswer, type RawReply, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { identify } from './api-keys';
import { performQuery, type TableRequest } from './perform-query';
import { readPreferences, readQuery, RestRefusal, type Preferences } from './read-query';

export interface SupabaseServer extends FakeServer {
	/** Performs this many next requests, and ends their connections before the answer arrives. */
	loseAnswers(count: number): void;
}

/**
 * Starts a stand-in of Supabase's REST API in front of a real PostgreSQL: the gateway's check of keys, and the part of PostgREST 14 that reads and
 * writes tables. Roles, policies, constraints and errors are the database's own.
 * @param authenticator the address that `createSupabaseDatabase` returns
 */
export async function startSupabaseServer(authenticator: string, port?: number): Promise<SupabaseServer> {
	const pool = new pg.Pool({ connectionString: authenticator, max: 8 });
	pool.on('error', () => undefined); // the next request meets what ended an idle connection
	let lost = 0;
	const server = await startFakeServer(async (call, nextReply) => {
		const reply = (nextReply() as RawReply | undefined) ?? (await answer(call, pool));
		return rawAnswer(lost > 0 && lost-- > 0 ? { ...reply, cutAfter: 0 } : reply);
	}, port);
	const close = async () => {
		await server.close();
		await pool.end();
	};
	return { ...server, close, loseAnswers: (count) => void (lost = count) };
}

async function answer(call: FakeCall, pool: pg.Pool): Promise<RawReply> {
	const identity = await identify(call.headers);
	if ('status' in identity) return identity;
	try {
		const { request, isSingle } = readRequest(call);
		const rows = await inTransaction(pool, identity.role, identity.claims, async (client) => {
			const found = await performQuery(client, request);
			// Inside the transaction: PostgREST undoes a change whose answer it cannot give.
			if (isSingle && found.length !== 1) throw notOne(found.length);
			return found;
		});
		return toReply(request, rows, isSingle);
	} catch (error) {
		if (error instanceof RestRefusal) return { status: error.status, body: error.body };
		if (error instanceof pg.DatabaseError) return toRefusal(error, identity.role);
		return {
			status: 503,
			body: { code: 'PGRST000', details: null, hint: null, message: 'Database connection error. Retrying the connection.' },
		};
	}
}

const singleObject = 'application/vnd.pgrst.object+json';

function readRequest({ method, path, headers, body }: FakeCall): { request: TableRequest; isSingle: boolean } {
	const { pathname, searchParams } = new URL(path, 'http://supabase.test');
	const [, table] = /^\/rest\/v1\/([^/]+)$/.exec(pathname) ?? [];
	if (table === undefined) throw new RestRefusal(404, 'PGRST125', 'Invalid path specified in request URL');
	if (method !== 'GET' && method !== 'POST' && method !== 'PATCH' && method !== 'DELETE')
		throw new RestRefusal(405, 'PGRST117', `Unsupported HTTP method: ${method}`);
	const accept = headers.accept ?? '*/*';
	if (![singleObject, 'application/json', '*/*', 'application/*'].some((type) => accept.includes(type)))
		throw new RestRefusal(406, 'PGRST107', `None of these media types are available: ${accept}`);
	const preferences = readPreferences(String(headers['prefer'] ?? ''));
	if (preferences.invalid.length > 0)
		throw new RestRefusal(
			400,
			'PGRST122',
			'Invalid preferences given with handling=strict',
			`Invalid preferences: ${preferences.invalid.join(', ')}`,
		);
	const writes = method === 'POST' || method === 'PATCH';
	if (writes && (typeof body !== 'object' || body === null)) throw new RestRefusal(400, 'PGRST102', 'Empty or invalid json');
	return { request: { method, table, query: readQuery(searchParams), preferences, body }, isSingle: accept.includes(singleObject) };
}

async function inTransaction<Result>(
	pool: pg.Pool,
	role: string,
	claims: object,
	work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
	const client = await pool.connect();
	try {
		await client.query('begin');
		await client.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [role, JSON.stringify(claims)]);
		const result = await work(client);
		await client.query('commit');
		return result;
	} catch (error) {
		await client.query('rollback').catch(() => undefined); // the connection is gone
		throw error;
	} finally {
		client.release();
	}
}

function toReply({ method, preferences }: TableRequest, rows: object[], isSingle: boolean): RawReply {
	const headers = { 'content-range': contentRange(method, preferences, rows.length) };
	const hasBody = method === 'GET' || preferences.returning === 'representation';
	const status = method === 'POST' ? 201 : hasBody ? 200 : 204;
	return { status, headers, body: hasBody ? (isSingle ? rows[0] : rows) : '' };
}

function contentRange(method: string, { isCounted }: Preferences, count: number): string {
	const total = isCounted ? String(count) : '*';
	return method === 'GET' && count > 0 ? `0-${count - 1}/${total}` : `*/${total}`;
}

const notOne = (count: number) =>
	new RestRefusal(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', `The result contains ${count} rows`);

/** https://docs.postgrest.org/en/v14/references/errors.html */
function toRefusal({ code = 'XX000', message, detail, hint }: pg.DatabaseError, role: string): RawReply {
	const statuses: Array<[RegExp, number]> = [
		[/^(?:08|53)/, 503],
		[/^(?:09|25|2D|38|39|3B|40|54|55|57|58|F0|HV|XX)/, 500],
		[/^(?:0L|0P|28)/, 403],
		[/^23(?:503|505)$/, 409],
		[/^42(?:883|P01)$/, 404],
		[/^42501$/, role === 'anon' ? 401 : 403],
	];
	const status = statuses.find(([codes]) => codes.test(code))?.[1] ?? 400;
	return { status, body: { code, details: detail ?? null, hint: hint ?? null, message } };
}
