import { definitions, findingsOf, job, processOf } from './test-models';

const findings = (...parts: string[]) =>
	findingsOf('template-inputs-complete', [definitions(processOf('p', job('troupe:agent', ...parts)))]);
const header = (value: string) => `<zeebe:taskHeaders><zeebe:header key="agent" value="${value}"/></zeebe:taskHeaders>`;
const input = (source: string, target: string) => `<zeebe:ioMapping><zeebe:input source="${source}" target="${target}"/></zeebe:ioMapping>`;

test('lets a task pass whose agent is named by a header or an input', async () => {
	expect(await findings(header('support'), input('=question', 'message'))).toEqual([]);
	expect(await findings(input('=chosen', 'agent'))).toEqual([]);
});

test('finds a task without an agent', async () => {
	expect(await findings()).toEqual(['1.bpmn:work names no agent']);
	expect(await findings(header(''))).toEqual(['1.bpmn:work names no agent']);
});

test('finds an input without a value', async () => {
	expect(await findings(header('support'), input('=', 'message'))).toEqual(['1.bpmn:work has no value for its input "message"']);
});
