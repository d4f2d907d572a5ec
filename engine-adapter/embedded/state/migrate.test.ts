import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrate';
import { schemas } from './schema';

const subject = { file: ':memory:', what: 'The engine state' };

function open(): DatabaseSync {
	const connection = new DatabaseSync(':memory:');
	migrate(connection, subject);
	return connection;
}

const describeTables = (connection: DatabaseSync) =>
	connection.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();

const countRows = (connection: DatabaseSync) =>
	(connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[])
		.map(
			({ name }) => connection.prepare(`SELECT '${name}' AS name, count(*) AS rows FROM "${name}"`).get() as { name: string; rows: number },
		)
		.filter(({ rows }) => rows > 0);

test('every new file of a process is as one that went through all migrations', () => {
	const migrated = new DatabaseSync(':memory:');
	for (const sql of schemas) migrated.exec(sql);
	expect(countRows(migrated)).toEqual([]);
	for (const connection of [open(), open()]) {
		expect(describeTables(connection)).toEqual(describeTables(migrated));
		expect(connection.prepare('PRAGMA user_version').get()).toEqual({ user_version: schemas.length });
		expect(countRows(connection)).toEqual([{ name: 'counter', rows: 1 }]);
	}
});

test('a file of a newer version is refused', () => {
	const connection = new DatabaseSync(':memory:');
	connection.exec(`PRAGMA user_version = ${schemas.length + 1}`);
	expect(() => migrate(connection, subject)).toThrow(expect.objectContaining({ code: 'NOT_SUPPORTED' }));
});
