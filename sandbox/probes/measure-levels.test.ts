import { type Level, levels } from '../levels/level';
import { adviseOnMissed, findHighest, searchDown } from './measure-levels';

/** A machine that reaches these levels. */
const search = (...reached: Level[]) => searchDown(async (level) => ({ level, reached: reached.includes(level), results: [] }));

it.each<[string, Level[], Level[], Level | 'none']>([
	['stops at the highest level', ['L0', 'L0+', 'L1'], ['L1', 'L2', 'L3'], 'L1'],
	['measures the highest level without a container too', ['L0', 'L0+', 'L1', 'L2', 'L3'], ['L2', 'L3'], 'L3'],
	['goes on to the level without a container that is there', ['L0', 'L0+', 'L3'], ['L0+', 'L1', 'L2', 'L3'], 'L3'],
	['measures all where none is reached', [], [...levels], 'none'],
])('%s', async (_case, reached, expected, highest) => {
	const measured = await search(...reached);
	expect(measured.map(({ level }) => level)).toEqual(expected);
	expect(findHighest(measured)).toBe(highest);
});

it('advises another Node where this one explains what was not stopped', () => {
	expect(adviseOnMissed('L0', '24.11.1')).toMatch(/^Run Troupe with Node 24\.14\.1 or newer/);
	expect(adviseOnMissed('L0+', '22.22.1')).toMatch(/22\.22\.2/);
	expect(adviseOnMissed('L0', '24.14.1')).toMatch(/^Report this/);
});
