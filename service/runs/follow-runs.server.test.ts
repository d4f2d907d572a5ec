import { openRuns } from '../../providers/compose/state/host-runs';
import { serviceToken } from '../../test/support/offering-service';
import { asksPerson, type Body, held, readEvents, useRunApi } from '../../test/support/run-api';
import { waitUntil } from '../../test/support/wait-until';

const { api, open, send, call, begin, as } = useRunApi();

test('a run is cancelled as soon as it has begun (agno-agi/agno#5583, iOfficeAI/AionCore#746)', async () => {
	const model = held('Never.');
	await open(model.step);
	const { body } = await begin('When?', '?waitSeconds=0');
	const cancelled = await call('POST', `/runs/${body.runId}/cancel`, { reason: 'changed my mind' });
	expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
	model.answer();
});

test('a cancellation that is sent again finds the run cancelled, and one of a run that has ended is refused (sundi133/wb-red-team#204)', async () => {
	const model = held('Never.');
	await open(model.step, 'Hello.');
	const { body } = await begin('When?', '?waitSeconds=0');
	const cancel = async ({ runId }: Body) => call('POST', `/runs/${runId}/cancel`, { reason: 'changed my mind' });
	const [first, second] = [await cancel(body), await cancel(body)];
	expect([first.status, second.status, second.body]).toEqual([200, 200, first.body]);
	const ended = await cancel((await begin('Hi')).body);
	const fix = expect.stringContaining('GET /api/v1/runs/RUN') as string;
	expect([ended.status, ended.body]).toMatchObject([409, { code: 'STATE_CONFLICT', fix, details: { state: 'completed' } }]);
	model.answer();
});

test('a stream tells the steps and the text as they come, then the answer', async () => {
	await open('On its way.');
	const events = await readEvents(await send('POST', '/agents/clerk/runs', { message: 'Where?' }, { accept: 'text/event-stream' }));
	const names = events.map(({ event }) => event);
	expect([names[0], names.at(-2), names.at(-1)]).toEqual(['started', 'finished', 'answer']);
	expect(names).toContain('model-started');
	const text = events.filter(({ event }) => event === 'model-part').map(({ data }) => data.text);
	expect(text.join('')).toBe('On its way.');
	expect(events.at(-1)!.data).toMatchObject({ state: 'completed', reply: 'On its way.' });
});

test('a client that lost the stream goes on where it was, also after the end (langchain-ai/langgraph#6159, modelcontextprotocol/rust-sdk#958)', async () => {
	const model = held('There.');
	await open(model.step);
	const gone = new AbortController();
	const response = await fetch(`${api.service.url}/api/v1/agents/clerk/runs`, {
		...{ method: 'POST', body: JSON.stringify({ message: 'Where?' }), signal: gone.signal },
		headers: { authorization: `Bearer ${serviceToken}`, accept: 'text/event-stream', 'content-type': 'application/json' },
	});
	const location = response.headers.get('location')!.replace('/api/v1', '');
	const reader = response.body!.getReader();
	let text = '';
	while (!text.includes('event: model-started')) text += Buffer.from((await reader.read()).value).toString();
	const [lastId] = text.match(/(?<=^id: ).*$/gm)!.slice(-1);
	gone.abort();
	model.answer();
	const rest = await readEvents(await send('GET', `${location}/events`, undefined, { 'last-event-id': lastId! }));
	expect(rest[0]!.event).not.toMatch(/^(?:started|model-started|gap)$/);
	expect(rest.at(-1)).toMatchObject({ event: 'answer', data: { reply: 'There.' } });
	const again = await readEvents(await send('GET', `${location}/events`, undefined, { 'last-event-id': rest.at(-1)!.id! }));
	expect(again).toMatchObject([{ event: 'answer', data: { reply: 'There.' } }]);
	const wrong = await call('GET', `${location}/events`, undefined, { 'last-event-id': '3; DROP' });
	expect([wrong.status, wrong.body.code]).toEqual([400, 'INPUT_INVALID']);
});

test('a client goes on after any event of many, without one lost or told twice (langchain-ai/langgraph#8112)', async () => {
	const calls = (id: string) => ({ finish: 'tool-calls' as const, toolCalls: [{ id, name: 'nothing', arguments: '{}' }] });
	await open(calls('a'), calls('b'), calls('c'), 'Done.');
	const begun = await send('POST', '/agents/clerk/runs', { message: 'Where?' }, { accept: 'text/event-stream' });
	const path = `${begun.headers.get('location')!.replace('/api/v1', '')}/events`;
	const all = await readEvents(begun);
	expect(all.length).toBeGreaterThan(12);
	expect(new Set(all.slice(0, -1).map(({ id }) => id)).size).toBe(all.length - 1);
	for (const at of [1, 8, 9, 10, 11])
		expect(await readEvents(await send('GET', path, undefined, { 'last-event-id': all[at]!.id! }))).toEqual(all.slice(at + 1));
});

test('steps of a run that another process works on are followed as they are stored', async () => {
	await open(asksPerson('q1'), 'Done.');
	const { body } = await begin('Where?');
	const reader = await as('auditor', ['run:read']);
	const events = await readEvents(await send('GET', `/runs/${body.runId}/events`, undefined, { ...reader, 'last-event-id': 'abc-9' }));
	expect(events.map(({ event }) => event)).toEqual(['gap', 'model-finished', 'suspended', 'answer']);
	expect(events.at(-1)!.data).toMatchObject({ state: 'waiting', pending: [{ id: 'q1' }] });
	const rest = await readEvents(await send('GET', `/runs/${body.runId}/events`, undefined, { ...reader, 'last-event-id': events[1]!.id! }));
	expect(rest.map(({ id, event }) => [id, event])).toEqual([
		[events[2]!.id, 'suspended'],
		[events[2]!.id, 'answer'],
	]);
});

test('the id of an event of another run, or of one that never was, is answered with a gap (agentfront/frontmcp#529)', async () => {
	await open(asksPerson('q1'), 'Hello.');
	const { body: asked } = await begin('Where?');
	const { body: told } = await begin('Hi');
	const reader = await as('auditor', ['run:read']);
	const follow = async ({ runId }: Body, last?: string) =>
		readEvents(await send('GET', `/runs/${runId}/events`, undefined, { ...reader, ...(last && { 'last-event-id': last }) }));
	const all = await follow(asked);
	const foreign = await follow(told, all[1]!.id);
	expect(foreign[0]!.event).toBe('gap');
	expect(foreign.slice(1)).toEqual(await follow(told));
	const beyond = await follow(asked, all[0]!.id!.replace(/\d+$/, '99'));
	expect(beyond.map(({ event }) => event)).toEqual(['gap', 'answer']);
});

test('a caller sees and ends its own runs alone, and lists none without the scope', async () => {
	const model = held('Never.');
	await open(model.step, 'Hello.');
	const [shop, other] = [await as('shop', ['agent:run:clerk']), await as('other', ['agent:run:clerk'])];
	const { body } = await begin('Where?', '?waitSeconds=0', shop);
	await waitUntil('the record', async () => (await call('GET', `/runs/${body.runId}`, undefined, shop)).body.host === 'rest');
	const codes = await Promise.all([
		call('GET', `/runs/${body.runId}`, undefined, other),
		call('GET', `/runs/${body.runId}/events`, undefined, other),
		call('POST', `/runs/${body.runId}/cancel`, { reason: 'no' }, other),
		call('POST', `/runs/${body.runId}/resume`, { decisions: [{ id: 'a', answer: 'b' }] }, other),
		call('GET', '/runs', undefined, shop),
		call('POST', '/runs/search', {}, shop),
		begin('Hi', '', await as('reader', ['run:read'])),
	]);
	expect(codes.map(({ status }) => status)).toEqual(Array(7).fill(403));
	const cancelled = await call('POST', `/runs/${body.runId}/cancel`, { reason: 'changed my mind' }, shop);
	expect([cancelled.status, cancelled.body]).toMatchObject([200, { state: 'cancelled', reason: 'operator' }]);
	expect((await call('GET', `/runs/${body.runId}`, undefined, shop)).body).toMatchObject({ answer: { state: 'cancelled' } });
	model.answer();
});

test('runs are read in pages, and found by what must not be in an address', async () => {
	await open('One.', 'Two.', 'Three.');
	const ids = [];
	for (const word of ['a', 'b', 'c']) ids.unshift((await begin(word)).body.runId);
	const first = await call('GET', '/runs?limit=2');
	const second = await call('GET', `/runs?limit=2&cursor=${String(first.body.cursor)}`);
	const idsOf = ({ body }: typeof first) => (body.items as Body[]).map(({ runId }) => runId);
	expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
	expect(second.body).not.toHaveProperty('cursor');
	expect((await call('GET', '/runs?cursor=abc')).body).toMatchObject({ status: 400, code: 'INPUT_INVALID' });
	expect((await call('GET', '/runs?contact=551199')).body).toMatchObject({ status: 400 });
	expect((await call('GET', '/runs?from=yesterday')).body).toMatchObject({ status: 400, detail: expect.stringContaining('ISO 8601') });
	const [conversation] = await (await openRuns(api.service.host, api.service.host.stateFolder)).list(1);
	expect(conversation).toMatchObject({ runId: ids[0] });
	expect(idsOf(await call('POST', '/runs/search', { error: 'nothing' }))).toEqual([]);
	expect(idsOf(await call('POST', '/runs/search', { by: 'rest:local', to: '2999-01-01T00:00:00Z' }))).toEqual(ids);
});
