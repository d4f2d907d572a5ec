/** `troupe verify` on machines that share a PostgreSQL. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attacks } from '../../verify/attacks';
import { openTenantStore } from '../../providers/state/tenant-store';
import { openAccess } from '../../service/access/open-access';
import { openTestRange } from '../support/open-test-range';
import { onPostgres, postgresDatabases } from '../support/servers/databases';

onPostgres('Machines that share a database', () => {
	let databases: Awaited<ReturnType<typeof postgresDatabases>>;
	let address: string;
	let homes: string[];
	beforeAll(async () => {
		databases = await postgresDatabases();
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		address = await databases.create();
		homes = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'troupe-verify-machine-')));
	});
	afterEach(() => homes.forEach((home) => rmSync(home, { recursive: true })));

	/** Plays an attack on each machine. */
	const play = (id: string, settings: Record<string, string> = {}) =>
		Promise.all(
			homes.map(async (home) => {
				const range = await openTestRange(home, { TROUPE_DATABASE_URL: address, ...settings });
				try {
					return (await attacks.find((attack) => attack.id === id)!.play(range)).state;
				} finally {
					await range.close();
				}
			}),
		);

	it('are judged by the keys there', async () => {
		const environment = { TROUPE_DATABASE_URL: address };
		const access = await openAccess({ home: homes[0]!, environment, token: 'x', log: () => undefined });
		await access.keys.create({ tenant: 'shop', name: 'ends', role: 'viewer' }, { subject: 'the test' });
		expect(await play('ASI03.37')).toEqual(['held', 'held']);
		await access.keys.create({ tenant: 'shop', name: 'lasts', role: 'viewer', days: null }, { subject: 'the test' });
		await access.close();
		expect(await play('ASI03.37')).toEqual(['open', 'open']);
	});

	it('are attacked under the rules of tenants there', async () => {
		const check = { check: 'pattern', patterns: ['BLUE-HERON-[0-9]+'], are: 'forbidden', stages: ['output'], action: 'block' };
		for (const home of homes) {
			mkdirSync(join(home, 'policies'));
			writeFileSync(join(home, 'policies', 'no-notes.json'), JSON.stringify({ id: 'no-notes', checks: [check] }));
		}
		const bare = { TROUPE_STANDARD_WITHOUT: 'injection prompt-leak' };
		expect(await play('ASI01.13', bare)).toEqual(['open', 'open']);
		const store = openTenantStore(address);
		await store.set({ name: 'default', rules: { policies: ['no-notes'] }, changedAt: 1, changedBy: 'the test' });
		await store.close();
		expect(await play('ASI01.13', bare)).toEqual(['held', 'held']);
	});
});
