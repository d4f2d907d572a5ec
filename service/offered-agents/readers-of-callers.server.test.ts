/** What a job searches is what the caller of the service may read who started its instance, by whatever door; variables name nobody. */
import { chain, endEvent, type ModelPart, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { Job } from '../../engine-adapter/engine/jobs';
import { openRetrieveWorker } from '../../engine-adapter/workers/knowledge/retrieve-worker';
import { closeKnowledge } from '../../providers/compose/knowledge/knowledge';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { signAsker } from '../../providers/compose/knowledge/signed-asker';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { until } from '../../test/support/wait-until';

const byEvent = (kind: 'message' | 'signal'): ModelPart => ({
	...startEvent(),
	content: `<bpmn:${kind}EventDefinition ${kind}Ref="event"/>`,
	definitions: `<bpmn:${kind} id="event" name="asked by ${kind}"/>`,
});
const calls: ModelPart = {
	tag: 'callActivity',
	id: 'find',
	extensions: '<bpmn:extensionElements><zeebe:calledElement processId="begin" propagateAllChildVariables="true"/></bpmn:extensionElements>',
};
const throws: ModelPart = {
	tag: 'intermediateThrowEvent',
	id: 'find',
	content: '<bpmn:signalEventDefinition signalRef="thrown"/>',
	definitions: '<bpmn:signal id="thrown" name="asked by signal"/>',
	extensions:
		'<bpmn:extensionElements><zeebe:ioMapping>' +
		['question', 'personId', 'personGroups', 'asker'].map((name) => `<zeebe:input source="=${name}" target="${name}"/>`).join('') +
		'</zeebe:ioMapping></bpmn:extensionElements>',
};
const finds = serviceTask('find', { type: 'troupe:retrieve', headers: { collection: 'house' } });
const tells = serviceTask('tell', { type: 'tell' });
const process = (id: string, start = startEvent()) =>
	processModel(id, [start, finds, tells, endEvent(), ...chain('start', 'find', 'tell', 'end')]);
const short = (id: string, part: ModelPart) => processModel(id, [startEvent(), part, endEvent(), ...chain('start', 'find', 'end')]);

let service: Awaited<ReturnType<typeof startTestService>>;
let keys: { ana: string; eve: string };
let close: () => Promise<unknown>;
const { signal } = new AbortController();
beforeAll(async () => {
	service = await startTestService([]);
	const worker = await openRetrieveWorker(service.engine, service.host);
	close = () => worker.close();
	await service.engine.deploy([process('begin'), process('by-message', byEvent('message')), process('by-signal', byEvent('signal'))]);
	await service.engine.deploy([short('calls', calls), short('throws', throws)]);
	keys = { ana: await service.createKey('ana', ['process:run']), eve: await service.createKey('eve', ['process:run']) };
	const readers = [`person:key:${keys.ana.slice(0, 12)}`, 'group:board'];
	const documents = [
		{ id: 'open', text: 'The bonus is paid in March.' },
		{ id: 'closed', text: 'The bonus of the director is ten thousand.', metadata: { readers } },
	];
	await runKnowledgeTask({ operation: 'ingest', collection: 'house', documents }, service.host, signal);
});
afterAll(async () => {
	await close();
	await closeKnowledge(service.host);
	await service.close();
});

async function post(key: string, path: string, body: object): Promise<void> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
	const response = await fetch(`${service.url}/v2/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
	expect(response.status).toBe(200);
}
const doors: Record<string, (key: string, variables: object) => Promise<void>> = {
	'a start': (key, variables) => post(key, 'process-instances', { processDefinitionId: 'begin', variables }),
	'a call activity': (key, variables) => post(key, 'process-instances', { processDefinitionId: 'calls', variables }),
	'a signal that an instance throws': (key, variables) => post(key, 'process-instances', { processDefinitionId: 'throws', variables }),
	'a message': (key, variables) =>
		post(key, 'messages/publication', { name: 'asked by message', correlationKey: '', variables, timeToLive: 1000 }),
	'a signal': (key, variables) => post(key, 'signals/broadcast', { signalName: 'asked by signal', variables }),
};
/** Returns the documents that the job of an instance found. */
async function find(door: string, key: string, more: object = {}): Promise<string[]> {
	await doors[door]!(key, { question: 'bonus of the director', ...more });
	let job: Job | undefined;
	await until(async () => (job = (await service.engine.activate('tell', { limit: 1, timeoutMs: 60_000 }))[0]) !== undefined);
	return (job!.variables['passages'] as Array<{ documentId: string }>).map(({ documentId }) => documentId).sort();
}

describe.each(Object.keys(doors))('%s', (door) => {
	test('finds what the key that began it may read, and no more for what its variables say (langgenius/dify#41316)', async () => {
		const asker = await signAsker(service.host, ['group:board']);
		expect(await find(door, keys.ana)).toEqual(['closed', 'open']);
		for (const lie of [{}, { personId: 'key:ana', personGroups: ['board'] }, { asker }, { asker: 'operator' }])
			expect(await find(door, keys.eve, lie)).toEqual(['open']);
	});

	test('by the operator finds what a signed variable says, otherwise what has no readers (caipe-io/ai-platform-engineering#2073)', async () => {
		const lie = { personId: 'ana', personGroups: ['board'] };
		expect(await find(door, serviceToken, lie)).toEqual(['open']);
		expect(await find(door, serviceToken, { asker: await signAsker(service.host, ['group:board']) })).toEqual(['closed', 'open']);
	});
});
