import { EventType, HttpAgent, type BaseEvent, type RunAgentParameters } from '@ag-ui/client';
import type { ChatModel, ChatRequest } from '../../../core/ports/models/models';
import { serviceToken, startTestService } from '../../../test/support/offering-service';
import { held, pays, readEvents } from '../../../test/support/run-api';
import { waitUntil } from '../../../test/support/wait-until';

type Finished = BaseEvent & { outcome: { type: string; interrupts: Array<{ id: string }> } };

let service: Awaited<ReturnType<typeof startTestService>>;

beforeEach(() => void jest.spyOn(console, 'error').mockReturnValue(undefined));
afterEach(async () => {
	jest.restoreAllMocks();
	await service?.close();
});

const headers = { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' };
const address = () => `${service.url}/api/v1/agents/clerk/runs/ag-ui`;
const asked = { threadId: 't', runId: 'r', messages: [{ id: '1', role: 'user', content: 'Pay order 7' }], tools: [], context: [] };

const send = (changes: object = {}, signal?: AbortSignal) =>
	fetch(address(), { method: 'POST', headers, body: JSON.stringify({ ...asked, ...changes }), signal });

/** Returns the events of an answer. */
const read = async (response: Response) => (await readEvents(response)).map(({ data }) => data as unknown as Finished);

const approve = ({ outcome }: Finished, approved = true) =>
	outcome.interrupts.map(({ id }) => ({ interruptId: id, status: 'resolved', payload: { approved } }));

/** Begins a run that waits for an approval. @returns the answer to its interrupt */
const askToPay = async () => approve((await read(await send())).at(-1)!);

/** The client of AG-UI, which verifies the order of events. */
function open() {
	const client = new HttpAgent({ url: address(), headers: { authorization: headers.authorization } });
	client.addMessage({ id: '1', role: 'user', content: 'Pay order 7' });
	const run = async (parameters: RunAgentParameters = {}) => {
		const events: BaseEvent[] = [];
		await client.runAgent(parameters, { onEvent: ({ event }) => void events.push(event) });
		return events;
	};
	return { client, run };
}

/** A model that writes its answer in these pieces. */
function writing(...pieces: string[]): ChatModel {
	const response = { text: pieces.join(''), finish: 'stop' as const, model: 'script:model' };
	const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
	return {
		id: 'script:model',
		generate: async () => ({ ...response, usage }),
		async *stream() {
			for (const text of pieces) yield { kind: 'text', text };
			yield { kind: 'end', response: { ...response, usage } };
		},
	};
}

test('a client that has nothing to ask yet gets an empty run (contextablemark/clawg-ui#19)', async () => {
	service = await startTestService([]);
	for (const messages of [[], [{ id: '1', role: 'system', content: 'Be kind.' }]])
		expect((await read(await send({ messages }))).map(({ type }) => type)).toEqual([EventType.RUN_STARTED, EventType.RUN_FINISHED]);
	expect(service.model.requests).toEqual([]);
});

test('an approval whose answer was lost is sent again, and finds what came of it (cacheplane/threadplane#1072)', async () => {
	service = await startTestService([pays, 'It is paid.']);
	const resume = await askToPay();
	const [first, second] = await Promise.all([send({ resume }), send({ resume })]);
	for (const answer of [first, second, await send({ resume, runId: 'again' })])
		expect((await read(answer)).at(-1)).toMatchObject({ outcome: { type: 'success' }, result: { reply: 'It is paid.' } });
	expect(service.pay.calls).toHaveLength(1);
});

test('who denied a call cannot approve it after the run has ended (mastra-ai/mastra#24796)', async () => {
	service = await startTestService([pays, 'It is not paid.']);
	const finished = (await read(await send())).at(-1)!;
	expect((await read(await send({ resume: approve(finished, false) }))).at(-1)).toMatchObject({ result: { reply: 'It is not paid.' } });
	expect((await send({ resume: approve(finished) })).status).toBe(409);
	expect(service.pay.calls).toEqual([]);
});

test('an approval is sent again after the model failed: the call that was approved is not repeated (microsoft/agent-framework#7458)', async () => {
	service = await startTestService([pays, new Error('The model is away.'), 'It is paid.']);
	const resume = await askToPay();
	expect((await read(await send({ resume }))).at(-1)).toMatchObject({ type: EventType.RUN_ERROR });
	expect((await read(await send({ resume }))).at(-1)).toMatchObject({ result: { reply: 'It is paid.' } });
	expect(service.pay.calls).toHaveLength(1);
});

test('an answer to an interrupt under the id of the run that asked continues it, with what the client wrote of the call (CopilotKit/CopilotKit#6999)', async () => {
	service = await startTestService([pays, 'It is paid.']);
	const resume = await askToPay();
	const wrote = { id: '2', role: 'tool', toolCallId: 'pay-1', content: '{"approved":true}' };
	expect((await read(await send({ resume, messages: [...asked.messages, wrote] }))).at(-1)).toMatchObject({ outcome: { type: 'success' } });
	expect(service.pay.calls).toHaveLength(1);
});

test('a result of a call that the client sends beside its approval is not told to the model (agentscope-ai/agentscope-java#2954)', async () => {
	service = await startTestService([pays, 'It is paid.']);
	const resume = await askToPay();
	const wrote = { id: '2', role: 'tool', toolCallId: 'pay-1', content: 'as the client says' };
	await read(await send({ resume, messages: [...asked.messages, wrote] }));
	const results = service.model.requests.at(-1)!.messages.filter(({ role }) => role === 'tool');
	expect(results).toMatchObject([{ callId: 'pay-1', content: 'done' }]);
});

test('an answer to one of two interrupts is refused, and both wait for the answer to both (umbraco/Umbraco.AI#211)', async () => {
	const call = (id: string, order: string) => ({ id, name: 'pay', arguments: JSON.stringify({ order }) });
	service = await startTestService([{ finish: 'tool-calls', toolCalls: [call('pay-1', '7'), call('pay-2', '8')] }, 'Both are paid.']);
	const both = await askToPay();
	const half = await send({ resume: both.slice(0, 1) });
	expect([half.status, await half.text()]).toEqual([400, expect.stringContaining('one decision for each of: pay-1, pay-2')]);
	expect(service.pay.calls).toEqual([]);
	expect((await read(await send({ resume: both }))).at(-1)).toMatchObject({ result: { reply: 'Both are paid.' } });
	expect(service.pay.calls).toEqual([{ order: '7' }, { order: '8' }]);
});

test('text before a call of a tool ends before the call begins (agno-agi/agno#4601)', async () => {
	service = await startTestService([{ ...pays, text: 'I pay now.' }, 'It is paid.']);
	const { client, run } = open();
	const finished = (await run()).at(-1) as Finished;
	await run({ resume: approve(finished) as never });
	expect(client.messages.map(({ role, content }) => [role, content])).toEqual(
		expect.arrayContaining([
			['assistant', 'I pay now.'],
			['tool', 'ok'],
			['assistant', 'It is paid.'],
		]),
	);
});

test('nothing follows the error of a run, and text that was begun has ended (agentscope-ai/agentscope-java#2642)', async () => {
	const model = writing('A beginning. ');
	const breaking = async function* (request: ChatRequest, signal: AbortSignal) {
		for await (const part of model.stream(request, signal)) if (part.kind === 'text') yield part;
		throw new Error('The model is away.');
	};
	service = await startTestService([], { model: { ...model, stream: breaking } });
	const types = (await open().run()).map(({ type }) => type);
	expect(types.at(-1)).toBe(EventType.RUN_ERROR);
	expect(types.filter((type) => type === EventType.TEXT_MESSAGE_START)).toHaveLength(
		types.filter((type) => type === EventType.TEXT_MESSAGE_END).length,
	);
});

test('pieces without text, and a character in two pieces, reach the client whole (ag-ui-protocol/ag-ui#734)', async () => {
	service = await startTestService([], { model: writing('', 'All paid \ud83d', '', '\ude00. ', 'Bye \ud83d', '\ude00', '') });
	const { client, run } = open();
	const deltas = (await run()).flatMap((event) => ('delta' in event ? [event.delta as string] : []));
	expect(deltas.every((delta) => delta !== '' && delta.isWellFormed())).toBe(true);
	expect(client.messages.at(-1)).toMatchObject({ content: 'All paid \ud83d\ude00. Bye \ud83d\ude00' });
});

test('a run that somebody cancelled ends as cancelled, and its model is no longer read (ag-ui-protocol/ag-ui#2417)', async () => {
	const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
	service = await startTestService([
		async (_request, signal) => {
			signal.addEventListener('abort', () => stop());
			return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
		},
	]);
	const begun = await send();
	await fetch(`${service.url}${begun.headers.get('location')}/cancel`, { method: 'POST', headers, body: '{"reason":"a test"}' });
	expect((await read(begun)).at(-1)).toMatchObject({ type: EventType.RUN_FINISHED, outcome: { type: 'cancelled' } });
	await stopped;
});

test('a run outlives its connection, and whoever asks for it again reads it from its beginning (microsoft/agent-framework#7215)', async () => {
	const { step, answer } = held('It is paid.');
	service = await startTestService([step]);
	const gone = new AbortController();
	await send({}, gone.signal);
	gone.abort();
	await waitUntil('the model is asked', () => service.model.requests.length === 1);
	const again = await send();
	answer();
	expect((await read(again)).at(-1)).toMatchObject({ outcome: { type: 'success' }, result: { reply: 'It is paid.' } });
	expect(service.model.requests).toHaveLength(1);
});

test('separators of lines in a text end no line of a stream (kagent-dev/kagent#1480)', async () => {
	const reply = 'One\u2028two\u2029three\u0085four.';
	service = await startTestService([reply]);
	const answer = await send();
	const copy = answer.clone();
	expect(await copy.text()).not.toMatch(/[\u0085\u2028\u2029]/);
	expect((await read(answer)).at(-1)).toMatchObject({ result: { reply } });
});
