import { call, definitions, extensions, job, writeProcess } from '../test/support/bpmn/test-models';
import { TroupeError } from '../core/base/errors';
import { adHocSubProcess, chain, endEvent, processModel, serviceTask, startEvent } from '../test/contract/model-builder';
import { openEmbeddedEngine } from './embedded/open-embedded-engine';
import type { Resource } from './engine/deployments';
import type { ProcessEngine } from './engine/process-engine';
import { toLintTarget } from '../bpmn/lint/lint-target';
import { describeFinding, withLintBeforeDeploy } from './lint-before-deploy';
import type { Finding } from '../bpmn/lint/finding';

/** An engine that takes what it is given, or refuses it as told. */
function engineThat(refuses?: Error, zeebeVersion = '8.6.0') {
	const deployed: Resource[][] = [];
	const told: Finding[] = [];
	const engine = {
		capabilities: { search: false, events: false, zeebeVersion },
		deploy: (resources: Resource[]) => {
			deployed.push(resources);
			return refuses ? Promise.reject(refuses) : Promise.resolve({ deploymentKey: '1', processes: [] });
		},
	} as unknown as ProcessEngine;
	return { engine: withLintBeforeDeploy(engine, { tell: (findings) => void told.push(...findings) }), deployed, told };
}

const circle = [
	{ name: 'a.bpmn', content: definitions(writeProcess('a', '<bpmn:startEvent id="s"/>', call('call-b', 'b'))) },
	{ name: 'b.bpmn', content: definitions(writeProcess('b', '<bpmn:startEvent id="s"/>', call('call-a', 'a'))) },
];

test('processes that call each other in a circle are told, and judged by the engine: Zeebe takes those of several files', async () => {
	const { engine, deployed, told } = engineThat();
	await engine.deploy(circle);
	expect(deployed).toEqual([circle]);
	expect(told.map(describeFinding)).toContainEqual(
		expect.stringMatching(/^a\.bpmn:4 element "call-b": calls its own process again: a → b → a/),
	);
});

test('a circle through an agent, which no engine sees, is refused before, naming file, element and fix', async () => {
	const agent = {
		id: 'clerk',
		tools: { define: [{ kind: 'http', name: 'start', method: 'POST', url: 'http://127.0.0.1:4400/v2/process-instances' }] },
	};
	const parameters = { type: 'object', properties: { processDefinitionId: { const: 'a' } } };
	const agents = new Map<string, unknown>([['clerk', { ...agent, tools: { define: [{ ...agent.tools.define[0], parameters }] } }]]);
	const { deployed, deploy } = { deployed: [] as Resource[][], deploy: async (resources: Resource[]) => deployed.push(resources) };
	const inner = { capabilities: { search: false, events: false, zeebeVersion: '8.6.0' }, deploy } as unknown as ProcessEngine;
	const engine = withLintBeforeDeploy(inner, { surroundings: async () => ({ agents }), tell: () => undefined });
	const task = job('troupe:agent', '<zeebe:taskHeaders><zeebe:header key="agent" value="clerk"/></zeebe:taskHeaders>');
	await expect(engine.deploy([{ name: 'a.bpmn', content: definitions(writeProcess('a', task)) }])).rejects.toMatchObject({
		code: 'PROCESS_INVALID',
		message: expect.stringContaining('process a → agent clerk → process a') as string,
		fix: expect.stringContaining('Repeat with') as string,
		details: { file: 'a.bpmn', element: 'work' },
	});
	expect(deployed).toEqual([]);
});

test('a job type that looks like one of ours and is not one is refused', async () => {
	const { engine } = engineThat();
	const resource = { name: 'p.bpmn', content: definitions(writeProcess('p', job('troupe:agnet'))) };
	await expect(engine.deploy([resource])).rejects.toMatchObject({ code: 'PROCESS_INVALID', fix: expect.stringContaining('troupe:agent') });
});

test('what does not refuse is told once the engine took it', async () => {
	const { engine, deployed, told } = engineThat();
	const model = processModel('p', [
		startEvent(),
		serviceTask('work', { type: 'troupe:agent' }),
		endEvent(),
		...chain('start', 'work', 'end'),
	]);
	await engine.deploy([model]);
	expect(deployed).toEqual([[model]]);
	expect(told.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['troupe/template-inputs-complete', 'label-required']));
	expect(told.map(describeFinding)).toContainEqual(expect.stringMatching(/^p\.bpmn:\d+ element "work": does not name an agent \(troupe\//));
});

test("an engine's refusal that says where takes the linter's fix", async () => {
	const refused = new TroupeError({
		code: 'PROCESS_INVALID',
		message: 'p.bpmn, element work: Must have exactly one zeebe:taskDefinition',
		fix: 'Correct what is named.',
		details: { problems: [{ resource: 'p.bpmn', elementId: 'work', problem: 'Must have …' }] },
	});
	const { engine } = engineThat(refused);
	const content = definitions(
		writeProcess('p', `<bpmn:startEvent id="s"/><bpmn:serviceTask id="work" name="w">${extensions()}</bpmn:serviceTask>`),
	);
	await expect(engine.deploy([{ name: 'p.bpmn', content }])).rejects.toMatchObject({
		code: 'PROCESS_INVALID',
		message: expect.stringMatching(
			/^p\.bpmn, element work: Must[^]*The linter reports:[^]*p\.bpmn:\d+ element "work": .*camunda-compat\/implementation\)\. /,
		),
		details: { problems: expect.any(Array), findings: expect.any(Array) },
	});
});

test("an engine's refusal of a model for Camunda 7 takes what the linter says of the file", async () => {
	const problems = [{ resource: 'p.bpmn', elementId: 'work', problem: 'Must have exactly one zeebe:taskDefinition' }];
	const { engine } = engineThat(new TroupeError({ code: 'PROCESS_INVALID', message: 'refused', details: { problems } }));
	const flow = '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="work"/>';
	const process = writeProcess('p', '<bpmn:startEvent id="s"/>', '<bpmn:serviceTask id="work" camunda:type="external"/>', flow);
	const content = definitions(process).replace(/xmlns:zeebe="[^"]*"/, 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"');
	await expect(engine.deploy([{ name: 'p.bpmn', content }])).rejects.toMatchObject({ fix: expect.stringContaining('Diagram Converter') });
});

test('any other refusal of the engine is passed on as it is', async () => {
	const away = new TroupeError({ code: 'ENGINE_UNREACHABLE', message: 'away' });
	const { engine, told } = engineThat(away);
	await expect(engine.deploy([processModel('p', [startEvent()])])).rejects.toBe(away);
	expect(told).toEqual([]);
});

test("the embedded engine's other calls go through", async () => {
	const embedded = await openEmbeddedEngine({ file: ':memory:' });
	const engine = withLintBeforeDeploy(embedded, { tell: () => undefined });
	await engine.deploy([processModel('p', [startEvent(), endEvent(), ...chain('start', 'end')])]);
	expect(await engine.startAndAwait({ processId: 'p', variables: { a: 1 } }, 1000)).toMatchObject({ variables: { a: 1 } });
	await engine.close();
});

test.each([
	['8.5.3', '8.6'],
	['8.6.0', '8.6'],
	['8.7.1', '8.7'],
	['8.8', '8.8'],
	['8.10.0', '8.8'],
	['9.0.0', '8.8'],
])('an engine of version %s is linted for %s', (version, target) => expect(toLintTarget(version)).toBe(target));

test('a job of an ad-hoc sub-process that does not decide is refused before the engine sees it', async () => {
	const { engine, deployed } = engineThat(undefined, '8.8.0');
	const tools = adHocSubProcess('tools', [serviceTask('search')], { jobType: 'troupe:model' });
	const model = processModel('p', [startEvent(), tools, endEvent(), ...chain('start', 'tools', 'end')]);
	await expect(engine.deploy([model])).rejects.toMatchObject({
		code: 'PROCESS_INVALID',
		message: expect.stringContaining('"troupe:model"'),
	});
	expect(deployed).toEqual([]);
	const embedded = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' });
	await expect(embedded.deploy([model])).rejects.toMatchObject({
		code: 'PROCESS_INVALID',
		fix: expect.stringContaining('Use the job type troupe:agent'),
	});
	await embedded.close();
});
