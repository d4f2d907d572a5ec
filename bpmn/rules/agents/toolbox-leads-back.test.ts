import { collectFindings, definitions, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

const agents = new Map<string, unknown>([
	['free', { id: 'free', tools: { rules: [{ tool: '*', permission: 'allow', afterResults: true }] } }],
	['denies', { id: 'denies', tools: { rules: [{ tool: 'pay', permission: 'deny' }] } }],
	[
		'asks',
		{
			id: 'asks',
			tools: {
				rules: [
					{ tool: 'pay', permission: 'ask' },
					{ tool: '*', permission: 'allow', afterResults: true },
				],
			},
		},
	],
	['silent', { id: 'silent' }],
	['at-first', { id: 'at-first', tools: { rules: [{ tool: 'pay', permission: 'allow' }] } }],
]);
const effect = (value: string) =>
	extensions(`<zeebe:properties><zeebe:property name="troupe:effect" value="${value}"/></zeebe:properties>`);

function findings(agent: string, { task = '', back = false } = {}) {
	const job = `<zeebe:taskDefinition type="troupe:agent"/><zeebe:taskHeaders><zeebe:header key="agent" value="${agent}"/></zeebe:taskHeaders>`;
	const tools = `<bpmn:adHocSubProcess id="tools">${extensions(job)}<bpmn:task id="pay">${task}</bpmn:task></bpmn:adHocSubProcess>`;
	const flow = (id: string, from: string, to: string) => `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`;
	const way = `<bpmn:userTask id="decide"/>${flow('a', 'tools', 'decide')}${back ? flow('b', 'decide', 'tools') : ''}`;
	return collectFindings('toolbox-leads-back', [definitions(writeProcess('p', tools + way))], { target: '8.8', agents });
}

test.each(['asks', 'at-first', 'silent'])(
	'finds a sub-process whose agent "%s" can wait for a person, without a way back',
	async (agent) => {
		expect(await findings(agent)).toEqual([expect.stringContaining('tools can wait for a person before it starts "pay"')]);
	},
);

test.each(['free', 'denies', 'not-known-here'])(
	'lets the agent "%s" pass, which asks nobody about its elements, or is not known',
	async (agent) => {
		expect(await findings(agent)).toEqual([]);
	},
);

test('lets a way back pass, and elements that only read', async () => {
	expect(await findings('asks', { back: true })).toEqual([]);
	expect(await findings('asks', { task: effect('reads') })).toEqual([]);
	expect(await findings('asks', { task: effect('reversible') })).toHaveLength(1);
});
