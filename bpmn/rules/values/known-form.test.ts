import { collectFindings, definitions, writeProcess } from '../../../test/support/bpmn/test-models';

const task = (id: string): string =>
	`<bpmn:userTask id="ask"><bpmn:extensionElements><zeebe:formDefinition formId="${id}"/></bpmn:extensionElements></bpmn:userTask>`;

const findings = (id: string, formIds?: string[]) => collectFindings('known-form', [definitions(writeProcess('p', task(id)))], { formIds });

test.each([
	['refund', ['refund', 'other']],
	['=which', ['refund']],
	['refund', undefined],
])('lets %s pass with %j', async (id, formIds) => {
	expect(await findings(id, formIds)).toEqual([]);
});

test('finds a form that is in none of the files', async () => {
	expect(await findings('refnud', ['refund'])).toEqual(['1.bpmn:ask has the form "refnud", which is in none of the form files']);
});
