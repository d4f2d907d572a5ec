import { TroupeError } from '../../../core/base/errors';
import type { PublishedAgents } from '../../../core/ports/manifests';
import { findSessionVersion } from './session-version';

const follow = (versionFor: PublishedAgents['versionFor']) => ({
	published: { find: async () => undefined, list: async () => [], versionFor },
});

test('the version is the one of the contact, in the range that the channel names', async () => {
	const asked: unknown[] = [];
	const host = follow(async (...question) => {
		asked.push(question);
		return question[3] === 'ana' ? '1.1.0' : undefined;
	});
	expect(await findSessionVersion({ sessionAgent: 'seller@^1', contact: 'ana' }, host)).toBe('1.1.0');
	expect(await findSessionVersion({ sessionAgent: 'seller', contact: 'bia' }, host)).toBeNull();
	expect(asked).toEqual([
		['agent', 'seller', '^1', 'ana'],
		['agent', 'seller', undefined, 'bia'],
	]);
});

test('conversations are shown without it where there is no agent, no registry, or none that can be read', async () => {
	const one = { sessionAgent: 'seller', contact: 'ana' };
	expect(
		await findSessionVersion(
			{ ...one, sessionAgent: null },
			follow(async () => '1.0.0'),
		),
	).toBeNull();
	expect(await findSessionVersion(one, {})).toBeNull();
	const expired = new TroupeError({ code: 'TOKEN_INVALID', message: 'The snapshot expired.' });
	expect(
		await findSessionVersion(
			one,
			follow(() => Promise.reject(expired)),
		),
	).toBeNull();
	await expect(
		findSessionVersion(
			one,
			follow(() => Promise.reject(new Error('a bug'))),
		),
	).rejects.toThrow('a bug');
});
