import type { RootDocument } from '../../documents/root-document';
import type { ManifestSummary } from '../registry-api';
import { judgeManifest, type GivenApproval } from './judge-manifest';

const nowMs = Date.UTC(2026, 10, 21);
const later = nowMs / 1000 + 86_400;
const role = (keyIds: string[], threshold = 1) => ({ keyIds, threshold });
const root = (change: Partial<RootDocument['roles']> = {}, revokedKeyIds: string[] = []) =>
	({
		ver: 2,
		roles: { root: role(['r']), author: role(['a']), approver: role(['b', 'c']), snapshot: role(['s']), ...change },
		owners: { a: 'ada', b: 'bob', c: 'carol', a2: 'Ada' },
		revokedKeyIds,
	}) as unknown as RootDocument;
const manifest = (state: ManifestSummary['state'] = 'approved') => ({ state, keyId: 'a', author: 'ada' });
const yes = (keyId: string, approver: string, expires = later): GivenApproval => ({
	keyId,
	approver,
	at: '2026-01-01T00:00:00.000Z',
	issued: nowMs / 1000 - 100,
	expires,
});
const judge = (given: GivenApproval[], of: RootDocument = root(), state?: ManifestSummary['state'], expires?: number) =>
	judgeManifest({ root: of, nowMs }, manifest(state), given, { issued: nowMs / 1000 - 100, expires });

it('is approved while its author and as many approvers as the root asks for are in it', () => {
	expect(judge([yes('b', 'bob')])).toEqual({
		approved: true,
		approvals: [{ keyId: 'b', approver: 'bob', at: '2026-01-01T00:00:00.000Z' }],
	});
	expect(judge([yes('b', 'bob')], root(), 'deprecated', later).approved).toBe(true);
	expect(judge([], root(), 'draft')).toEqual({ approved: false, approvals: [] });
	expect(judge([yes('b', 'bob')], root(), 'revoked')).toMatchObject({ approved: false });
});

it.each<[string, ReturnType<typeof judge>, string]>([
	[
		"its only approver's key left the root",
		judge([yes('b', 'bob')], root({ approver: role(['c']) })),
		"0 of 1 approvals count; not that of bob: the approver's key b is not in edition 2 of the root: have it approved again",
	],
	[
		'one of two was revoked',
		judge([yes('b', 'bob'), yes('c', 'carol')], root({ approver: role(['b', 'c'], 2) }, ['c'])),
		"1 of 2 approvals count; not that of carol: the approver's key c is revoked by edition 2 of the root: have it approved again",
	],
	[
		"its approver's key was retired before",
		judge([yes('b', 'bob')], { ...root(), retiredKeys: { b: nowMs / 1000 - 101 } }),
		"0 of 1 approvals count; not that of bob: the approver's key b was retired at 2026-11-20T23:58:19.000Z, before it signed: have it approved again",
	],
	[
		'an approval expired',
		judge([yes('b', 'bob', nowMs / 1000)]),
		'0 of 1 approvals count; not that of bob: it expired at 2026-11-21T00:00:00.000Z: have it approved again',
	],
	[
		'its approver turned out to be its author',
		judge([yes('a2', 'Ada')], root({ approver: role(['a2']) })),
		'0 of 1 approvals count; not that of Ada: the key a2 belongs to the author, who cannot approve her own manifest: have it approved again',
	],
	[
		"its author's key left the root",
		judge([yes('b', 'bob')], root({ author: role(['z']) })),
		"it was signed by ada, and the author's key a is not in edition 2 of the root: publish a new version",
	],
	[
		'its signature expired',
		judge([yes('b', 'bob')], root(), 'deprecated', nowMs / 1000),
		'its signature expired at 2026-11-21T00:00:00.000Z: publish a new version',
	],
])('is not approved any more, and says so with the way out, when %s', (_when, found, problem) => {
	expect(found).toMatchObject({ approved: false, problems: [problem] });
});

it('stays approved when the keys of its author and approver are retired later', () => {
	const retiredKeys = { a: nowMs / 1000 - 100, b: nowMs / 1000 };
	expect(judge([yes('b', 'bob')], { ...root(), retiredKeys }).approved).toBe(true);
});

it('is approved still when one more than enough left', () => {
	const found = judge([yes('b', 'bob'), yes('c', 'carol')], root({ approver: role(['c']) }));
	expect(found).toMatchObject({ approved: true, approvals: [{ keyId: 'b', notCounted: expect.any(String) }, { keyId: 'c' }] });
	expect(found.approvals[1]).not.toHaveProperty('notCounted');
});
