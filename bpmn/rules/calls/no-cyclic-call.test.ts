import { parseWorkflows, type Workflow } from './workflow';
import { call, definitions, collectFindings, job, writeProcess } from '../../../test/support/bpmn/test-models';

const findings = (...files: string[]) => collectFindings('no-cyclic-call', files);
const file = (id: string, ...calls: string[]) => definitions(writeProcess(id, ...calls.map((called) => call(`call-${called}`, called))));

test('lets processes call each other one way', async () => {
	expect(await findings(file('a', 'b', 'c'), file('b', 'c'), file('c', 'elsewhere'))).toEqual([]);
});

test('finds a process that calls itself', async () => {
	expect(await findings(file('a', 'a'))).toEqual(['1.bpmn:call-a calls its own process again: a → a']);
});

test('finds a circle over several files, at each of its calls, and names it', async () => {
	expect(await findings(file('a', 'b'), file('b', 'c'), file('c', 'a', 'd'), file('d'))).toEqual([
		'1.bpmn:call-b calls its own process again: a → b → c → a',
		'2.bpmn:call-c calls its own process again: b → c → a → b',
		'3.bpmn:call-a calls its own process again: c → a → b → c',
	]);
});

test('leaves calls alone whose process is known at run time only', async () => {
	expect(await findings(file('a', '=a'))).toEqual([]);
});

const agentTask = (agent: string) =>
	job('troupe:agent', `<zeebe:taskHeaders><zeebe:header key="agent" value="${agent}"/></zeebe:taskHeaders>`);
const agents = (definitionsOf: Record<string, object[]>) =>
	new Map<string, unknown>(Object.entries(definitionsOf).map(([id, define]) => [id, { id, tools: { define } }]));
const calling = (agent: string) => ({ kind: 'agent', name: 'ask', agent });
const starting = (processDefinitionId: object) => ({
	...{ kind: 'http', name: 'start', method: 'POST', url: 'http://127.0.0.1:4400/v2/process-instances' },
	parameters: { type: 'object', properties: { processDefinitionId } },
});

describe('with agents', () => {
	const find = (process: string, definitionsOf: Record<string, object[]>) =>
		collectFindings('no-cyclic-call', [process], { agents: agents(definitionsOf) });
	const a = definitions(writeProcess('a', agentTask('clerk@^1')));

	test('finds one that starts the process again, also through another', async () => {
		expect(await find(a, { clerk: [starting({ const: 'a' })] })).toEqual([
			'1.bpmn:work calls its own process again: process a → agent clerk → process a',
		]);
		expect(await find(a, { clerk: [calling('desk')], desk: [starting({ enum: ['b', 'a'] })] })).toEqual([
			'1.bpmn:work calls its own process again: process a → agent clerk → agent desk → process a',
		]);
	});

	test('finds agents that call each other in a circle', async () => {
		expect(await find(a, { clerk: [calling('desk')], desk: [calling('lawyer')], lawyer: [calling('desk')] })).toEqual([]);
		expect(await find(a, { clerk: [calling('desk')], desk: [calling('clerk')] })).toEqual([
			'1.bpmn:work calls what calls itself again: agent clerk → agent desk → agent clerk',
		]);
	});

	test('leaves alone what the model chooses, and agents that call one way', async () => {
		expect(await find(a, { clerk: [starting({ type: 'string' }), calling('desk')], desk: [calling('elsewhere')] })).toEqual([]);
		expect(await find(a, {})).toEqual([]);
	});
});

describe('with workflows of n8n', () => {
	const workflow = (name: string, ...nodes: object[]): Workflow => parseWorkflows(JSON.stringify({ id: `id-${name}`, name, nodes }))![0]!;
	const trigger = { type: 'n8n-nodes-troupe.troupeProcessTrigger', parameters: { jobType: 'refund' } };
	const starts = (processId: string, more: object = {}) => ({ type: 'n8n-nodes-troupe.troupeProcess', parameters: { processId, ...more } });
	const runs = (workflowId: unknown) => ({ type: 'n8n-nodes-base.executeWorkflow', parameters: { workflowId } });
	const find = (process: string, ...workflows: Workflow[]) => collectFindings('no-cyclic-call', [process], { workflows });
	const a = definitions(writeProcess('a', job('refund')));

	test('finds one that serves a job of the process and starts the process again', async () => {
		expect(await find(a, workflow('Refunds', trigger, starts('a')))).toEqual([
			'1.bpmn:work calls its own process again: process a → workflow Refunds → process a',
		]);
	});

	test('follows the workflows that a workflow runs, by id or by name', async () => {
		const list = { __rl: true, mode: 'list', value: 'id-Second' };
		const circle = 'process a → workflow Refunds → workflow Second → process a';
		for (const name of [list, 'Second'])
			expect(await find(a, workflow('Refunds', trigger, runs(name)), workflow('Second', starts('a', { operation: 'start' })))).toEqual([
				`1.bpmn:work calls its own process again: ${circle}`,
			]);
	});

	test('follows a task that runs a workflow, and the agent that the workflow asks', async () => {
		const url = 'https://n8n.example.com/webhook/refunds';
		const header = `<zeebe:taskHeaders><zeebe:header key="url" value="${url}"/></zeebe:taskHeaders>`;
		const webhook = { type: 'n8n-nodes-base.webhook', parameters: { path: 'refunds' } };
		const task = definitions(writeProcess('a', job('troupe:n8n-workflow', header)));
		const asks = {
			type: 'n8n-nodes-troupe.troupeAgent',
			parameters: { source: 'choose', agent: { __rl: true, mode: 'name', value: 'clerk@*' } },
		};
		const found = await collectFindings('no-cyclic-call', [task], {
			workflows: [workflow('Refunds', webhook, asks)],
			agents: agents({ clerk: [starting({ const: 'a' })] }),
		});
		const other = { ...webhook, parameters: { path: 'other' } };
		expect(await find(task, workflow('Refunds', other, starts('a')))).toEqual([]);
		expect(found).toEqual(['1.bpmn:work calls its own process again: process a → workflow Refunds → agent clerk → process a']);
	});

	test('leaves alone what does not start the process', async () => {
		const other = [starts('b'), starts('=a'), starts('={{ $json.id }}'), starts('a', { resource: 'incident', operation: 'getAll' })];
		const disabled = { ...starts('a'), disabled: true };
		expect(await find(a, workflow('Refunds', trigger, ...other, disabled), workflow('Unrelated', starts('a')))).toEqual([]);
	});
});
