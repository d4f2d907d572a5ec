import { collectFindings, definitions, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

const findings = (type: string) => {
	const tools = `<bpmn:adHocSubProcess id="tools">${extensions(`<zeebe:taskDefinition type="${type}"/>`)}<bpmn:task id="tool"/></bpmn:adHocSubProcess>`;
	return collectFindings('ad-hoc-job-decides', [definitions(writeProcess('p', tools))], { target: '8.8' });
};

test("finds an ad-hoc sub-process with a job of Troupe's", async () => {
	expect(await findings('troupe:model')).toEqual([
		expect.stringContaining('tools has the job type "troupe:model", whose worker does not choose'),
	]);
});

test('leaves other job types alone', async () => {
	expect(await findings('decide')).toEqual([]);
});
