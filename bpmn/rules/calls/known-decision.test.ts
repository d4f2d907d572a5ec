import { collectFindings, definitions, writeProcess } from '../../../test/support/bpmn/test-models';

const task = (id: string): string =>
	`<bpmn:businessRuleTask id="decide"><bpmn:extensionElements><zeebe:calledDecision decisionId="${id}" resultVariable="r"/></bpmn:extensionElements></bpmn:businessRuleTask>`;

const findings = (id: string, decisionIds?: string[]) =>
	collectFindings('known-decision', [definitions(writeProcess('p', task(id)))], { decisionIds });

test.each([
	['discount', ['discount', 'fee']],
	['=which', ['discount']],
	['discount', undefined],
])('lets %s pass with %j', async (id, decisionIds) => {
	expect(await findings(id, decisionIds)).toEqual([]);
});

test('finds a decision that is in none of the files', async () => {
	expect(await findings('discuont', ['discount'])).toEqual([
		'1.bpmn:decide calls the decision "discuont", which is in none of the DMN files',
	]);
});
