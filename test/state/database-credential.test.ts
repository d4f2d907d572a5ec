import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../../nodes/TroupeGuardrails/execute';
import { testDatabase } from '../../nodes/shared/state/test-database';
import { fakeExecuteFunctions } from '../support/n8n/fake-execute-functions';
import { openGate } from '../fakes/permissive-gate';
import { type Databases, onPostgres, postgresDatabases } from '../support/servers/databases';

onPostgres('a node with the credential of a database', () => {
	let databases: Databases;
	let folder: string;
	beforeAll(async () => {
		databases = await postgresDatabases();
		folder = mkdtempSync(join(tmpdir(), 'troupe-credential-'));
		process.env.TROUPE_VAULT_KEY = Buffer.alloc(32, 7).toString('base64');
	});
	afterAll(async () => {
		delete process.env.TROUPE_HOME;
		delete process.env.TROUPE_VAULT_KEY;
		rmSync(folder, { recursive: true, force: true });
		await databases.remove();
	});

	/** The fields of the credential for the address of a test's database. */
	async function createCredential() {
		const { hostname, port, username, pathname, searchParams } = new URL(await databases.create());
		const host = searchParams.get('host') ?? hostname;
		return { host, port: Number(port || 5432), user: username, database: pathname.slice(1), password: '', ssl: 'disable' };
	}

	test('restores on one n8n what was masked on another', async () => {
		const troupeDatabaseApi = await createCredential();
		const run = async (home: string, parameters: object) => {
			process.env.TROUPE_HOME = join(folder, home);
			const fields = { conversationId: 'c', locales: [], types: [], ...parameters };
			const context = fakeExecuteFunctions({ parameters: fields, credentials: { troupeDatabaseApi } });
			const [[item]] = (await execute.call(context, openGate())) as [[{ json: { text: string } }]];
			return item.json.text;
		};
		const masked = await run('a', { operation: 'mask', mask: 'token', text: 'ana@example.com' });
		expect(masked).toMatch(/^\[EMAIL_1_/);
		expect(await run('b', { operation: 'restore', text: masked })).toBe('ana@example.com');
	});

	test('tells in its test whether it works, and what to do', async () => {
		const credential = await createCredential();
		expect(await testDatabase(credential)).toEqual({ status: 'OK', message: 'Ready, without data so far' });
		expect(await testDatabase({ ...credential, user: '' })).toMatchObject({ status: 'Error', message: expect.stringContaining('"User"') });
		const refused = await testDatabase({ ...credential, database: 'no_such_database' });
		expect(refused).toMatchObject({ status: 'Error', message: expect.stringContaining('Check user, password and database') });
	});
});
