import { isByOthers, isTrustedDocument } from './trusted-documents';

const listed = ['command /srv/handbook/*', 'process:house *'];

it.each([
	['from a listed folder', { origin: 'command /srv/handbook/leave.md' }, true],
	['that a listed process downloaded', { origin: 'process:house https://intranet.example/bank' }, true],
	['from another folder', { origin: 'command /srv/uploads/leave.md' }, false],
	['that a listed process sent as a text', { origin: 'process:house' }, false],
	['that can repeat texts of others', { origin: 'others:process:house https://intranet.example/bank' }, false],
	['that only claims its source (itechmeat/open-second-brain#160)', { source: 'command /srv/handbook/leave.md' }, false],
	['of an earlier version, without an origin', { trust: 'trusted' }, false],
	['whose sender trusts it', { origin: 'command /srv/handbook/leave.md', trust: 'trusted' }, true],
	['whose sender says another trust', { origin: 'command /srv/handbook/leave.md', trust: 'partner' }, false],
])('judges a document %s', (_what, labels, trusted) => expect(isTrustedDocument(labels, listed)).toBe(trusted));

it('does not trust texts of others by a pattern for everything (cytostack/openwolf#97)', () => {
	expect(isTrustedDocument({ origin: 'workflow:7' }, ['*'])).toBe(true);
	expect(isTrustedDocument({ origin: 'others:workflow:7' }, ['*', 'others:*'])).toBe(false);
	expect(isByOthers({ origin: 'others:workflow:7' })).toBe(true);
	expect(isTrustedDocument({ origin: 'command /a' })).toBe(false);
});
