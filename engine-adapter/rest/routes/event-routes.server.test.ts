import { chain, endEvent, processModel, startEvent, userTask } from '../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';

const asked = processModel('asked', [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')]);
const short = processModel('short', [startEvent(), endEvent(), ...chain('start', 'end')]);

let service: TestService;
beforeEach(async () => {
	service = await openTestService([asked, short], ({ headers }) =>
		headers['x-caller'] === 'acme' ? { tenantId: 'acme', tenants: ['acme'] } : { tenantId: '<default>', tenants: 'every' },
	);
	await service.engine.deploy([short], 'acme');
});
afterEach(() => service.close());

interface Frame {
	id: string;
	event: string;
	data: Record<string, unknown>;
}

/** Reads a stream until it has that many events, or until it ends. */
async function read(path: string, count: number, headers: Record<string, string> = {}): Promise<Frame[]> {
	const enough = new AbortController();
	const response = await fetch(`${service.url}/v2/events${path}`, { headers, signal: enough.signal });
	expect(response.headers.get('content-type')).toMatch('text/event-stream');
	let text = '';
	const decoder = new TextDecoder();
	for await (const chunk of response.body!) {
		text += decoder.decode(chunk as Uint8Array, { stream: true });
		if (parse(text).length >= count) break;
	}
	enough.abort();
	return parse(text).slice(0, count);
}

const parse = (text: string): Frame[] =>
	text
		.split('\n\n')
		.slice(0, -1)
		.filter((frame) => frame.includes('data: '))
		.map((frame) => {
			const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)![1]!;
			return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) as Record<string, unknown> };
		});

const list = async (query: string, headers: Record<string, string> = {}) =>
	(await (await fetch(`${service.url}/v2/events?follow=false${query}`, { headers })).json()) as {
		events: Array<Record<string, unknown>>;
		cursor?: number;
	};

test('a stream tells what happened after its cursor, then what happens, and goes on where it was cut', async () => {
	const { engine } = service;
	const { instanceKey } = await engine.start({ processId: 'asked' });
	const first = await read('?after=0&kinds=element-activated,user-task-created', 3);
	expect(first.map(({ event, data }) => [event, data.elementId])).toEqual([
		['element-activated', 'asked'],
		['element-activated', 'start'],
		['user-task-created', 'ask'],
	]);
	expect(first[2]!.data).toMatchObject({
		position: Number(first[2]!.id),
		processInstanceKey: instanceKey,
		processDefinitionId: 'asked',
		tenantId: '<default>',
		details: { userTaskKey: expect.any(String) },
		timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
	});
	const rest = read('?kinds=user-task-completed,element-completed', 3, { 'last-event-id': first[2]!.id });
	const [task] = await engine.searchUserTasks({ instanceKey });
	await engine.completeUserTask(task!.key, {});
	expect((await rest).map(({ event, data }) => [event, data.elementId])).toEqual([
		['user-task-completed', 'ask'],
		['element-completed', 'ask'],
		['element-completed', 'end'],
	]);
});

test('a list ends with what has happened so far, and its cursor leads on', async () => {
	await service.engine.start({ processId: 'short' });
	const { events, cursor } = await list('&processDefinitionId=short&kinds=element-completed');
	expect(events.map(({ elementId }) => elementId)).toEqual(['start', 'end', 'short']);
	expect(await list(`&after=${cursor}`)).toEqual({ events: [] });
	const { instanceKey } = await service.engine.start({ processId: 'short' });
	expect((await list(`&after=${cursor}&kinds=element-activated`)).events.map(({ processInstanceKey }) => processInstanceKey)).toEqual(
		Array.from({ length: 3 }, () => instanceKey),
	);
	expect((await list(`&processInstanceKey=${instanceKey}`)).events).toHaveLength((await list(`&after=${cursor}`)).events.length);
});

test('a caller is told of its own tenants only', async () => {
	await service.engine.start({ processId: 'short' });
	expect(await list('', { 'x-caller': 'acme' })).toEqual({ events: [] });
	await service.engine.start({ processId: 'short', tenantId: 'acme' });
	const { events } = await list('', { 'x-caller': 'acme' });
	expect(new Set(events.map(({ tenantId }) => tenantId))).toEqual(new Set(['acme']));
	expect(new Set((await list('')).events.map(({ tenantId }) => tenantId))).toEqual(new Set(['<default>', 'acme']));
});

test.each(['?kinds=unheard-of', '?after=-1', '?after=x'])('%s is refused', async (query) => {
	const response = await fetch(`${service.url}/v2/events${query}`);
	expect(response.status).toBe(400);
	expect(await response.json()).toMatchObject({ title: 'INVALID_ARGUMENT' });
});
