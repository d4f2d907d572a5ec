import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endEvent, processModel, scriptTask, startEvent, chain } from '../contract/model-builder';
import { webhookWorkflow } from './workflows';
import { startWorld, type World } from './world';

let world: World;
/** The installation of koffi in n8n's home of Troupe: without it, this n8n reaches L0, where no process runs. */
let modules: string;
beforeAll(async () => {
	world = await startWorld();
	modules = join(world.userFolder, '.n8n/troupe/node_modules');
	for (const name of ['koffi', '@koromix']) await cp(join('node_modules', name), join(modules, name), { recursive: true });
}, 900_000);
afterAll(async () => {
	await rm(modules, { recursive: true, force: true });
	await world?.stop();
});

const definition = {
	...{ id: 'visitor', version: '1.0.0', name: 'Visitor', purpose: 'Answers.', prompt: 'Answer.', limits: {} },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	guardrails: { personalData: { types: [] } },
};
const bpmn = processModel('sum', [startEvent(), scriptTask('add', '=1 + 1', 'sum'), endEvent(), ...chain('start', 'add', 'end')]).content;
const assignments = { assignments: [{ id: '1', name: 'seen', value: '={{ 1 + 1 }}', type: 'number' }] };
const set = { assignments, options: {} };
const workflow = {
	name: 'Sum',
	nodes: [{ id: '1', name: 'Set', type: 'n8n-nodes-base.set', typeVersion: 3.4, position: [0, 0], parameters: set }],
	connections: {},
};
const seen = { finished: true, runs: [{ outputs: [[{ seen: 2 }]] }] };

it.each<[operation: string, parameters: object, returned: object]>([
	['run', { source: 'console.log(1 + 1)', input: '' }, { stdout: '2\n' }],
	[
		'runAgent',
		{ agentSource: 'definition', definition: JSON.stringify(definition), message: 'Hello', rules: { standIn: 'openai' } },
		{ agent: { kind: 'reply' }, steps: [{ rule: 'stand-in' }] },
	],
	['runProcess', { bpmn, variables: '{}' }, { process: { ending: { kind: 'completed' }, variables: { sum: 2 } } }],
	['runWorkflow', { workflow: JSON.stringify(workflow), items: '[{}]', options: { start: 'Set' } }, { workflow: seen }],
	['runNode', { nodeType: 'n8n-nodes-base.set', parameters: JSON.stringify(set), items: '[{}]' }, { workflow: seen }],
	[
		'runPackage',
		{ packageSource: 'name', packageName: 'n8n-nodes-troupe' },
		{ stdout: expect.stringContaining('"troupeSandbox"') as string },
	],
])('Troupe Sandbox of the installed package runs on the machine of n8n: %s', async (operation, parameters, returned) => {
	const step = { name: 'Sandbox', type: 'n8n-nodes-troupe.troupeSandbox', typeVersion: 1 };
	const path = `sandbox-${operation.toLowerCase()}`;
	await world.api.publish(webhookWorkflow(path, [{ ...step, parameters: { operation, runOn: 'own', level: 'L0+', ...parameters } }]), path);
	const { body } = await world.api.ask(path, {});
	expect(body).toMatchObject({ outcome: 'completed', ...returned });
});
