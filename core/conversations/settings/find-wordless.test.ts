import { findWordless } from './find-wordless';

it.each([
	[['1d'], '1d'],
	[['1d Still there?', '3d '], '3d '],
	[['1d Still there?'], undefined],
	[[], undefined],
	[null, undefined],
	[undefined, undefined],
])('finds the follow-up that has no text of its own: %j', (followUps, wordless) => {
	expect(findWordless({ ...(followUps !== undefined && { followUps }) })).toBe(wordless);
});
