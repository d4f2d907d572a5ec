import { countApprovals } from './count-approvals';

const keys = (...keyIds: string[]) => ({ keyIds, threshold: 1 });
const root = {
	roles: {
		root: keys('root'),
		author: keys('author-ada', 'author-bo'),
		approver: { keyIds: ['approver-ada', 'approver-grace', 'approver-grace-2', 'approver-nobody'], threshold: 2 },
		snapshot: keys('snapshot'),
	},
	owners: {
		'author-ada': 'ada@example.com',
		'approver-ada': ' Ada@Example.com',
		'approver-grace': 'grace@example.com',
		'approver-grace-2': 'GRACE@example.com',
	},
};
const approvals = (...keyIds: string[]) => keyIds.map((keyId) => ({ keyId }));
const count = (author: string, ...keyIds: string[]) => countApprovals(root, author, approvals(...keyIds));

describe('approvals', () => {
	it('count when they are of as many people as the root asks for', () => {
		expect(count('author-ada', 'approver-grace', 'approver-nobody')).toEqual({
			counted: approvals('approver-grace', 'approver-nobody'),
			discounted: [],
			threshold: 2,
			enough: true,
		});
	});
	it.each<[string, string, string[], string]>([
		['by the author, with her other key (self-approval)', 'author-ada', ['approver-ada'], 'who cannot approve her own manifest'],
		[
			'by one person with two keys (theupdateframework/python-tuf#1091)',
			'author-ada',
			['approver-grace', 'approver-grace-2'],
			'who has already approved',
		],
		[
			'by one key twice (theupdateframework/rust-tuf#283)',
			'author-ada',
			['approver-nobody', 'approver-nobody'],
			'who has already approved',
		],
		['by a key of another role', 'author-ada', ['author-bo'], 'does not let'],
		['by a key of every object', 'author-ada', ['__proto__', 'constructor'], 'does not let'],
	])('do not count %s', (_what, author, keyIds, reason) => {
		const { discounted, enough } = count(author, ...keyIds);
		expect(enough).toBe(false);
		expect(discounted.at(-1)?.reason).toContain(reason);
	});
	it("of the author's colleague count for an author of whom the root says nothing", () => {
		expect(count('author-bo', 'approver-ada', 'approver-grace').enough).toBe(true);
	});
	it('by a revoked key do not count', () => {
		const { discounted } = countApprovals({ ...root, revokedKeyIds: ['approver-grace'] }, 'author-ada', approvals('approver-grace'));
		expect(discounted).toHaveLength(1);
	});
});
