import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { encryptedPem } from '../../../../manifests/keys/encrypted-pem';
import { loadKeys } from '../../../../manifests/token/key-ring';
import { readToken } from '../../../../manifests/token/read-token';
import { ada, bob, gatherPeople, type RegistryPeople } from '../../../../test/support/registry/registry-people';
import { readClaims } from '../../../api/claims';
import { signApproval, writeApproval } from './approval';
import { checkDraft } from './check-draft';
import { openKey } from './open-key';
import { readEvidence } from './read-evidence';
import type { Root } from '../../../api/root';
import { judgeKey } from './judge-key';
import { slowTest } from '../../../../test/support/slow-tests';

let people: RegistryPeople;
let root: Root;
beforeAll(async () => {
	people = await gatherPeople();
	root = readClaims<Root>(people.root);
});
const toPem = (key: KeyObject, options: object = {}) => key.export({ type: 'pkcs8', format: 'pem', ...options }).toString();
async function open(pem: string, passphrase = '') {
	const opened = await openKey(pem, passphrase);
	if (!('key' in opened)) throw new Error(opened.problem);
	return opened.key;
}
const problemOf = async (pem: string, passphrase = '') => ((await openKey(pem, passphrase)) as { problem?: string }).problem;

test('the registry takes what the page signs: the same document as of the command', async () => {
	const key = await open(toPem(people.keys.approver.privateKey));
	expect([key.keyId, judgeKey(root, key)]).toEqual([people.keys.approver.keyId, 'approver']);
	const draft = people.prompt('tone', '1.0.0');
	const approval = await writeApproval({ draft, approver: bob.subject, keyId: key.keyId, evidence: [] }, Date.now());
	const token = await signApproval(approval, key);
	const { document } = readToken('It', 'troupe-approval+jwt', Buffer.from(token), loadKeys(people.rootDocument, 'It'), Date.now());
	expect(JSON.stringify(document)).toBe(approval.payload);
	const byCommand = readClaims<object>(people.approval(draft));
	expect(Object.keys(document)).toEqual(Object.keys(byCommand));
	expect(document).toMatchObject({ manifest: draft.sha256, package: 'tone', version: '1.0.0', approver: bob.subject });
	expect(createHash('sha256').update(approval.input).digest('hex')).toBe(approval.hash);
});

slowTest('an encrypted key opens with its passphrase: by scrypt as Troupe writes it, by PBKDF2 as OpenSSL does', async () => {
	const { privateKey, keyId } = people.keys.second;
	const files = [encryptedPem(privateKey, 'três ipês'), encryptedBy('aes-256-cbc', privateKey, 'três ipês')];
	for (const file of files) {
		expect(createPublicKey(createPrivateKey({ key: file, passphrase: 'três ipês' })).asymmetricKeyType).toBe('rsa');
		expect((await open(file, 'três ipês')).keyId).toBe(keyId);
		expect([await problemOf(file), await problemOf(file, 'tres ipes')]).toEqual(['encrypted', 'wrong-passphrase']);
	}
});

slowTest('a file that gives no key says why: encrypted in a way that browsers lack, not only "an error"', async () => {
	const { privateKey } = people.keys.approver;
	const ed25519 = generateKeyPairSync('ed25519').privateKey;
	const pem = toPem(privateKey);
	expect(await problemOf('')).toBe('no-key');
	expect(await problemOf(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString())).toBe('no-key');
	expect(await problemOf(pem.replace(/[A-Za-z]{20}/, ''))).toBe('no-key');
	expect(await problemOf(toPem(ed25519))).toBe('other-algorithm');
	expect(await problemOf(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString())).toBe('other-form');
	expect(await problemOf('{"command": ["pkcs11-tool"]}')).toBe('other-form');
	expect(await problemOf(toPem(privateKey, { cipher: 'aes-128-cbc', passphrase: 'x' }), 'x')).toBe('other-form');
	expect(await problemOf(encryptedBy('des3', privateKey, 'xxxx'), 'xxxx')).toBe('other-form');
	// A hostile file costs neither memory nor time.
	const hostile = Buffer.from(encryptedPem(privateKey, 'x').split('\n').slice(1, -2).join(''), 'base64');
	hostile.set([0x7f, 0xff], hostile.indexOf(Buffer.from('02024000', 'hex')) + 2);
	expect(
		await problemOf(`-----BEGIN ENCRYPTED PRIVATE KEY-----\n${hostile.toString('base64')}\n-----END ENCRYPTED PRIVATE KEY-----`, 'x'),
	).toBe('other-form');
});

test('a key that is not of an approver, or was until now, is told from one that is', async () => {
	const author = await open(toPem(people.keys.author.privateKey));
	const approver = await open(toPem(people.keys.approver.privateKey));
	expect(judgeKey(root, author)).toBe('unknown');
	expect(judgeKey({ ...root, retiredKeys: { [approver.keyId]: 1_700_000_000 } }, approver)).toBe('retired');
	expect(judgeKey({ ...root, revokedKeyIds: [approver.keyId] }, approver)).toBe('revoked');
	// A key whose name is that of an approver, by chance or by intent.
	expect(judgeKey(root, { ...author, keyId: approver.keyId })).toBe('unknown');
});

test('a draft is shown as its author signed it, or refused', async () => {
	const { token, sha256 } = people.prompt('tone', '1.0.0', { content: 'Be kind, ção.' });
	const { keyId } = people.keys.author;
	const { text, problem } = await checkDraft(token, sha256, keyId, root);
	expect([JSON.parse(text), problem]).toEqual([expect.objectContaining({ content: 'Be kind, ção.' }), undefined]);
	const other = people.prompt('tone', '1.0.0', { content: 'Be rude.' });
	expect(await checkDraft(other.token, sha256, keyId, root)).toMatchObject({ problem: 'other-hash' });
	const [header, , signature] = token.split('.');
	const forged = `${header}.${other.token.split('.')[1]}.${signature}`;
	const hash = createHash('sha256').update(forged).digest('hex');
	expect(await checkDraft(forged, hash, keyId, root)).toMatchObject({ problem: 'other-signature' });
	expect(await checkDraft(token, sha256, people.keys.approver.keyId, root)).toMatchObject({ problem: 'other-signature' });
});

test('reports and results are named as the command names them; other files are refused', async () => {
	const report = signed('troupe-sandbox-report+jwt', { level: { reached: 'container' }, startedAt: '2026-11-30T10:00:00Z' });
	const cases = [{ passed: true }, { passed: false }];
	const result = signed('troupe-evaluation+jwt', { set: { name: 'support' }, cases, evaluatedAt: '2026-11-30T10:00:00Z' });
	const read = [
		await readEvidence('r.json', JSON.stringify({ signedReport: report.token })),
		await readEvidence('e.jwt', `${result.token}\n`),
	];
	expect(read).toEqual([
		{ kind: 'report', token: report.token, file: 'r.json', sha256: report.hash, told: 'container' },
		{
			...{ kind: 'evaluation', token: result.token, file: 'e.jwt', sha256: result.hash, told: 'support, 1 / 2' },
			claim: { sha256: result.hash, set: 'support', passed: 1, cases: 2, evaluatedAt: '2026-11-30T10:00:00Z' },
		},
	]);
	const draft = people.prompt('tone', '1.0.0');
	const evidence = read.flatMap((one) => one ?? []);
	const { payload } = await writeApproval({ draft, approver: ada.subject, keyId: 'approver-1', evidence }, Date.now());
	expect(JSON.parse(payload)).toMatchObject({ report: report.hash, evaluations: [{ set: 'support' }] });
	for (const other of ['', '{', '{}', 'a.b.c', people.root]) expect(await readEvidence('x', other)).toBeUndefined();
});

function signed(typ: string, facts: object) {
	const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const token = `${encode({ alg: 'RS256', typ, kid: 'author-1' })}.${encode(facts)}.AAAA`;
	return { token, hash: createHash('sha256').update(JSON.stringify(facts)).digest('hex') };
}

/** Writes what `openssl pkcs8 -topk8` writes. */
function encryptedBy(cipher: string, key: KeyObject, passphrase: string): string {
	const args = ['pkcs8', '-topk8', '-v2', cipher, '-v2prf', 'hmacWithSHA256', '-passout', `pass:${passphrase}`];
	return execFileSync('openssl', args, { input: toPem(key) }).toString();
}
