import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeExecuteFunctions } from '../../../test/support/n8n/fake-execute-functions';
import { toDatabaseAddress } from './read-database';
import { readState } from './read-state';

const settings = ['TROUPE_HOME', 'TROUPE_TENANT', 'TROUPE_DATABASE_URL', 'TROUPE_MEMORY_STORE', 'EXECUTIONS_MODE'] as const;
let home: string;
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-node-state-'))));
afterEach(() => {
	for (const name of settings) delete process.env[name];
	rmSync(home, { recursive: true });
});

const database = { host: 'db.example.com', port: 5433, database: 'troupe', user: 'troupe', password: 'p@ss:/%', ssl: 'require' };
let executions = 0;
const start = (credentials?: Parameters<typeof fakeExecuteFunctions>[0]['credentials']) => {
	const hints: string[] = [];
	const options = { parameters: {}, credentials, executionId: `state ${++executions}`, onHint: (hint: string) => hints.push(hint) };
	return { context: fakeExecuteFunctions(options), hints };
};

test.each([
	[{}, 'postgres://troupe:p%40ss%3A%2F%25@db.example.com:5433/troupe?sslmode=verify-full'],
	[{ ignoreSslIssues: true }, 'postgres://troupe:p%40ss%3A%2F%25@db.example.com:5433/troupe?sslmode=no-verify'],
	[{ ssl: 'disable', ignoreSslIssues: true }, 'postgres://troupe:p%40ss%3A%2F%25@db.example.com:5433/troupe?sslmode=disable'],
	[{ password: '', port: undefined, ssl: undefined }, 'postgres://troupe@db.example.com:5432/troupe?sslmode=disable'],
	[{ host: 'db1, db2:5432', password: '', ssl: undefined }, 'postgres://troupe@db1:5433,db2:5432/troupe?sslmode=disable'],
	[{ host: '::1', password: 'x', ssl: undefined }, 'postgres://troupe:x@[::1]:5433/troupe?sslmode=disable'],
	[
		{ host: '/var/run/postgresql', password: 'x', ssl: undefined },
		'postgres://troupe:x@%2Fvar%2Frun%2Fpostgresql:5433/troupe?sslmode=disable',
	],
])('the fields %j name a database', (changes, address) => {
	expect(toDatabaseAddress({ ...database, ...changes } as typeof database)).toBe(address);
});

test.each(['host', 'user', 'database'])('a credential without %s is refused', (name) => {
	expect(() => toDatabaseAddress({ ...database, [name]: ' ' })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

test('the memory of a node with the credential is in its database, whatever the environment names', async () => {
	process.env.TROUPE_MEMORY_STORE = 'postgres://other/memories';
	const { context } = start({ troupeDatabaseApi: database });
	expect(await readState(context)).toMatchObject({ database: expect.stringContaining('db.example.com'), memoryStore: '' });
	expect(await readState(start().context)).not.toHaveProperty('memoryStore');
});

test('the credential goes before the database of the environment, and without one state is in files', async () => {
	expect(await readState(start().context)).toMatchObject({ name: 'n8n', stateFolder: home });
	expect(await readState(start().context)).not.toHaveProperty('database');
	process.env.TROUPE_DATABASE_URL = 'postgres://other/db';
	expect((await readState(start({ troupeDatabaseApi: database }).context)).database).toContain('db.example.com');
});

test('a credential that the form does not show is not used, and the error says what to set', async () => {
	const parameters = { stateIn: 'own' };
	const context = fakeExecuteFunctions({ parameters, node: { parameters }, credentials: { troupeDatabaseApi: database } });
	await expect(readState(context)).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		fix: expect.stringContaining('Set State to Database') as string,
	});
});

test('the tenant of the credential goes before that of the environment', async () => {
	process.env.TROUPE_TENANT = 'globex';
	expect(await readState(start().context)).toMatchObject({ tenant: 'globex' });
	expect(await readState(start({ troupeDatabaseApi: database }).context)).toMatchObject({ tenant: 'globex' });
	expect(await readState(start({ troupeDatabaseApi: { ...database, tenant: ' acme ' } }).context)).toMatchObject({ tenant: 'acme' });
	await expect(readState(start({ troupeDatabaseApi: { ...database, tenant: '*' } }).context)).rejects.toMatchObject({
		code: 'INPUT_INVALID',
	});
});

test('a node says once in an execution that state is local although n8n runs in queue mode', async () => {
	process.env.EXECUTIONS_MODE = 'queue';
	const first = start();
	await readState(first.context);
	await readState(first.context);
	expect(first.hints).toEqual([expect.stringContaining('TROUPE_DATABASE_URL')]);
	const second = start();
	await readState(second.context);
	expect(second.hints).toHaveLength(1);
	const shared = start({ troupeDatabaseApi: database });
	await readState(shared.context);
	process.env.TROUPE_DATABASE_URL = 'postgres://db/troupe';
	await readState(shared.context);
	expect(shared.hints).toEqual([]);
});
