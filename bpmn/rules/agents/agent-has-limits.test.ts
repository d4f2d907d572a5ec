import { definitions, collectFindings, job, writeProcess } from '../../../test/support/bpmn/test-models';

const agents = new Map<string, unknown>([
	['bounded', { id: 'bounded', limits: { tokens: 1000 } }],
	['by-default', { id: 'by-default', limits: {} }],
	['unbounded', { id: 'unbounded' }],
	['null', { id: 'null', limits: null }],
	['broken', 'no definition'],
]);
const findings = (...parts: string[]) =>
	collectFindings('agent-has-limits', [definitions(writeProcess('p', job('troupe:agent', ...parts)))], { agents });
const header = (value: string) => `<zeebe:taskHeaders><zeebe:header key="agent" value="${value}"/></zeebe:taskHeaders>`;
const input = (source: string, target: string) =>
	`<zeebe:ioMapping><zeebe:input source="${source.replaceAll('"', '&quot;')}" target="${target}"/></zeebe:ioMapping>`;

test.each(['bounded', 'by-default', 'broken', 'not-known-here'])('lets the agent "%s" pass', async (id) =>
	expect(await findings(header(id))).toEqual([]),
);

test.each(['unbounded', 'null'])('finds the agent "%s"', async (id) => {
	const found = [`1.bpmn:work runs the agent "${id}", which has no limits`];
	expect(await findings(header(id))).toEqual(found);
	expect(await findings(input(`="${id}"`, 'agent'))).toEqual(found);
});

test('reads the definition in the model', async () => {
	expect(await findings(input('={id: "a", limits: {tokens: 1000}}', 'agentDefinition'))).toEqual([]);
	expect(await findings(input('={id: "a", limits: fromElsewhere}', 'agentDefinition'))).toEqual([]);
	expect(await findings(input('=definition', 'agentDefinition'))).toEqual([]);
	expect(await findings(input('={id: "a", prompt: "Know your limits: none."}', 'agentDefinition'))).toEqual([
		'1.bpmn:work runs the definition in its inputs, which has no limits',
	]);
});

test('looks at the agent that the worker takes: the header before any input', async () => {
	expect(await findings(header('bounded'), input('={id: "a"}', 'agentDefinition'))).toEqual([]);
});

test('looks at no other job type', async () => {
	expect(await collectFindings('agent-has-limits', [definitions(writeProcess('p', job('bank', header('unbounded'))))], { agents })).toEqual(
		[],
	);
});
