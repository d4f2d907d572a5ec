import pg from 'pg';
import {
	everyTenant,
	openStateDatabase,
	type StateConnection,
	type StateDatabase,
	type StateSchema,
} from '../../providers/database/state-database';
import { type Databases, onBoth, onPostgres, postgresDatabases } from '../support/servers/databases';

const schema: StateSchema = {
	name: 'notes',
	what: 'The notes',
	version: 1,
	usesServerTime: true,
	tables: { note: { kept: 'setting', nothing: 'id text sealed weight' }, total: { kept: 'setting', nothing: 'name value' } },
	schema: `
		CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, text TEXT NOT NULL, sealed BLOB, weight REAL) STRICT;
		CREATE TABLE IF NOT EXISTS total (tenant TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (tenant, name)) STRICT, WITHOUT ROWID;
	`,
};
const add = (connection: StateConnection, tenant: string, text: string) =>
	connection.get<{ id: number }>('INSERT INTO note (tenant, text) VALUES (?, ?) RETURNING id', tenant, text);
const texts = async (connection: StateConnection) =>
	(await connection.all<{ text: string }>('SELECT text FROM note ORDER BY id')).map(({ text }) => text);
/** Reads, and writes what it read: only changes in turn count right. */
const count = async (connection: StateConnection, tenant: string) => {
	const row = await connection.get<{ value: number }>('SELECT value FROM total WHERE tenant = ? AND name = ?', tenant, 'n');
	await connection.run(
		'INSERT INTO total (tenant, name, value) VALUES (?1, ?2, ?3) ON CONFLICT (tenant, name) DO UPDATE SET value = ?3',
		...[tenant, 'n', (row?.value ?? 0) + 1],
	);
};

let databases: Databases;
let place: string;
let opened: StateDatabase[] = [];
const open = (changes: Partial<StateSchema> = {}, at = place) => {
	const database = openStateDatabase(at, { ...schema, ...changes });
	opened.push(database);
	return database;
};
afterEach(async () => {
	for (const database of opened) await database.close();
	opened = [];
});

onBoth('a database of state', (openDatabases) => {
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		place = await databases.create();
	});
	afterAll(() => databases.remove());

	it('keeps numbers, bytes, texts and nothing as they are', async () => {
		const database = open();
		const time = Date.now();
		await database.change('a', async (connection) => {
			await connection.run(
				'INSERT INTO note (tenant, text, sealed, weight) VALUES (?, ?, ?, ?)',
				...['a', 'Olá, "mundo" é? ?1', Buffer.from([0, 255, 7]), 0.125],
			);
			await connection.run('INSERT INTO total (tenant, name, value) VALUES (?, ?, ?)', 'a', 'time', time);
		});
		const note = await database.read('a', (connection) => connection.get('SELECT id, text, sealed, weight FROM note'));
		expect({ ...note, sealed: [...(note!.sealed as Uint8Array)] }).toEqual({
			id: 1,
			text: 'Olá, "mundo" é? ?1',
			sealed: [0, 255, 7],
			weight: 0.125,
		});
		expect(await database.read('a', (connection) => connection.get('SELECT value, NULL AS "noValue" FROM total'))).toEqual({
			value: time,
			noValue: null,
		});
	});

	it('applies a change completely or not at all', async () => {
		const database = open();
		const failing = database.change('a', async (connection) => {
			await add(connection, 'a', 'lost');
			throw new TypeError('no');
		});
		await expect(failing).rejects.toMatchObject({ code: 'INTERNAL', cause: { message: 'no' } });
		await database.change('a', (connection) => add(connection, 'a', 'kept'), { synced: true });
		expect(await database.read('a', texts)).toEqual(['kept']);
	});

	it('lets changes with the same turn follow each other, in this process and among several connections', async () => {
		const all = [open(), open(), open()];
		await Promise.all(Array.from({ length: 60 }, (_, n) => all[n % 3]!.change('a', (connection) => count(connection, 'a'), { turn: 'n' })));
		expect(await all[0]!.read('a', (connection) => connection.get('SELECT value FROM total'))).toEqual({ value: 60 });
	});

	it('is created once by many that open it at the same time', async () => {
		const all = Array.from({ length: 8 }, () => open());
		await Promise.all(all.map((database, n) => database.change('a', (connection) => add(connection, 'a', `${n}`))));
		expect((await all[0]!.read('a', texts)).sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
	});

	it('of a later version is refused by an earlier one', async () => {
		const later = open({ version: 2 });
		await later.change('a', (connection) => add(connection, 'a', 'new'));
		await later.close();
		await expect(open().read('a', texts)).rejects.toMatchObject({ code: 'NOT_SUPPORTED', details: { found: 2, expected: 1 } });
	});
});

onPostgres('the state of several tenants', () => {
	let server: Awaited<ReturnType<typeof postgresDatabases>>;
	beforeAll(async () => {
		server = await postgresDatabases();
	});
	beforeEach(async () => {
		place = await server.create();
	});
	afterAll(() => server.remove());

	const ask = async (address: string, ...statements: string[]) => {
		const client = new pg.Client({ connectionString: address });
		await client.connect();
		try {
			const results = [];
			for (const statement of statements) results.push((await client.query<Record<string, unknown>>(statement)).rows);
			return results.at(-1)!;
		} finally {
			await client.end();
		}
	};

	describe.each<[string, (address: string) => string]>([
		['as the owner of the database', (own) => own],
		['as the superuser, whom policies do not bind', (own) => server.cluster.asSuperuser(own)],
	])('%s', (_who, as) => {
		it('is limited by the database itself, without any condition in the statement', async () => {
			const database = open({}, as(place));
			await database.change('a', (connection) => add(connection, 'a', 'of a'));
			await database.change('b', (connection) => add(connection, 'b', 'of b'));
			expect(await database.read('a', texts)).toEqual(['of a']);
			expect(await database.read('', texts)).toEqual([]);
			expect(await database.read(everyTenant, texts)).toEqual(['of a', 'of b']);
			expect(await database.change('a', (connection) => connection.run('DELETE FROM note'))).toBe(1);
			await expect(database.change('a', (connection) => add(connection, 'b', 'forged'))).rejects.toMatchObject({
				code: 'STORAGE_UNREADABLE',
			});
			expect(await database.read(everyTenant, texts)).toEqual(['of b']);
		});
	});

	it('shows nothing to a connection of the same user that names no tenant', async () => {
		await open().change('a', (connection) => add(connection, 'a', 'of a'));
		expect(await ask(place, 'select * from troupe.note')).toEqual([]);
	});

	it('leaves no setting on a connection that a pooler gives to others', async () => {
		const database = open();
		await database.change('a', (connection) => add(connection, 'a', 'x'));
		const left = (connection: StateConnection) =>
			connection.get(`SELECT current_setting('troupe.tenant') AS tenant, current_setting('search_path') AS path`);
		expect(await database.read('b', left)).toEqual({ tenant: 'b', path: 'troupe' });
	});

	it('tells its own time, as it is after the turn that a change waited for', async () => {
		const [one, other] = [open(), open()];
		const tell = async ({ serverTime }: StateConnection) => serverTime!;
		let second: Promise<number> | undefined;
		const first = await one.change(
			'a',
			async (connection) => {
				second = other.change('a', tell, { turn: 'n' });
				await connection.get('SELECT pg_sleep(0.3)');
				return tell(connection);
			},
			{ turn: 'n' },
		);
		expect((await second!) - first).toBeGreaterThanOrEqual(290);
		expect(Math.abs(first - Date.now())).toBeLessThan(60_000);
	});

	it('shows a reader one state, whatever is changed meanwhile', async () => {
		const [one, other] = [open(), open()];
		await one.change('a', (connection) => add(connection, 'a', 'first'));
		const seen = await one.read('a', async (connection) => {
			const before = await texts(connection);
			await other.change('a', (changing) => add(changing, 'a', 'second'));
			return [before, await texts(connection)];
		});
		expect(seen).toEqual([['first'], ['first']]);
	});

	it('stops with a clear error while the server is away, without the password, and goes on afterwards', async () => {
		const withPassword = place.replace('@', ':hunter2@');
		const database = open({}, withPassword);
		await database.change('a', (connection) => add(connection, 'a', 'before'));
		await server.cluster.stop('immediate');
		const refused = database.change('a', (connection) => add(connection, 'a', 'lost'));
		await expect(refused).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE', retryable: true });
		await expect(refused).rejects.not.toThrow(/hunter2/);
		await server.cluster.start();
		await database.change('a', (connection) => add(connection, 'a', 'after'));
		expect(await database.read('a', texts)).toEqual(['before', 'after']);
	});

	it('says which address is invalid without showing it', async () => {
		await expect(open({}, 'postgres://u:p@ss@[').read('a', texts)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});
