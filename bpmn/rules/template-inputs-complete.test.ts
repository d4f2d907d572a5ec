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

describe('a guardrail', () => {
	const guardrail = (headers: Record<string, string>, ...parts: string[]) => {
		const all = Object.entries(headers).map(([key, value]) => `<zeebe:header key="${key}" value="${value}"/>`);
		const task = job('troupe:guardrail', `<zeebe:taskHeaders>${all.join('')}</zeebe:taskHeaders>`, ...parts);
		return findingsOf('template-inputs-complete', [definitions(processOf('p', task))]);
	};

	test('passes with an operation, and with a policy where it checks', async () => {
		expect(await guardrail({ operation: 'mask' })).toEqual([]);
		expect(await guardrail({ operation: 'check', policyId: 'sales' })).toEqual([]);
		expect(await guardrail({ operation: 'check-reply', policy: '{}' })).toEqual([]);
		expect(await guardrail({ operation: 'check' }, input('=rules', 'policy'))).toEqual([]);
	});

	test('is found without one', async () => {
		expect(await guardrail({ policyId: 'sales' })).toEqual(['1.bpmn:work names no operation']);
		expect(await guardrail({ operation: 'check' })).toEqual(['1.bpmn:work names no policy']);
		expect(await guardrail({ operation: 'check', policyId: '' })).toEqual(['1.bpmn:work names no policy']);
	});
});
