import { definitions, collectFindings, job, writeProcess } from '../../../test/support/bpmn/test-models';

const findings = (type: string, jobTypes?: string[]) =>
	collectFindings('known-job-type', [definitions(writeProcess('p', job(type)))], { jobTypes });

test.each(['troupe:agent', '=type', 'io.camunda:http-json:1', 'payment'])('lets %s pass', async (type) => {
	expect(await findings(type)).toEqual([]);
});

test.each(['troupe:agnet', 'troupe-agent', 'Troupe:agent'])('finds %s, which looks like a type of Troupe and is not one', async (type) => {
	expect(await findings(type)).toEqual([`1.bpmn:work has the job type "${type}", which no worker serves`]);
});

test('knows every type when it is told which others are served', async () => {
	expect(await findings('payment', ['payment'])).toEqual([]);
	expect(await findings('payments', ['payment'])).toEqual(['1.bpmn:work has the job type "payments", which no worker serves']);
});
