import { openTestRange } from '../test/support/open-test-range';
import { attacks } from './attacks';
import { playAttacks } from './play-attacks';
import type { Range } from './range/range';

/** They depend on the sandbox of the machine, which has tests of its own, and on the root of trust, which only a build has. */
const dependsOnMachine = /^ASI(?:05\.|04\.15$)/;

/** Attacks that succeed today. */
const known: string[] = [];

/** Attacks that need something of the installation which the empty home of this test does not have. */
const needsMore = ['ASI03.132', 'ASI03.45', 'ASI04.14', 'ASI04.19', 'ASI10.18'];

let range: Range;
beforeAll(async () => {
	range = await openTestRange();
});
afterAll(() => range.close());

describe.each(attacks.map((attack) => [attack.id, attack.title.en, attack] as const))('%s %s', (id, _title, attack) => {
	it('is stopped, or known to be open', async () => {
		const [played] = await playAttacks([attack], range, { signal: new AbortController().signal });
		const { state, seen } = played!.observation;
		const expected = dependsOnMachine.test(id)
			? /./
			: known.includes(id)
				? /^open/
				: needsMore.includes(id)
					? /^(?:held|not-tried)/
					: /^held/;
		expect(`${state}: ${seen}`).toMatch(expected);
		// The end of a run would be the same if the attack had succeeded.
		expect(seen).not.toMatch(/^The run (?:ended with a reply|waits for a person)[^.]*\.$/);
	});

	if (attack.control)
		it('succeeds where nothing guards', async () => {
			const { state, seen } = await attack.control!(range);
			expect(`${state}: ${seen}`).toMatch(/^open/);
		});
});
