/** Every refusal names its document, the reason, what was expected, the actual value and what to do. Checked for every reason that exists. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testKey } from '../test/support/test-keys';
import { isTroupeError } from '../core/base/errors';
import type { SnapshotDocument } from './documents/snapshot-document';
import { toJwk } from './keys/create-keys';
import { loadKeys } from './token/key-ring';
import { getMaxTokenBytes, readToken } from './token/read-token';
import type { TokenRule } from './token/refused-token';
import { signToken } from './token/sign-token';
import { refusal } from './refusal';
import { SeenFiles } from './tree/seen-files';
import { tampered, type Difference } from './tree/tampered';
import { requireUse } from './trust/offline-use';
import { readNoted } from './trust/trust-folders';
import { TrustStore } from './trust/trust-store';

const nowMs = Date.UTC(2026, 0, 15);
const type = 'troupe-snapshot+jwt';
const [key, stranger] = [testKey('read-token'), testKey('read-token-other')];
const sign = (claims: Partial<SnapshotDocument> = {}, by = key) =>
	signToken(type, { ver: 1, manifests: [], ...claims }, by, { nowMs, days: 1 });
const read = (text: string, atMs = nowMs) =>
	readToken('snapshot.jwt', type, Buffer.from(text), loadKeys({ keys: [toJwk(key)] }, 'root'), atMs);
const [head = '', body = '', signature = ''] = sign().split('.');
const encode = (text: string) => Buffer.from(text).toString('base64url');

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-refusal-'));
	const role = (name: string) => ({ keyIds: [name], threshold: 1 });
	const names = ['root-1', 'author-1', 'approver-1', 'snapshot-1'];
	const roles = { root: role('root-1'), author: role('author-1'), approver: role('approver-1'), snapshot: role('snapshot-1') };
	const root = { ver: 1, keys: names.map((name) => toJwk(testKey(name))), roles, development: false };
	writeFileSync(join(folder, 'root.jwt'), signToken('troupe-root+jwt', root, testKey('root-1'), { nowMs, days: 1 }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function refusalBy(act: () => unknown) {
	try {
		act();
	} catch (error) {
		if (isTroupeError(error)) return error;
		throw error;
	}
	throw new Error('not refused');
}

type Told = [act: () => unknown, expected: unknown, actual: unknown];

/** One case for each rule of the token gate. The type makes sure that none is left out. */
const rules: Record<TokenRule, Told> = {
	size: [() => read('A'.repeat(getMaxTokenBytes(type) + 1)), 'at most 8388608 bytes', 8_388_609],
	encoding: [() => read(`${head}.${body}`), 'three parts of canonical base64url, separated by dots', 'two parts'],
	json: [
		() => read(`${head}.${encode('{"a":1,"a":2}')}.`),
		'a payload of JSON in UTF-8 that can be read in one way only',
		'the name "a" appears twice in one object',
	],
	header: [() => read(`${encode(JSON.stringify({ alg: 'none', typ: type, kid: key.keyId }))}.${body}.`), 'RS256', '"none"'],
	key: [() => read(sign({}, stranger)), [key.keyId], stranger.keyId],
	signature: [
		() => read(`${head}.${body}.${signature.slice(0, -4)}AAAA`),
		`a signature of its bytes by the key ${key.keyId}`,
		'a signature that this key did not make',
	],
	claims: [() => read(sign(), nowMs - 600_000), 'issued (iat) at 2026-01-14T23:55:00.000Z or before', '2026-01-15T00:00:00.000Z'],
	schema: [() => read(`${head}.${encode('{"iss":"troupe"}')}.`), "the document must have required property 'aud'", 'nothing'],
	expired: [() => read(sign(), nowMs + 2 * 86_400_000), 'good at 2026-01-17T00:00:00.000Z', 'expired at 2026-01-16T00:00:00.000Z'],
	missing: [() => new TrustStore({ pinned: folder }, new SeenFiles(), nowMs).snapshot(), 'a snapshot', 'nothing'],
	unreadable: [
		() => readNoted(join(folder, 'x'.repeat(300)), new SeenFiles()),
		'a file that can be read',
		expect.stringContaining('ENAMETOOLONG'),
	],
	offline: [
		() => requireUse('snapshot.jwt', { offline: { requestedBy: 'grace' } } as SnapshotDocument, { from: 'registry', hasRegistry: true }),
		'a pinned folder on a machine without a registry',
		'the registry',
	],
};

it.each(Object.entries(rules))('a document that breaks the rule "%s" is refused with both sides', (rule, [act, expected, actual]) => {
	const { code, message, fix, details } = refusalBy(act);
	expect({ code, ...details }).toMatchObject({ code: 'TOKEN_INVALID', reason: rule, expected, actual });
	expect(message).toContain(details.document);
	expect(fix).toMatch(/^[A-Z].{10,}[.]$/s);
});

/** One entry for each problem of a file. The type makes sure that none is left out. */
const problems: Record<Difference['problem'], true> = {
	...{ changed: true, missing: true, extra: true, 'not-a-file': true },
	...{ 'unsafe-name': true, twin: true, unstable: true, unreadable: true, 'in-memory': true, outside: true },
};

it.each(Object.keys(problems) as Array<Difference['problem']>)('a file with the problem "%s" is refused with both sides', (problem) => {
	const { code, fix, details } = tampered([{ file: 'a.js', problem }]);
	expect({ code, ...details }).toMatchObject({ code: 'MANIFEST_TAMPERED', document: 'a.js', reason: problem });
	for (const side of [details.expected, details.actual]) expect(side).toMatch(/^.{7,}$/);
	expect(fix).toMatch(/^[A-Z].{10,}[.]$/s);
});

it('long texts and lists of an attacker are cut', () => {
	const details = { document: 'it', reason: 'key', expected: Array<string>(50).fill('k'.repeat(500)), actual: 'k'.repeat(500) };
	const { expected, actual } = refusal({ code: 'TOKEN_INVALID', message: 'It is refused', fix: 'Get another.', details }).details;
	expect(expected).toHaveLength(20);
	expect([...(expected as string[]), actual].every((text) => (text as string).length === 301)).toBe(true);
});

/** These files pass on a refusal that was created elsewhere, or create none. */
const exempt = [
	'refusal.ts',
	'gate/decision/copy-error.ts',
	'gate/hooks/workflow-hooks.ts',
	'trust/audit-log.ts',
	'tree/dependencies/find-dependencies.ts',
];

it('creates refusals only with the function whose type requires both sides', () => {
	const rooms = ['approval', 'bundle', 'client', 'documents', 'gate', 'keys', 'package', 'scan', 'token', 'tree', 'trust'];
	const files = rooms.flatMap((room) =>
		readdirSync(join(__dirname, room), { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name}`),
	);
	const others = files
		.filter((file) => /(?<!\.test)\.ts$/.test(file) && !exempt.includes(file))
		.filter((file) => {
			const source = readFileSync(join(__dirname, file), 'utf8');
			return /new TroupeError\(\{\s*(code: ('(MANIFEST|TOKEN|TRUST)_|(?!')))|new TroupeError\(\{\s*code,/.test(source);
		});
	expect(others).toEqual([]);
});
