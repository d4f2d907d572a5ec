import { buildExpenses as build, expensesTree as tree } from '../../test/support/plans/expenses-plan';
import { sayProof } from '../words/say-proof';
import { prove } from './prove';
import { writeCases } from './write-cases';

const now = Date.parse('2026-11-30T12:00:00Z');
const { signal } = new AbortController();

it('finds values for each branch, gives jobs their answers where outputs take them, and proves the plan', async () => {
	const written = await writeCases(tree, build(), now, signal);
	expect(written.missed).toEqual([]);
	expect(written.cases.map(({ name }) => name)).toEqual(['The usual way', 'Large? no']);
	const [usual] = written.cases;
	expect(usual!.case).toMatchObject({
		start: { processId: 'expenses', variables: { amount: 1001 } },
		script: [
			{ completeJob: { elementId: 'classify', variables: { output: { kind: 'travel' } } } },
			{ completeUserTask: { elementId: 'approve', variables: { approved: true } } },
		],
		expect: { outcome: 'completed', elements: { classify: { completed: 1 }, approve: { completed: 1 } }, flows: { f3: 1 } },
	});
	const proof = await prove(tree, build(), written, now, signal);
	expect(proof).toMatchObject({ passed: true, missed: [] });
	expect(proof.cases.map(({ reached }) => reached)).toEqual([['/do/1/branches/0'], ['/do/1/otherwise']]);
});

it('says which case did not end as it should where the process is another than the tree', async () => {
	const written = await writeCases(tree, build(), now, signal);
	const proof = await prove(tree, build('=amount &gt; 5000'), written, now, signal);
	expect(proof.passed).toBe(false);
	expect(proof.cases[0]!.problem).toBe(
		'At “Large?”, the way “Approve” should be taken once, but was taken 0 times. Look at the condition of this way.',
	);
	expect(proof).toMatchObject({ missed: [], cases: [{ reached: [] }, {}] });
	expect(sayProof(proof, 'en').split('\n').slice(0, 2)).toEqual([
		'The proof failed. Branches that no case reaches: 0. Cases that did not end as they should: 1.',
		`The usual way: ${proof.cases[0]!.problem}`,
	]);
});

it('plays nothing more once it is stopped', async () => {
	const written = await writeCases(tree, build(), now, signal);
	expect((await prove(tree, build(), written, now, AbortSignal.abort())).cases.every(({ passed }) => !passed)).toBe(true);
});
