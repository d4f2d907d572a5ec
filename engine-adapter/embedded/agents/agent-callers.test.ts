import { openEmbeddedEngine } from '../open-embedded-engine';
import { listAgentCallers } from './agent-callers';
import { slowTest } from '../../../test/support/slow-tests';

const task = (agent: string, more = '') => ({
	name: 'p.bpmn',
	content: `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
	<bpmn:process id="answers" isExecutable="true">
		<bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
		<bpmn:sequenceFlow id="a" sourceRef="start" targetRef="ask" />
		<bpmn:serviceTask id="ask"><bpmn:extensionElements><zeebe:taskDefinition type="troupe:agent" />
			${agent}</bpmn:extensionElements><bpmn:incoming>a</bpmn:incoming></bpmn:serviceTask>${more}
	</bpmn:process>
</bpmn:definitions>`,
});
const header = (value: string) => `<zeebe:taskHeaders><zeebe:header key="agent" value="${value}" /></zeebe:taskHeaders>`;
const input = (source: string) => `<zeebe:ioMapping><zeebe:input source="${source}" target="agent" /></zeebe:ioMapping>`;

it('finds the elements that run an agent, of the latest version and of those that run', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const find = async (...agents: string[]) => (await listAgentCallers(engine, '<default>', new Set(agents))).callers;
	await engine.deploy([task(header('clerk@^1.2'))]);
	const call = { processId: 'answers', version: 1, element: 'ask', agent: 'clerk', range: '^1.2', instances: 0 };
	expect(await find('clerk')).toEqual([call]);
	expect(await find('somebody')).toEqual([]);
	await engine.start({ processId: 'answers' });
	await engine.deploy([task(input('=&quot;clerk&quot;'))]);
	expect(await find('clerk')).toEqual([
		{ ...call, version: 2, range: '*' },
		{ ...call, instances: 1 },
	]);
	await engine.deploy([task(header('writer'))]);
	expect(await find('clerk')).toEqual([{ ...call, instances: 1 }]);
	expect(await listAgentCallers(engine, 'globex', new Set(['clerk', 'writer']))).toEqual({ callers: [], isCut: false });
	await engine.close();
});

slowTest('finds a process behind many others and old versions, and says where it did not read all', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const named = (id: string, agent: string) => {
		const { name, content } = task(header(agent));
		return { name, content: content.replace('id="answers"', `id="${id}"`) };
	};
	await engine.deploy([named('a-first', 'clerk')]);
	await engine.start({ processId: 'a-first' });
	for (let version = 0; version < 60; version += 1) await engine.deploy([named('a-first', `writer-${version}`)]);
	for (let other = 0; other < 60; other += 1) await engine.deploy([named(`z-${other}`, 'writer')]);
	const find = (max?: { definitions: number; instances: number }) => listAgentCallers(engine, '<default>', new Set(['clerk']), max);
	const call = { processId: 'a-first', version: 1, element: 'ask', agent: 'clerk', range: '*', instances: 1 };
	expect(await find()).toEqual({ callers: [call], isCut: false });
	expect(await find({ definitions: 100, instances: 10 })).toEqual({ callers: [], isCut: true });
	expect(await find({ definitions: 200, instances: 0 })).toEqual({ callers: [], isCut: true });
	await engine.close();
});
