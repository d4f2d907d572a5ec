/** A command ends when it has answered, whatever connections it leaves open. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import pg from 'pg';
import { buildProcess } from '../support/build-process';
import { onPostgres, postgresDatabases } from '../support/servers/databases';

onPostgres('a command', () => {
	let databases: Awaited<ReturnType<typeof postgresDatabases>>;
	let built: ReturnType<typeof buildProcess>;
	beforeAll(async () => {
		databases = await postgresDatabases();
		built = buildProcess('read-usage');
	});
	afterAll(async () => {
		built.remove();
		await databases.remove();
	});

	/** `pg` keeps idle connections for 10 s, and a server waits 60 s for a login to go on. */
	const run = async (address: string) =>
		(await promisify(execFile)(process.execPath, [built.script, address], { timeout: 8000 })).stdout.trim();

	it('does not wait for its idle connections', async () => {
		expect(await run(await databases.create())).toBe('[]');
	});

	it('does not wait for a login without the password that the server asks for, and names the setting', async () => {
		const address = await databases.create();
		await askForPassword(databases.cluster.asSuperuser(address), new URL(address).username);
		expect(await run(address)).toMatch(
			/^The usage of models in PostgreSQL at 127\.0\.0\.1:\d+\/\w+ cannot be opened: .*password must be a string\. Check user, password .*TROUPE_DATABASE_URL, --to, or the credential in n8n\), and sslmode /,
		);
	});
});

async function askForPassword(address: string, role: string): Promise<void> {
	const client = new pg.Client({ connectionString: address });
	await client.connect();
	const { rows } = await client.query<{ hba_file: string }>('show hba_file');
	const file = rows[0]!.hba_file;
	writeFileSync(file, `host all ${role} 127.0.0.1/32 scram-sha-256\n${readFileSync(file, 'utf8')}`);
	await client.query(`alter role ${role} password 'pw'`);
	await client.query('select pg_reload_conf()');
	await client.end();
}
