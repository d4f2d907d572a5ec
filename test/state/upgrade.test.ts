/** A newer version upgrades a store that processes of the older one have open. */
import { openStateDatabase, type StateDatabase, type StateSchema } from '../../database/state-database';
import { type Databases, onBoth } from '../support/servers/databases';

const older: StateSchema = {
	name: 'notes',
	what: 'The notes',
	version: 1,
	tenantTables: ['note'],
	schema: 'CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, text TEXT NOT NULL) STRICT;',
};
const newer: StateSchema = {
	...older,
	version: 2,
	tenantTables: ['note', 'label'],
	upgrades: [`ALTER TABLE note ADD COLUMN importance INTEGER NOT NULL DEFAULT 1;`],
	schema: `
		CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, text TEXT NOT NULL, importance INTEGER NOT NULL DEFAULT 1) STRICT;
		CREATE TABLE IF NOT EXISTS label (tenant TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
};

const add = (database: StateDatabase, text: string) =>
	database.change('acme', (connection) => connection.run('INSERT INTO note (tenant, text) VALUES (?, ?)', 'acme', text));
const list = (database: StateDatabase) =>
	database.read('acme', async (connection) =>
		(await connection.all<{ text: string }>('SELECT text FROM note ORDER BY id')).map(({ text }) => text),
	);

onBoth('A store that a newer version upgrades', (open) => {
	let databases: Databases;
	let place: string;
	const opened: StateDatabase[] = [];
	const use = (schema: StateSchema) => {
		const database = openStateDatabase(place, schema);
		opened.push(database);
		return database;
	};
	beforeAll(async () => {
		databases = await open();
	});
	beforeEach(async () => {
		place = await databases.create();
	});
	afterEach(async () => {
		for (const database of opened.splice(0)) await database.close();
	});
	afterAll(() => databases.remove());

	it('is read and written by processes of both, as long as they run', async () => {
		const running = use(older);
		await add(running, 'before');
		const upgraded = use(newer);
		await add(upgraded, 'by the newer');
		await add(running, 'by the older');
		expect(await list(running)).toEqual(['before', 'by the newer', 'by the older']);
		expect(await list(upgraded)).toEqual(['before', 'by the newer', 'by the older']);
		const importance = await upgraded.read('acme', (connection) => connection.all<{ importance: number }>('SELECT importance FROM note'));
		expect(importance.map((row) => row.importance)).toEqual([1, 1, 1]);
	});

	it('is refused by a process of the older one that starts, in words, and is not changed', async () => {
		const upgraded = use(newer);
		await add(upgraded, 'kept');
		await expect(list(use(older))).rejects.toMatchObject({
			code: 'NOT_SUPPORTED',
			message: expect.stringMatching(
				/^The notes in .* cannot be opened: a later version of Troupe wrote it \(schema 2; this one knows 1\)\.$/,
			),
			fix: expect.stringContaining('later one'),
		});
		expect(await list(upgraded)).toEqual(['kept']);
	});

	it('is upgraded once, whoever starts at the same time', async () => {
		await add(use(older), 'before');
		const many = Array.from({ length: 5 }, () => use(newer));
		await Promise.all(many.map((database, index) => add(database, `by ${index}`)));
		expect((await list(many[0]!)).sort()).toEqual(['before', 'by 0', 'by 1', 'by 2', 'by 3', 'by 4']);
	});
});
