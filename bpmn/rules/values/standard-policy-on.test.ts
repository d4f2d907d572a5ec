import { collectFindings, definitions, job, writeProcess } from '../../../test/support/bpmn/test-models';

const findings = (key: string, value: string) =>
	collectFindings('standard-policy-on', [
		definitions(
			writeProcess('p', job('troupe:model', `<zeebe:taskHeaders><zeebe:header key="${key}" value="${value}"/></zeebe:taskHeaders>`)),
		),
	]);

test('tells which parts of the standard policy a task goes without', async () => {
	expect(await findings('standardWithout', 'files, secrets')).toEqual([
		'1.bpmn:work asks a model without files, secrets of the standard policy',
	]);
});

test.each([
	['standardWithout', ' '],
	['operation', 'chat'],
])('lets the header %s with %j pass', async (key, value) => expect(await findings(key, value)).toEqual([]));
