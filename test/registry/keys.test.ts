import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testKey } from '../support/test-keys';
import { verifyRoot } from '../../manifests/trust/root/root-chain';
import { encryptedPem } from '../../manifests/keys/encrypted-pem';
import { readSigner, readSigners, readSigningKey } from '../../manifests/keys/key-files';
import { keyFileName, toJwk } from '../../manifests/keys/key-name';
import { createKeyPair, createKeys } from '../../manifests/keys/create-keys';

const nowMs = Date.now();
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-keys-'));
	chmodSync(folder, 0o700);
});
afterEach(() => rmSync(folder, { recursive: true }));

const writePem = (name: string, key = 'author', mode = 0o600) =>
	writeFileSync(join(folder, name), testKey(key).privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode });

describe('keys in files', () => {
	test('are kept from all others, also in a folder that was open to them', async () => {
		chmodSync(folder, 0o755);
		await createKeys({ into: folder, development: true, nowMs });
		const modes = ['', 'root.pem', 'author.pem', 'approver.pem', 'snapshot.pem'].map((name) => statSync(join(folder, name)).mode & 0o777);
		expect(modes).toEqual([0o700, 0o600, 0o600, 0o600, 0o600]);
		await expect(createKeys({ into: folder, development: true, nowMs })).rejects.toThrow('Keys exist already');
	});

	test('are one for each person, and a root of several keys is signed by all of them', async () => {
		const approvers = ['ada@example.com', 'grace@example.com'];
		const created = await createKeys({ into: folder, development: false, rootKeys: 2, threshold: 2, approvers, approvals: 2, nowMs });
		expect(created.keys.map(({ path }) => path.slice(folder.length + 1))).toEqual([
			'root-1.pem',
			'root-2.pem',
			'author.pem',
			'approver-ada-example.com.pem',
			'approver-grace-example.com.pem',
			'snapshot.pem',
		]);
		const { root, signers } = verifyRoot('root.jwt', readFileSync(created.root), nowMs);
		expect(signers).toEqual(root.document.roles.root.keyIds);
		expect(root.document.roles.approver.threshold).toBe(2);
		const ofApprovers = root.document.roles.approver.keyIds.map((keyId) => root.document.owners?.[keyId]);
		expect(ofApprovers).toEqual(approvers);
		expect(readSigners(folder, 'root').map(({ keyId }) => keyId)).toEqual(signers);
		expect(() => readSigner(folder, 'approver')).toThrow(/Several approver keys are in .*approver-ada-example.com/);
		const [, grace = ''] = root.document.roles.approver.keyIds;
		expect(readSigner(folder, 'approver', { name: 'approver-grace-example.com' }).keyId).toBe(grace);
		expect(readSigner(folder, 'approver', { name: grace }).keyId).toBe(grace);
	});

	test.each<[string, Partial<Parameters<typeof createKeys>[0]>]>([
		['more signatures than root keys', { rootKeys: 2, threshold: 3 }],
		['more approvals than approvers', { approvers: ['ada'], approvals: 2 }],
		['no signature', { threshold: 0 }],
		['one person twice', { approvers: ['Ada@example.com', 'ada@example.com'] }],
	])('are not made for %s', async (_what, change) => {
		await expect(createKeys({ into: folder, development: false, nowMs, ...change })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	test('are made one by one too, with the public half to hand on', async () => {
		const { path, publicFile, keyId } = await createKeyPair({ into: folder, role: 'approver', owner: 'Ada Lovelace' });
		expect(path).toBe(join(folder, 'approver-ada-lovelace.pem'));
		const file = JSON.parse(readFileSync(publicFile, 'utf8')) as { jwk: object };
		expect(file).toEqual({ role: 'approver', owner: 'Ada Lovelace', jwk: expect.objectContaining({ kid: keyId }) });
		expect(Object.keys(file.jwk).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
	});

	test('are not read when others can read them', () => {
		writePem('author.pem');
		expect(readSigningKey(folder, 'author').privateKey.type).toBe('private');
		for (const mode of [0o640, 0o604, 0o620, 0o610]) {
			chmodSync(join(folder, 'author.pem'), mode);
			expect(() => readSigner(folder, 'author')).toThrow(
				expect.objectContaining({ code: 'INPUT_INVALID', fix: expect.stringContaining('chmod 600') }),
			);
		}
		chmodSync(join(folder, 'author.pem'), 0o400);
		expect(readSigner(folder, 'author').keyId).toMatch(/^author-/);
		chmodSync(folder, 0o770);
		expect(() => readSigner(folder, 'author')).toThrow(expect.objectContaining({ fix: expect.stringContaining('chmod 700') }));
		chmodSync(folder, 0o700);
	});

	test('are encrypted by scrypt, and opened with their passphrase only', async () => {
		const { privateKey } = testKey('author');
		writeFileSync(join(folder, 'author.pem'), encryptedPem(privateKey, 'correct horse'), { mode: 0o600 });
		const text = readFileSync(join(folder, 'author.pem'), 'utf8');
		expect(Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64').toString('hex')).toContain('2b06010401da47040b');
		const { privateKey: read } = readSigningKey(folder, 'author', 'correct horse');
		expect(read.equals(privateKey)).toBe(true);
		const error = (() => {
			try {
				readSigningKey(folder, 'author', 'wrong horse');
			} catch (thrown) {
				return thrown as Error;
			}
			return undefined;
		})();
		expect(error).toMatchObject({
			message: expect.stringContaining('the passphrase is wrong'),
			fix: expect.stringContaining('TROUPE_KEY_PASSPHRASE'),
		});
		expect(error?.message).not.toMatch(/horse/);
		expect(() => createPrivateKey({ key: text, passphrase: '' })).toThrow();
		const signature = await readSigner(folder, 'author', { passphrase: 'correct horse' }).sign(Buffer.from('x'));
		expect(verify('RSA-SHA256', Buffer.from('x'), createPublicKey(privateKey), signature)).toBe(true);
	});

	test('have names that are not paths', () => {
		expect(keyFileName('approver', '../../etc/passwd')).toBe('approver-etc-passwd');
		expect(keyFileName('approver', 'Ada Ünal')).toBe('approver-ada-u-nal');
		expect(keyFileName('approver', '愛')).toMatch(/^approver-[0-9a-f]{8}$/);
	});
});

describe('a signing command', () => {
	const input = Buffer.from('header.payload');
	const { privateKey } = testKey('snapshot');
	const jwk = () => {
		const { kid: _kid, use: _use, alg: _alg, ...bare } = toJwk(testKey('snapshot'));
		return bare;
	};
	const describeSigner = (script: string, change: object = {}) =>
		writeFileSync(
			join(folder, 'snapshot.signer.json'),
			JSON.stringify({ keyId: 'snapshot-hsm', jwk: jwk(), command: [process.execPath, '-e', script], ...change }),
		);
	const pemScript = `const c=require('crypto'),k=require('fs').readFileSync('key.pem');const i=[];
		process.stdin.on('data',d=>i.push(d)).on('end',()=>process.stdout.write(c.sign('RSA-SHA256',Buffer.concat(i),k).toString('base64')+'\\n'))`;

	test('signs what it gets on standard input, without a shell', async () => {
		writePem('key.pem', 'snapshot');
		describeSigner(pemScript);
		const signer = readSigner(folder, 'snapshot');
		expect(signer.keyId).toBe('snapshot-hsm');
		expect(await signer.sign(input)).toEqual(sign('RSA-SHA256', input, privateKey));
	});

	test.each<[string, string, RegExp]>([
		['the signature of another key', `process.stdout.write('${'QUFB'.repeat(86)}')`, /not a signature by the key snapshot-hsm/],
		['nothing', '', /wrote 0 bytes/],
		[
			'an error, of which one line is told',
			`console.error('slot is empty\\nsecret PIN 1234');process.exit(3)`,
			/ended with 3: slot is empty$/,
		],
		['without end', `setInterval(()=>process.stdout.write('A'.repeat(9999)),1)`, /wrote more than 65536 bytes/],
	])('is not believed when it writes %s', async (_what, script, message) => {
		describeSigner(script);
		await expect(readSigner(folder, 'snapshot').sign(input)).rejects.toThrow(message);
	});

	test('does not see the passphrase of other keys', async () => {
		process.env.TROUPE_KEY_PASSPHRASE = 'hidden';
		describeSigner(`process.exit(process.env.TROUPE_KEY_PASSPHRASE === undefined ? 7 : 8)`);
		await expect(readSigner(folder, 'snapshot').sign(input)).rejects.toThrow('ended with 7');
		delete process.env.TROUPE_KEY_PASSPHRASE;
	});

	test.each<[string, object, RegExp]>([
		['a key that is too short', { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }, /its key/],
		['a private key', { jwk: { ...jwk(), d: 'AQAB' } }, /private half/],
		['no command', { command: [] }, /command/],
		['a command for a shell', { command: 'rm -rf /' }, /command/],
		['something unknown', { shell: true }, /shell/],
	])('is refused when its description holds %s', (_what, change, message) => {
		describeSigner('', change);
		expect(() => readSigner(folder, 'snapshot')).toThrow(message);
	});

	test('is refused when others may change the description', () => {
		describeSigner('');
		chmodSync(join(folder, 'snapshot.signer.json'), 0o666);
		expect(() => readSigner(folder, 'snapshot')).toThrow(/open to other users/);
		mkdirSync(join(folder, 'open'));
		chmodSync(join(folder, 'open'), 0o777);
		writeFileSync(join(folder, 'open', 'snapshot.signer.json'), '{}');
		expect(() => readSigner(join(folder, 'open'), 'snapshot')).toThrow(/open to other users/);
	});
});
