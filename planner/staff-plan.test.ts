import { offerDoers } from '../test/support/plans/offered-doers';
import { staffPlan } from './staff-plan';
import type { PlanTree } from './tree/plan-tree';

const tree: PlanTree = {
	...{ id: 'letters', name: 'Letters', purpose: 'Handles letters.', language: 'en', trigger: { kind: 'manual' } },
	inputs: [{ name: 'letter', type: 'text' }],
	do: [
		{ kind: 'agent', id: 'translate', name: 'Translate the letter', needs: 'Translate the letter', agent: 'made-up@^3', reads: ['letter'] },
		{
			kind: 'node',
			id: 'tell',
			name: 'Tell the team',
			needs: 'Send the message in Slack',
			parameters: { chanel: '#x' },
			node: 'n8n-nodes-base.slack',
		},
	],
};
const ledger = { runsOf: async () => [], estimate: async () => undefined };

it('has doers, an explanation, faults for the model, and what a person has to give', async () => {
	const staffed = await staffPlan({ language: 'en' }, tree, { sources: offerDoers(), ledger });
	expect(staffed.tree.do[0]).toMatchObject({ agent: 'translator@^1.0.0' });
	expect(staffed.faults.map(({ rule, path }) => [rule, path])).toEqual([['unknown-parameter', '/do/1/parameters/chanel']]);
	expect(staffed.missing.map(({ rule }) => rule)).toEqual(['missing-parameter', 'missing-credential']);
	const [translate, tell] = staffed.explanation.steps;
	expect(translate).toMatchObject({
		cost: { basis: 'unknown' },
		risks: expect.arrayContaining(['Nobody knows yet what it costs.']) as string[],
	});
	expect(tell!.risks.at(-1)).toContain('needs a credential of the type slackApi. Store one');
	expect(staffed.explanation.cost.basis).toBe('unknown');
});
