import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Mark } from '../../../core/base/sealed-rows';
import { Journal } from './journal';
import type { Registry } from '../registry';
import { openStore } from '../store/open-store';
import type { Store } from '../store/store';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../../test/support/registry/registry-people';
import { registryOn } from '../open-registry';

const mark: Mark = async (text) => createHmac('sha256', 'key').update(text).digest('base64url');
let people: RegistryPeople;
let folder: string;
let store: Store;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople({ nowMs: Date.now() });
});
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-audit-'));
	store = await openStore(join(folder, 'registry.db'));
	registry = await registryOn(store, { root: people.root, keys: people.signers, mark });
	const tone = people.prompt('tone', '1.0.0');
	await registry.publish(ada, { token: tone.token });
	// An author does not approve: refused.
	await expect(registry.approve(ada, tone.sha256, { token: people.approval(tone) })).rejects.toThrow();
	await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
	await registry.setFlag(ada, { name: 'beta', on: true });
});
afterEach(async () => {
	await registry.close();
	rmSync(folder, { recursive: true, force: true });
});

const change = (statement: string) => sql.raw(statement).execute(store.whole);
const faults = async () => (await registry.checkAudit(ada)).faults.map(({ id, problem }) => `${id} ${problem}`);

it('is whole as the registry wrote it, also where refusals have left', async () => {
	expect(await registry.checkAudit(ada)).toEqual({ records: 4, faults: [] });
	await store.change('default', async (connection) => {
		const head = await connection.selectFrom('tenants').selectAll().executeTakeFirstOrThrow();
		const journal = new Journal({ ...head, last_audit: 50_099, last_refused: 50_002 }, 'default', mark);
		journal.line({ at: '', subject: 'x', action: 'access', outcome: 'refused', object: '', details: {} });
		await journal.write(connection);
		expect(await connection.selectFrom('audit').select('number').where('outcome', '=', 'refused').execute()).toEqual([{ number: 50_003 }]);
	});
});

it.each([
	['another person is named', `update audit set subject = 'grace@example.com' where id = 3`, ['done 2 changed']],
	['a refusal becomes a change', `update audit set outcome = 'done', number = 4 where id = 2`, ['done 4 added', 'refused 1 removed']],
	['a change in the middle is removed', 'delete from audit where id = 3', ['done 2 removed']],
	['the last one is removed', 'delete from audit where id = 4', ['done 3 removed']],
	[
		'the last one is removed, and the numbers corrected',
		'delete from audit where id = 4; update tenants set last_audit = 3, last_done = 2',
		['numbers changed'],
	],
	['all are removed, with the numbers', 'delete from audit; delete from tenants', ['numbers changed']],
	[
		'all are removed, and the numbers begin again',
		`delete from audit; update tenants set last_audit = 0, last_done = 0, last_refused = 0, audit_mark = ''`,
		['numbers changed'],
	],
	[
		'one is added',
		`insert into audit select tenant, 5, at, subject, action, outcome, object, details, 4, mark from audit where id = 4`,
		['done 4 added'],
	],
])('tells where %s in the database, also after further changes', async (_what, statements, expected) => {
	for (const statement of statements.split(';')) await change(statement);
	expect(await faults()).toEqual(expected);
	await registry.setFlag(ada, { name: 'gamma', on: true }).catch(() => undefined);
	expect(await faults()).toEqual(expect.arrayContaining([expect.stringMatching(/changed|added|removed/)]));
});

it('does not seal what another key did', async () => {
	const other = await registryOn(store, { keys: people.signers, mark: async () => 'other' });
	await other.setFlag(ada, { name: 'gamma', on: true });
	expect(await faults()).toEqual(['numbers changed', 'done 4 changed']);
});
