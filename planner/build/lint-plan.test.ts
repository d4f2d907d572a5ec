import type { PlanTree } from '../tree/plan-tree';
import { buildProcess } from './build-process';
import { lintPlan } from './lint-plan';
import { slowTest } from '../../test/support/slow-tests';

const tree: PlanTree = {
	id: 'answers',
	name: 'Answers',
	purpose: 'Answers questions.',
	language: 'en',
	trigger: { kind: 'form' },
	inputs: [{ name: 'question', type: 'text' }],
	do: [
		{
			kind: 'choice',
			id: 'long',
			name: 'Long?',
			branches: [{ name: 'yes', when: 'string length(question) > 99', do: [{ kind: 'agent', id: 'ask', name: 'Ask', needs: 'Answer', agent: 'support' }] }],
			otherwise: { name: 'no', do: [{ kind: 'human', id: 'ask-them', name: 'Ask them', who: 'support', writes: [{ name: 'answer', type: 'text' }] }] },
		},
	],
};

describe('lintPlan', () => {
	it('finds nothing in what was built', async () => {
		expect(await lintPlan(tree, await buildProcess(tree))).toEqual([]);
	});

	slowTest('leads from an element, a flow or a form to the block', async () => {
		const [model, ...forms] = await buildProcess(tree);
		const spoiled = model!.content.replace('key="agent" value="support"', 'key="agent" value=""').replace('name="Failed"', 'name=""');
		const faults = await lintPlan(tree, [{ ...model!, content: spoiled }, { name: forms[0]!.name, content: '{}' }, ...forms.slice(1)]);
		expect(faults.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
			' form',
			' troupe/known-form',
			'/do/0/branches/0/do/0 troupe/template-inputs-complete',
			'/do/0/branches/0/do/0 label-required',
		]);
	});
});
