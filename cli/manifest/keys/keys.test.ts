import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testKey } from '../../../test/support/test-keys';
import { selectRoleKeys } from '../../../manifests/token/key-ring';
import { deriveKeyId, toJwk } from '../../../manifests/keys/key-name';
import type { Role } from '../../../manifests/documents/documents';
import { readToken } from '../../../manifests/token/read-token';
import { signToken } from '../../../manifests/token/sign-token';
import { verifyRoot, verifyRootChain, type VerifiedRoot } from '../../../manifests/trust/root/root-chain';
import { runTroupe } from '../../program';
import { testTerminal } from '../../../test/support/test-terminal';
import { slowTest } from '../../../test/support/slow-tests';

const nowMs = Date.now();
let folder: string;
const at = (...path: string[]) => join(folder, ...path);

/** A key as the command names it: by role and thumbprint. */
function key(role: Role, name: string) {
	const { privateKey } = testKey(name);
	return { keyId: deriveKeyId(role, privateKey), privateKey };
}

/** Each holder's folder, with her key alone. */
function holder(role: Role, name: string): string {
	const own = at(name);
	mkdirSync(own, { mode: 0o700 });
	writeFileSync(join(own, `${role}.pem`), testKey(name).privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
	return own;
}

function publicFile(role: Role, name: string, owner?: string): string {
	const { keyId, privateKey } = key(role, name);
	writeFileSync(at(`${name}.public.json`), JSON.stringify({ role, owner, jwk: toJwk({ keyId, privateKey }) }));
	return at(`${name}.public.json`);
}

const rootKeys = ['root-a', 'root-b', 'root-c'].map((name) => key('root', name));
const others = (['author', 'approver', 'snapshot'] as const).map((role) => key(role, role));
const [author, approver, snapshot] = others.map(({ keyId }) => keyId) as [string, string, string];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-keys-'));
	chmodSync(folder, 0o700);
	const role = (keyIds: string[], threshold = 1) => ({ keyIds, threshold });
	const document = {
		ver: 1,
		keys: [...rootKeys, ...others].map((one) => toJwk(one)),
		roles: {
			root: role(
				rootKeys.map(({ keyId }) => keyId),
				2,
			),
			author: role([author]),
			approver: role([approver]),
			snapshot: role([snapshot]),
		},
		owners: { [author]: 'ada@example.com' },
		development: false,
	};
	const tokens = rootKeys.map((one) => signToken('troupe-root+jwt', document, one, { nowMs, days: 30 }));
	writeFileSync(at('1.jwt'), tokens.join('\n'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function keys(...args: string[]) {
	const terminal = testTerminal();
	const code = await runTroupe(['manifest', 'keys', ...args], terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

const editionFile = (ver: number) => ({ name: `${ver}.jwt`, bytes: readFileSync(at(`${ver}.jwt`)) });
const chain = (...versions: number[]) => verifyRootChain(editionFile(1), versions.map(editionFile), Date.now());

slowTest('the next edition goes from holder to holder, each with her own key, until nobody is missing', async () => {
	const [alice, bob, dora] = [holder('root', 'root-a'), holder('root', 'root-b'), holder('root', 'root-d')];
	const change = ['--add', publicFile('root', 'root-d', 'dora@example.com'), '--remove', rootKeys[2]?.keyId ?? '', '--threshold', 'root=3'];
	const drafted = await keys('rotate', '--root', at('1.jwt'), '--output', at('2.jwt'), ...change, '--json');
	expect(drafted).toMatchObject({ code: 0 });
	expect(JSON.parse(drafted.out)).toMatchObject({ version: 2, signedBy: [], missing: { byPrevious: 2, byItself: 3 } });
	expect(() => chain(2)).toThrow();

	const sign = (own: string) => keys('sign-root', at('2.jwt'), '--keys', own, '--previous', at('1.jwt'), '--json');
	for (const [own, missing] of [
		[alice, { byPrevious: 1, byItself: 2 }],
		[alice, { byPrevious: 1, byItself: 2 }],
		[dora, { byPrevious: 1, byItself: 1 }],
	] as const) {
		const signed = await sign(own);
		expect({ code: signed.code, missing: (JSON.parse(signed.out) as { missing: unknown }).missing }).toEqual({ code: 1, missing });
		expect(() => chain(2)).toThrow(/signatures/);
	}
	expect(await sign(bob)).toMatchObject({ code: 0, err: expect.stringContaining('No signature is missing') });
	const { root } = chain(2);
	expect(root.document.roles.root).toEqual({
		keyIds: [...rootKeys.slice(0, 2).map(({ keyId }) => keyId), key('root', 'root-d').keyId],
		threshold: 3,
	});
	expect(root.document.owners).toEqual({ [author]: 'ada@example.com', [key('root', 'root-d').keyId]: 'dora@example.com' });
});

test('keys overlap: a client of each edition goes on, and of the last refuses the old key', async () => {
	holder('root', 'root-a');
	holder('root', 'root-b');
	const both = at('both');
	mkdirSync(both, { mode: 0o700 });
	for (const name of ['root-a', 'root-b']) writeFileSync(join(both, `${name}.pem`), readFileSync(at(name, 'root.pem')), { mode: 0o600 });
	const next = (from: number, ...change: string[]) =>
		keys('rotate', '--root', at(`${from}.jwt`), '--output', at(`${from + 1}.jwt`), '--keys', both, ...change);
	expect(await next(1, '--add', publicFile('snapshot', 'snapshot-2'), '--add', publicFile('author', 'author-2', 'bo'))).toMatchObject({
		err: expect.stringContaining('No signature is missing'),
	});
	await next(2, '--remove', snapshot, '--revoke', author);

	const [older, newer] = [key('snapshot', 'snapshot'), key('snapshot', 'snapshot-2')];
	const [first, second, third] = [chain(), chain(2), chain(2, 3)];
	const reads = ({ root, keys: ring }: VerifiedRoot, signer: typeof older) => {
		const token = signToken('troupe-snapshot+jwt', { ver: 1, manifests: [] }, signer, { nowMs, days: 1 });
		try {
			readToken('snapshot.jwt', 'troupe-snapshot+jwt', Buffer.from(token), selectRoleKeys(ring, root.document, 'snapshot', 'root'), nowMs);
			return true;
		} catch {
			return false;
		}
	};
	expect([first, second, third].map((edition) => [reads(edition, older), reads(edition, newer)])).toEqual([
		[true, false],
		[true, true],
		[false, true],
	]);
	expect(third.root.document.revokedKeyIds).toEqual([author]);
	expect((await keys('show', at('3.jwt'))).out).toContain(`revoked\t${author}`);
	expect((await keys('show', both)).out).toContain(`root\t${rootKeys[0]?.keyId}`);
});

test.each<[string, () => string[], RegExp]>([
	['a key that is not there', () => ['--remove', 'root-none'], /no key root-none/],
	['a key that is there', () => ['--add', publicFile('author', 'author')], /already/],
	['a threshold that no holders can meet', () => ['--threshold', 'root=4'], /needs 4 keys/],
	['a role without keys', () => ['--revoke', snapshot], /snapshot needs 1 keys and has 0/],
	['a threshold of a role that has none', () => ['--threshold', 'author=2'], /root=NUMBER/],
	['a file that is not a key', () => ['--add', __filename], /not a public key/],
	['a file that is there', () => ['--output', at('1.jwt')], /already/],
])('no edition is written for %s', async (_what, change, message) => {
	const { code, err } = await keys('rotate', '--root', at('1.jwt'), '--output', at('2.jwt'), ...change());
	expect(err).toMatch(message);
	expect(code).not.toBe(0);
});

test('a key of no holder signs nothing', async () => {
	await keys('rotate', '--root', at('1.jwt'), '--output', at('2.jwt'));
	const stranger = holder('root', 'stranger');
	const { code, err } = await keys('sign-root', at('2.jwt'), '--keys', stranger, '--previous', at('1.jwt'));
	expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('is not a root key of this edition or of the previous one') });
	expect(readFileSync(at('2.jwt'), 'utf8')).toMatch(/^\{"iss"/);
});

slowTest('one key pair is made for a later edition', async () => {
	const made = await keys('create', '--role', 'approver', '--owner', 'grace@example.com', '--into', at('new'), '--json');
	expect(JSON.parse(made.out)).toMatchObject({
		role: 'approver',
		owner: 'grace@example.com',
		path: at('new', 'approver-grace-example.com.pem'),
	});
	expect(await keys('create', '--owner', 'grace@example.com', '--into', at('new'))).toMatchObject({ code: 2 });
	expect(verifyRoot('1.jwt', editionFile(1).bytes, nowMs).root.document.ver).toBe(1);
});
