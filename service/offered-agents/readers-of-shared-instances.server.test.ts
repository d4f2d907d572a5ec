/** What a job searches is what all callers may read who put something into its instance. */
import { catchOf, message, signal as signalEvent } from '../../test/contract/event-parts';
import { chain, endEvent, type ModelPart, processModel, serviceTask, startEvent, userTask } from '../../test/contract/model-builder';
import type { Job } from '../../engine-adapter/engine/jobs';
import { openRetrieveWorker } from '../../engine-adapter/workers/knowledge/retrieve-worker';
import { closeKnowledge } from '../../providers/compose/knowledge/knowledge';
import { runKnowledgeTask } from '../../providers/compose/knowledge/knowledge-task';
import { signAsker } from '../../providers/compose/knowledge/signed-asker';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { until, waitUntil } from '../../test/support/wait-until';

const waits: Record<string, ModelPart> = {
	message: catchOf('wait', message('go', '=order')),
	signal: catchOf('wait', signalEvent('go')),
	task: userTask('wait', { native: true }),
	job: serviceTask('wait', { type: 'wait' }),
};
const finds = serviceTask('find', { type: 'troupe:retrieve', headers: { collection: 'house' } });
const tells = serviceTask('tell', { type: 'tell' });
const models = Object.entries(waits).map(([kind, wait]) =>
	processModel(`by-${kind}`, [startEvent(), wait, finds, tells, endEvent(), ...chain('start', 'wait', 'find', 'tell', 'end')]),
);
const calls: ModelPart = {
	...{ tag: 'callActivity', id: 'wait' },
	extensions: '<bpmn:extensionElements><zeebe:calledElement processId="asks" propagateAllChildVariables="true"/></bpmn:extensionElements>',
};
models.push(
	processModel('by-call', [startEvent(), calls, finds, tells, endEvent(), ...chain('start', 'wait', 'find', 'tell', 'end')]),
	processModel('asks', [startEvent(), waits.message!, endEvent(), ...chain('start', 'wait', 'end')]),
);

let service: Awaited<ReturnType<typeof startTestService>>;
let keys: Record<'ana' | 'eve' | 'robot', string>;
let close: () => Promise<unknown>;
beforeAll(async () => {
	service = await startTestService([]);
	const worker = await openRetrieveWorker(service.engine, service.host);
	close = () => worker.close();
	await service.engine.deploy(models);
	const editor = ['process:run', 'process:read', 'process:work', 'agent:decide'];
	const [ana, eve, robot] = await Promise.all([
		service.createKey('ana', editor),
		service.createKey('eve', editor),
		service.createKey('robot', ['process:work']),
	]);
	keys = { ana, eve, robot };
	const documents = [
		{ id: 'open', text: 'The bonus is paid in March.' },
		{ id: 'closed', text: 'The bonus of the director is ten thousand.', metadata: { readers: [`person:key:${ana.slice(0, 12)}`] } },
	];
	await runKnowledgeTask({ operation: 'ingest', collection: 'house', documents }, service.host, new AbortController().signal);
});
afterAll(async () => {
	await close();
	await closeKnowledge(service.host);
	await service.close();
});

async function send(key: string, path: string, body: object, method = 'POST'): Promise<Record<string, unknown>> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
	const response = await fetch(`${service.url}/v2/${path}`, { method, headers, body: JSON.stringify(body) });
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
}
const start = async (kind: string, key: string, more = {}) =>
	(await send(key, 'process-instances', { processDefinitionId: `by-${kind}`, variables: { question: 'bonus', order: kind, ...more } }))
		.processInstanceKey as string;
const variables = { question: 'bonus of the director' };
const publish = (key: string, kind: string) => send(key, 'messages/publication', { name: 'go', correlationKey: kind, variables });
const [task, job] = ['user-tasks', 'jobs'].map(
	(what) =>
		async (key: string, instance: string, values: object = variables, as = 'completion') => {
			const filter = { processInstanceKey: instance, elementId: 'wait' };
			const found = async () => ((await send(keys.ana, `${what}/search`, { filter })).items as Array<Record<string, string>>)[0];
			const one = await waitUntil(`the ${what} of an instance`, found);
			await send(key, `${what}/${one.userTaskKey ?? one.jobKey}/${as}`, as === 'failure' ? { retries: 1 } : { variables: values });
		},
);
const doors: Record<string, (key: string, instance: string) => Promise<unknown>> = {
	message: (key) => publish(key, 'message'),
	signal: (key) => send(key, 'signals/broadcast', { signalName: 'go', variables }),
	task: (key, instance) => task!(key, instance),
	job: (key, instance) => job!(key, instance),
	call: (key) => publish(key, 'call'),
};

async function found(): Promise<Job> {
	let told: Job | undefined;
	await until(async () => (told = (await service.engine.activate('tell', { limit: 1, timeoutMs: 60_000 }))[0]) !== undefined);
	return told!;
}
const documentsOf = ({ variables: { passages } }: Job) => (passages as Array<{ documentId: string }>).map((one) => one.documentId).sort();

describe.each(Object.keys(doors))('what another caller brings by a %s', (kind) => {
	test('makes the instance read what both may read (highflame-ai/zeroid#38)', async () => {
		await doors[kind]!(keys.eve, await start(kind, keys.ana));
		expect(documentsOf(await found())).toEqual(['open']);
		await doors[kind]!(keys.ana, await start(kind, keys.eve));
		expect(documentsOf(await found())).toEqual(['open']);
	});

	test('changes nothing where it is the same caller, or the operator', async () => {
		for (const key of [keys.ana, serviceToken]) {
			await doors[kind]!(key, await start(kind, keys.ana));
			expect(documentsOf(await found())).toEqual(['closed', 'open']);
		}
	});

	test('narrows what a signed variable says too', async () => {
		const asker = await signAsker(service.host, [`person:key:${keys.ana.slice(0, 12)}`]);
		await doors[kind]!(keys.eve, await start(kind, serviceToken, { asker }));
		expect(documentsOf(await found())).toEqual(['open']);
		await doors[kind]!(keys.ana, await start(kind, serviceToken, { asker }));
		expect(documentsOf(await found())).toEqual(['closed', 'open']);
	});
});

test('variables that another caller sets narrow it', async () => {
	const instance = await start('message', keys.ana);
	await send(keys.eve, `element-instances/${instance}/variables`, { variables }, 'PUT');
	await publish(keys.ana, 'message');
	expect(documentsOf(await found())).toEqual(['open']);
});

test('a command that is refused, and a failed job, leave it as it is', async () => {
	const instance = await start('job', keys.ana);
	const elsewhere = { activateInstructions: [{ elementId: 'nobody' }] };
	await expect(send(keys.eve, `process-instances/${instance}/modification`, elsewhere)).rejects.toThrow('400');
	await job!(keys.eve, instance, variables, 'failure');
	await job!(keys.ana, instance);
	expect(documentsOf(await found())).toEqual(['closed', 'open']);
});

test('a worker that may do jobs only, and a yes to a task, leave it as it is', async () => {
	await job!(keys.robot, await start('job', keys.ana));
	expect(documentsOf(await found())).toEqual(['closed', 'open']);
	const decisions = [{ id: 'p', kind: 'approval', approved: true, viewSha256: 'a'.repeat(64), statement: 'e30.e30.c2ln' }];
	await task!(keys.eve, await start('task', keys.ana), { approved: true, decisions });
	expect(documentsOf(await found())).toEqual(['closed', 'open']);
});

test.each([
	['a comment', { comment: 'director' }],
	['an answer', { answer: 'director' }],
	['a field of another name', { note: 'director' }],
	['words in place of an identifier', { id: 'bonus of the director' }],
	['an object in place of an identifier', { id: { text: 'director' } }],
])('a yes to a task with %s narrows it', async (_, more) => {
	await task!(keys.eve, await start('task', keys.ana), { decisions: [{ id: 'p', approved: true, ...more }] });
	expect(documentsOf(await found())).toEqual(['open']);
});
