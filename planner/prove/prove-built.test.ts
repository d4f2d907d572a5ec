import { buildProcess } from '../build/build-process';
import { randomTree } from '../build/test-trees';
import { checkTree } from '../tree/check-tree';
import { provePlan } from './prove-plan';

const now = Date.parse('2026-11-30T12:00:00Z');
const { signal } = new AbortController();
const seeds = Array.from({ length: 24 }, (_, index) => index + 1);

/** The tree is walked by one code and built by another: they have to say the same of each way. */
test.each(seeds)('cases of the random tree %i end as it says, and reach all that can be reached', async (seed) => {
	const tree = randomTree(seed);
	if ((await checkTree(tree)).length > 0) return;
	const { proof, cases } = await provePlan(tree, await buildProcess(tree), now, signal);
	expect(proof.cases.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`]))).toEqual([]);
	expect(proof.missed).toEqual([]);
	expect(cases.length).toBeGreaterThan(0);
});
