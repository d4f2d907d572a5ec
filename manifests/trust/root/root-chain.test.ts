import { isTroupeError } from '../../../core/base/errors';
import { testKey } from '../../../test/support/test-keys';
import type { Role } from '../../documents/documents';
import type { RootDocument } from '../../documents/root-document';
import { toJwk } from '../../keys/create-keys';
import { signToken } from '../../token/sign-token';
import { verifyRoot, verifyRootChain, type RootBytes } from './root-chain';

const nowMs = Date.UTC(2026, 5, 1);
const day = 24 * 60 * 60 * 1000;

type Draft = Partial<Omit<RootDocument, 'roles'>> & { roots: string[]; threshold?: number; roles?: Partial<Record<Role, string[]>> };

/** An edition with these root keys, signed by these: one line each. */
function edition(ver: number, draft: Draft, signers = draft.roots, { issued = nowMs - day, days = 365 } = {}): RootBytes {
	const { roots, threshold = 1, roles = {}, ...rest } = draft;
	const role = (name: Role) => ({ keyIds: roles[name] ?? [name], threshold: 1 });
	const names = [...roots, ...(['author', 'approver', 'snapshot'] as const).flatMap((name) => role(name).keyIds)];
	const document = {
		ver,
		keys: [...new Set(names)].map((name) => toJwk(testKey(name))),
		roles: { root: { keyIds: roots, threshold }, author: role('author'), approver: role('approver'), snapshot: role('snapshot') },
		development: false,
		...rest,
	};
	const tokens = signers.map((signer) => signToken('troupe-root+jwt', document, testKey(signer), { nowMs: issued, days }));
	return { name: `${ver}.jwt`, bytes: Buffer.from(tokens.join('\n')) };
}

const lines = (...editions: RootBytes[]): RootBytes => ({
	name: editions[0]?.name ?? '',
	bytes: Buffer.from(editions.map(({ bytes }) => Buffer.from(bytes).toString()).join('\n')),
});

function refusal(pinned: RootBytes, later: RootBytes[] = [], at = nowMs): { code: string; reason: unknown; message: string } {
	try {
		verifyRootChain(pinned, later, at);
	} catch (error) {
		if (isTroupeError(error)) return { code: error.code, reason: error.details.reason, message: error.message };
		throw error;
	}
	throw new Error('not refused');
}

const heirs = { roles: { author: ['author', 'heir'] } };
const three = { roots: ['root-a', 'root-b', 'root-c'], threshold: 2 };

describe('a root of three keys, two of which have to sign', () => {
	it('is trusted when two signed it', () => {
		const { name, bytes } = edition(1, three, ['root-c', 'root-a']);
		expect(verifyRoot(name, bytes, nowMs)).toMatchObject({ signers: ['root-c', 'root-a'], root: { document: { ver: 1 } } });
	});
	it('is trusted with a line break at its end, and has the same hash', () => {
		const { name, bytes } = edition(1, three);
		expect(verifyRoot(name, Buffer.concat([bytes, Buffer.from('\n')]), nowMs).root.sha256).toBe(verifyRoot(name, bytes, nowMs).root.sha256);
	});
	it.each<[string, () => RootBytes, string, RegExp]>([
		['when one signed it', () => edition(1, three, ['root-a']), 'signature', /1 of the 2 signatures/],
		[
			'when one signed it twice (theupdateframework/python-tuf#974)',
			() => edition(1, three, ['root-a', 'root-a']),
			'signature',
			/1 of the 2/,
		],
		[
			'when a key of another role signed beside it',
			() => edition(1, three, ['root-a', 'approver']),
			'signature',
			/approver is not allowed to sign/,
		],
		['when a stranger signed beside it', () => edition(1, three, ['root-a', 'stranger']), 'signature', /stranger is not allowed to sign/],
		[
			'when two signed different payloads',
			() => lines(edition(1, three, ['root-a']), edition(1, { ...three, development: true }, ['root-b'])),
			'signature',
			/different roots/,
		],
		[
			'when two signed the same claims in another order',
			() => lines(edition(1, three, ['root-a']), edition(1, { ...three, owners: {} }, ['root-b'])),
			'signature',
			/different roots/,
		],
		["when a signature is another key's", () => forged(edition(1, three, ['root-a', 'root-b'])), 'signature', /is invalid/],
		['when a line is empty', () => lines(edition(1, three), { name: '', bytes: Buffer.from('\n') }), 'encoding', /three parts/],
		['when it is empty', () => ({ name: 'root.jwt', bytes: Buffer.alloc(0) }), 'encoding', /./],
		['when lines are without number', () => edition(1, three, Array<string>(33).fill('root-a')), 'size', /the max is 32/],
		['when it asks for more keys than it names', () => edition(1, { ...three, threshold: 4 }), 'key', /needs 4 keys and has 3/],
		[
			'when it names one key twice for a role',
			() => edition(1, { roots: ['root-a', 'root-a'], threshold: 2 }),
			'key',
			/needs 2 keys and has 1/,
		],
		[
			'when a role has only retired keys',
			() => edition(1, { ...three, retiredKeys: { author: 1_700_000_000 } }),
			'key',
			/author needs 1 keys and has 0/,
		],
		[
			'when it retires a root key',
			() => edition(1, { ...three, retiredKeys: { 'root-a': 1_700_000_000 } }),
			'key',
			/root-a, which belongs to no author/,
		],
		['when a role names a revoked key', () => edition(1, { ...three, revokedKeyIds: ['root-b'] }), 'key', /revoked/],
		['when a key has two roles', () => edition(1, { ...three, roles: { approver: ['author'] } }), 'key', /two roles/],
		['when it has expired', () => edition(1, three, undefined, { issued: nowMs - 10 * day, days: 10 }), 'expired', /expired/],
		['when it was issued in the future', () => edition(1, three, undefined, { issued: nowMs + day }), 'claims', /in the future/],
	])('is refused %s', (_when, make, reason, message) => {
		const refused = refusal(make());
		expect(refused.message).toMatch(message);
		expect(refused).toMatchObject({ code: 'TOKEN_INVALID', reason });
	});
});

/** The second line under the signature of the first. */
function forged({ name, bytes }: RootBytes): RootBytes {
	const [first = '', second = ''] = Buffer.from(bytes).toString().split('\n');
	const [head, payload] = second.split('.');
	return { name, bytes: Buffer.from([first, [head, payload, first.split('.')[2]].join('.')].join('\n')) };
}

describe('a chain of roots', () => {
	const first = edition(1, three);

	it('goes on to the last edition, over others that have expired', () => {
		const second = edition(2, three, ['root-a', 'root-b'], { issued: nowMs - 100 * day, days: 10 });
		const third = edition(3, { roots: ['root-b', 'root-d'], threshold: 2 }, ['root-a', 'root-b', 'root-d']);
		const expiredFirst = edition(1, three, undefined, { issued: nowMs - 300 * day, days: 10 });
		const verified = verifyRootChain(expiredFirst, [second, third], nowMs);
		expect(verified.root.document.ver).toBe(3);
		expect([...verified.keys.keys()]).toContain('root-d');
	});
	it('is found edition by edition, by version', () => {
		const editions = [edition(2, three), edition(3, three)];
		const asked: number[] = [];
		const find = (version: number) => {
			asked.push(version);
			return editions[version - 2];
		};
		expect(verifyRootChain(first, find, nowMs).root.document.ver).toBe(3);
		expect(asked).toEqual([2, 3, 4]);
	});
	it('takes a change of thresholds that the old and the new ask for', () => {
		const wider = { roots: ['root-a', 'root-b', 'root-c', 'root-d'], threshold: 3 };
		expect(verifyRootChain(first, [edition(2, wider, ['root-a', 'root-b', 'root-d'])], nowMs).signers).toHaveLength(3);
		expect(refusal(first, [edition(2, wider, ['root-a', 'root-b'])]).message).toMatch(/2 of the 3 signatures that it requires itself/);
	});
	it('may reach the largest version, and stops there', () => {
		const last = 2 ** 31 - 1;
		expect(verifyRootChain(edition(last - 1, three), [edition(last, three)], nowMs).root.document.ver).toBe(last);
		expect(() => edition(last + 1, three)).toThrow(/ver/);
	});

	const others = { roots: ['root-d', 'root-e'], threshold: 2 };
	it.each<[string, () => RootBytes[], string, unknown, RegExp]>([
		[
			'of which the new keys signed the next, not the old (arbitrary root)',
			() => [edition(2, others)],
			'TOKEN_INVALID',
			'signature',
			/0 of the 2 signatures that edition 1/,
		],
		[
			'of which the old keys signed the next, not the new (theupdateframework/python-tuf#1218)',
			() => [edition(2, others, three.roots)],
			'TOKEN_INVALID',
			'signature',
			/0 of the 2 signatures that it requires itself/,
		],
		[
			'of which too few of the old keys signed the next',
			() => [edition(2, others, ['root-a', 'root-d', 'root-e'])],
			'TOKEN_INVALID',
			'signature',
			/1 of the 2 signatures that edition 1/,
		],
		['that skips an edition', () => [edition(3, three)], 'TOKEN_INVALID', 'claims', /edition 3, expected 2/],
		[
			'that leaps to the end of the numbers (theupdateframework/python-tuf#414)',
			() => [edition(2 ** 31 - 1, three)],
			'TOKEN_INVALID',
			'claims',
			/expected 2/,
		],
		[
			'that says an edition again (notaryproject/notary#61)',
			() => [edition(1, three)],
			'MANIFEST_ROLLED_BACK',
			'rollback',
			/edition 1 is already trusted/,
		],
		[
			'that goes back (rollback)',
			() => [edition(2, three), edition(1, three)],
			'MANIFEST_ROLLED_BACK',
			'rollback',
			/edition 2 is already trusted/,
		],
		[
			'the last edition of which has expired (freeze)',
			() => [edition(2, three, undefined, { issued: nowMs - 20 * day, days: 5 })],
			'TOKEN_INVALID',
			'expired',
			/expired/,
		],
		[
			'an edition of which is issued before it expires, backwards',
			() => [edition(2, three, undefined, { days: 0 })],
			'TOKEN_INVALID',
			'claims',
			/expires before/,
		],
		[
			'that takes a key away and lets it sign the one after',
			() => [edition(2, { roots: ['root-b', 'root-c'], threshold: 2 }), edition(3, three, ['root-a', 'root-b'])],
			'TOKEN_INVALID',
			'signature',
			/1 of the 2 signatures that edition 2/,
		],
		[
			'that brings a revoked key back',
			() => [
				edition(2, { roots: ['root-b', 'root-c'], threshold: 2, revokedKeyIds: ['root-a'] }, ['root-b', 'root-c']),
				edition(3, three, ['root-a', 'root-b', 'root-c']),
			],
			'TOKEN_INVALID',
			'key',
			/does not list the revoked key root-a/,
		],
		[
			'that lets a retired key sign again',
			() => [edition(2, { ...three, ...heirs, retiredKeys: { author: 1_700_000_000 } }), edition(3, { ...three, ...heirs })],
			'TOKEN_INVALID',
			'key',
			/author was retired at 2023-11-14.*never signs again/,
		],
		[
			'that retires a key later than the edition before',
			() => [1_700_000_000, 1_700_000_001].map((at, index) => edition(index + 2, { ...three, ...heirs, retiredKeys: { author: at } })),
			'TOKEN_INVALID',
			'key',
			/never signs again/,
		],
	])('is refused %s', (_what, make, code, reason, message) => {
		const refused = refusal(first, make());
		expect(refused.message).toMatch(message);
		expect(refused).toMatchObject({ code, reason });
	});

	it('can drop or revoke a retired key', () => {
		const retired = edition(2, { ...three, ...heirs, retiredKeys: { author: 1_700_000_000 } });
		const dropped = edition(3, { ...three, roles: { author: ['heir'] } });
		expect(verifyRootChain(first, [retired, dropped], nowMs).root.document.ver).toBe(3);
		const revoked = edition(3, { ...three, roles: { author: ['heir'] }, revokedKeyIds: ['author'] });
		expect(verifyRootChain(first, [retired, revoked], nowMs).root.document.ver).toBe(3);
	});

	it('is refused when a kid comes to mean another key, or a revoked key comes back under another kid', () => {
		const swapped = (kid: string, name: string) => ({ ...toJwk(testKey(name)), kid });
		const keys = ['root-b', 'root-c', 'author', 'approver', 'snapshot'].map((name) => toJwk(testKey(name)));
		const meaning = edition(2, { ...three, keys: [swapped('root-a', 'root-d'), ...keys] }, ['root-b', 'root-c']);
		expect(refusal(first, [meaning]).message).toMatch(/root-a meant another key/);
		const back = {
			roots: ['root-b', 'root-c', 'root-x'],
			threshold: 2,
			revokedKeyIds: ['root-a'],
			keys: [swapped('root-x', 'root-a'), ...keys],
		};
		expect(refusal(first, [edition(2, back, ['root-b', 'root-c'])]).message).toMatch(/root-x is the revoked key root-a/);
	});

	it('is refused when editions are without number', () => {
		const find = (version: number) => edition(version, { roots: ['root-a'] });
		expect(() => verifyRootChain(find(1), find, nowMs, 3)).toThrow(/5\.jwt.*more than 3 editions/);
	});

	it('forgets nothing of what it trusted when the next edition is refused: the caller keeps the last good one', () => {
		expect(refusal(first, [edition(2, three), edition(4, three)]).message).toMatch(/4\.jwt/);
		expect(verifyRootChain(first, [edition(2, three)], nowMs).root.document.ver).toBe(2);
	});
});
