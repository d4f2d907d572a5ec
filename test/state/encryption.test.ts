import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStateDatabase, type StateSchema } from '../../providers/database/state-database';
import { onPostgres, postgresDatabases } from '../support/servers/databases';

const schema: StateSchema = {
	name: 'notes',
	what: 'The notes',
	version: 1,
	tables: { note: { isCommon: true, kept: 'setting', nothing: 'id' } },
	schema: 'CREATE TABLE IF NOT EXISTS note (id INTEGER NOT NULL) STRICT;',
};

async function use(address: string): Promise<unknown> {
	const database = openStateDatabase(address, schema);
	try {
		return await database.read('a', (connection) => connection.get('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'));
	} finally {
		await database.close();
	}
}

onPostgres('an encrypted connection', () => {
	let databases: Awaited<ReturnType<typeof postgresDatabases>>;
	let folder: string;
	let authority: string;
	let plain: string;
	let named: string;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-tls-'));
		authority = join(folder, 'authority.crt');
		databases = await postgresDatabases();
		plain = await databases.create();
		named = plain.replace('127.0.0.1', 'localhost');
	});
	afterAll(async () => {
		await databases.remove();
		rmSync(folder, { recursive: true, force: true });
	});

	it('is not offered by a server without a certificate: the error says what to change', async () => {
		await expect(use(`${plain}?sslmode=verify-full`)).rejects.toMatchObject({
			...{ code: 'STORAGE_UNREADABLE', retryable: false },
			message: expect.stringContaining('does not support SSL'),
			fix: expect.stringContaining('sslmode'),
		});
	});

	const isInstalled = spawnSync('openssl', ['version']).status === 0;
	const withCertificates = isInstalled ? describe : describe.skip;
	withCertificates('to a server whose certificate is for localhost, of an authority of its own (needs the package openssl)', () => {
		beforeAll(async () => {
			const { server } = databases.cluster;
			const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
			openssl(...'req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.crt -days 2 -subj /CN=authority'.split(' '));
			openssl(
				...'req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost -addext subjectAltName=DNS:localhost'.split(
					' ',
				),
			);
			openssl(
				...'x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -out server.crt -days 2 -copy_extensions copyall'.split(
					' ',
				),
			);
			for (const name of ['server.crt', 'server.key']) {
				copyFileSync(join(folder, name), join(server.place.data, name));
				if (server.place.user) chownSync(join(server.place.data, name), server.place.user.uid, server.place.user.gid);
			}
			await databases.cluster.stop();
			await server.start({ ssl: 'on' });
		});

		it.each([
			['sslmode=verify-full', () => `${named}?sslmode=verify-full&sslrootcert=${authority}`],
			['sslmode=require, which is the same', () => `${named}?sslmode=require&sslrootcert=${authority}`],
			['sslmode=verify-ca, by whatever name', () => `${plain}?sslmode=verify-ca&sslrootcert=${authority}`],
			['sslmode=no-verify, without the authority', () => `${plain}?sslmode=no-verify`],
		])('is used with %s', async (_mode, address) => expect(await use(address())).toEqual({ ssl: true }));

		it('is not used with sslmode=disable', async () => expect(await use(`${plain}?sslmode=disable`)).toEqual({ ssl: false }));

		it.each([
			['an unknown authority', () => `${named}?sslmode=verify-full`, 'STORAGE_UNREADABLE', /certificate/],
			['another name', () => `${plain}?sslmode=verify-full&sslrootcert=${authority}`, 'STORAGE_UNREADABLE', /127\.0\.0\.1/],
			[
				'a file that is missing',
				() => `${named}?sslmode=verify-full&sslrootcert=${authority}.missing`,
				'INPUT_INVALID',
				/authority\.crt\.missing.*ENOENT/,
			],
			['a mode that could go without', () => `${named}?sslmode=prefer`, 'INPUT_INVALID', /sslmode="prefer"/],
		])('is refused for %s, for good and with the way out', async (_why, address, code, message) => {
			const fault = await use(address()).catch((thrown: unknown) => thrown);
			expect(fault).toMatchObject({
				code,
				retryable: false,
				message: expect.stringMatching(message),
				fix: expect.stringMatching(/sslmode|sslrootcert/),
			});
		});
	});
});
