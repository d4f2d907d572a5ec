import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigner } from '../../manifests/keys/key-files';
import { SeenFiles } from '../../manifests/tree/seen-files';
import { TrustStore } from '../../manifests/trust/trust-store';
import { closeOpened } from '../../providers/compose/open-once';
import { copyTestKeys } from '../../test/support/test-keys';
import { openStatementKeys } from './open-statement-keys';
import { signPlanStatement } from './plan-statement';

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-plan-keys-'));
	await copyTestKeys(join(folder, 'keys'));
	await copyTestKeys(join(folder, 'others'), 'others');
});
afterAll(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true });
});

const root = () => new TrustStore({ pinned: join(folder, 'keys'), named: true }, new SeenFiles(), Date.now()).root.document;
const keys = (home = 'home') => openStatementKeys({ stateFolder: join(folder, home), tenant: 'acme' }, () => Promise.resolve(root()));
const facts = {
	...{ plan: 'plan-1', version: '1.0.0', hash: 'a'.repeat(64), engine: 'embedded' as const, by: 'user:ana' },
	at: new Date().toISOString(),
};

test('the key of the installation signs, and knows its own statements again', async () => {
	const statement = await keys().sign(facts);
	expect(await keys().verify(statement)).toEqual({ ver: 1, ...facts });
	await expect(keys('another').verify(statement)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

test('the key of an approver of the root counts, and that of another root does not', async () => {
	const sign = (name: string) => signPlanStatement(facts, readSigner(join(folder, name), 'approver'));
	expect(await keys().verify(await sign('keys'))).toEqual({ ver: 1, ...facts });
	await expect(keys().verify(await sign('others'))).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

test.each<[string, (statement: string) => string]>([
	[
		'another text',
		(one) => one.replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ ver: 1, ...facts, by: 'user:eve' })).toString('base64url')}.`),
	],
	['no signature', (one) => one.replace(/\.[^.]*$/, '.')],
	['no algorithm', (one) => one.replace(/^[^.]+/, Buffer.from('{"alg":"none","typ":"troupe-plan+jwt"}').toString('base64url'))],
	['nothing', () => ''],
	['more than a statement has', (one) => `${one}.x`],
])('refuses a statement with %s', async (_, change) => {
	await expect(keys().verify(change(await keys().sign(facts)))).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});
