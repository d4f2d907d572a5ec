import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EventType, HttpAgent, type BaseEvent, type RunAgentParameters } from '@ag-ui/client';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { serviceToken, startTestService } from '../../../test/support/offering-service';
import { asksPerson } from '../../../test/support/run-api';
import { ToldRun } from './told-run';

type Service = Awaited<ReturnType<typeof startTestService>>;

let service: Service;
// The client of AG-UI also logs what it throws.
beforeEach(() => void jest.spyOn(console, 'error').mockReturnValue(undefined));
afterEach(async () => {
	jest.restoreAllMocks();
	await service?.close();
});

const pays = { finish: 'tool-calls' as const, toolCalls: [{ id: 'pay-1', name: 'pay', arguments: '{"order":"7"}' }] };

/** A conversation of the real client of AG-UI, which verifies the order of all events. */
function converse(authorization = `Bearer ${serviceToken}`, agent = 'clerk') {
	const client = new HttpAgent({ url: `${service.url}/api/v1/agents/${agent}/runs/ag-ui`, headers: { authorization } });
	return {
		client,
		/** Returns the events of one run. */
		async run(parameters: RunAgentParameters = {}): Promise<BaseEvent[]> {
			const events: BaseEvent[] = [];
			await client.runAgent(parameters, { onEvent: ({ event }) => void events.push(event) });
			return events;
		},
		/** Returns who said what, as the client has it. */
		said: () => client.messages.map(({ role, content }) => [role, content]),
	};
}

type Conversation = ReturnType<typeof converse>;

test('the client of AG-UI reads text, the state of the run and its result, and goes on in its conversation', async () => {
	service = await startTestService(['On its way.', 'To you.']);
	const { client, run, said } = converse();
	client.addMessage({ id: '1', role: 'user', content: 'Where is it?' });
	const events = await run();
	expect(events.map(({ type }) => type).filter((type) => type !== EventType.TEXT_MESSAGE_CONTENT)).toEqual([
		...[EventType.RUN_STARTED, EventType.STATE_SNAPSHOT, EventType.TEXT_MESSAGE_START, EventType.TEXT_MESSAGE_END],
		...[EventType.STATE_SNAPSHOT, EventType.RUN_FINISHED],
	]);
	expect(events.at(-1)).toMatchObject({
		...{ threadId: client.threadId, outcome: { type: 'success' }, result: { state: 'completed', reply: 'On its way.', citations: [] } },
		usage: [{ model: 'script:model', inputTokens: expect.any(Number) }],
	});
	expect(client.state).toEqual({ runId: expect.stringMatching(/^rest-/), state: 'completed', outcome: 'reply', reason: null });
	client.addMessage({ id: '2', role: 'user', content: 'Where to?' });
	await run();
	expect(said()).toEqual([
		...[
			['user', 'Where is it?'],
			['assistant', 'On its way.'],
		],
		...[
			['user', 'Where to?'],
			['assistant', 'To you.'],
		],
	]);
});

test('an approval is an interrupt, which whoever may approve answers: the tool runs once', async () => {
	service = await startTestService([{ ...pays, text: 'I pay it.' }, 'It is paid.']);
	const { client, run, said } = converse();
	client.addMessage({ id: '1', role: 'user', content: 'Pay order 7' });
	const finished = (await run()).at(-1) as BaseEvent & { outcome: { interrupts: [{ id: string }] } };
	expect(finished.outcome).toMatchObject({
		type: 'interrupt',
		interrupts: [
			{
				...{ reason: 'tool_call', toolCallId: 'pay-1', metadata: { tool: 'pay', arguments: { order: '7' } } },
				responseSchema: { required: ['approved'] },
			},
		],
	});
	expect(service.pay.calls).toEqual([]);
	const [{ id: interruptId }] = finished.outcome.interrupts;
	const wrong = run({ resume: [{ interruptId, status: 'resolved', payload: { approved: 'yes' } }] });
	await expect(wrong).rejects.toThrow(/400.*responseSchema.*an approval/);
	await run({ resume: [{ interruptId, status: 'resolved', payload: { approved: true } }] });
	expect(service.pay.calls).toHaveLength(1);
	expect(said().at(-1)).toEqual(['assistant', 'It is paid.']);
	expect(said()).toContainEqual(['tool', 'ok']);
	expect(new Set(client.messages.map(({ id }) => id)).size).toBe(client.messages.length);
});

test('whoever may not approve sees no arguments and decides nothing', async () => {
	service = await startTestService([pays]);
	const { client, run } = converse(`Bearer ${await service.createKey('shop', ['agent:run'])}`);
	client.addMessage({ id: '1', role: 'user', content: 'Pay it' });
	const events = await run();
	expect(JSON.stringify(events)).not.toContain('order');
	const { outcome } = events.at(-1) as BaseEvent & { outcome: { interrupts: [{ id: string }] } };
	const resume = [{ interruptId: outcome.interrupts[0].id, status: 'resolved' as const, payload: { approved: true } }];
	await expect(run({ resume })).rejects.toThrow(/403/);
	const stranger = converse(`Bearer ${await service.createKey('other', ['agent:run'])}`);
	await expect(stranger.run({ resume })).rejects.toThrow(/404/);
	expect(service.pay.calls).toEqual([]);
});

test('a run continues by the path of its own agent alone, whose scopes decide what is told of it', async () => {
	service = await startTestService([asksPerson('q1'), 'It is here.'], {}, {}, { offeredAgents: new Set(['clerk', 'lead']) });
	const [folder] = service.host.agentFolders;
	const clerk = await readFile(join(folder!, 'clerk.json'), 'utf8');
	await writeFile(join(folder!, 'lead.json'), clerk.replace('"clerk"', '"lead"'));
	const key = await service.createKey('both', ['agent:run', 'run:read:lead']);
	const [own, other] = ['clerk', 'lead'].map((agent) => converse(`Bearer ${key}`, agent)) as [Conversation, Conversation];
	own.client.addMessage({ id: '1', role: 'user', content: 'Where is it?' });
	const { outcome } = (await own.run()).at(-1) as BaseEvent & { outcome: { interrupts: [{ id: string }] } };
	const resume = [{ interruptId: outcome.interrupts[0].id, status: 'resolved' as const, payload: { answer: '7' } }];
	await expect(other.run({ resume })).rejects.toThrow(/404.*of this caller with the agent lead/);
	await own.run({ resume });
	expect(own.said().at(-1)).toEqual(['assistant', 'It is here.']);
	await expect(other.run({ resume })).rejects.toThrow(/404/);
});

test('a run that fails ends with an error', async () => {
	service = await startTestService([new Error('refused by 10.0.0.7')]);
	const { client, run } = converse();
	client.addMessage({ id: '1', role: 'user', content: 'Hello' });
	const events = await run();
	expect(JSON.stringify(events)).not.toContain('10.0.0.7');
	expect(events.at(-1)).toMatchObject({ type: EventType.RUN_ERROR, code: 'INTERNAL' });
});

test('text that was not the answer is taken back, and what a guardrail changed is replaced, without the messages of the client', async () => {
	const run = new ToldRun('rest-1', { threadId: 't', runId: 'r' });
	const tell = (kind: string, more = {}) => run.tell({ kind, step: 1, ...more } as unknown as AgentEvent);
	const answer = { runId: 'rest-1', state: 'completed' as const, agent: { id: 'a' }, conversationId: 't', reply: 'Call us.' };
	const events = [
		...[...run.begin(), ...tell('model-part', { text: 'A thought.' }), ...tell('model-withdrawn'), ...tell('model-withdrawn')],
		...[...tell('model-part', { text: 'Call 555.' }), ...run.end(answer)],
	];
	const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
	const client = new HttpAgent({
		...{ url: 'http://service.example', initialMessages: [{ id: '1', role: 'user', content: 'x'.repeat(100_000) }] },
		fetch: async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } }),
	});
	await client.runAgent();
	expect(client.messages.filter(({ role }) => role !== 'activity').map(({ content }) => content)).toEqual([
		'x'.repeat(100_000),
		'Call us.',
	]);
	expect(text.length).toBeLessThan(3_000);
});

test('a message has images and documents, and others of its parts are refused', async () => {
	service = await startTestService(['Read.']);
	const { client, run } = converse();
	const document = { type: 'data' as const, value: Buffer.from('Returns within 30 days.').toString('base64'), mimeType: 'text/plain' };
	const parts = [
		{ type: 'text' as const, text: 'What does it say?' },
		{ type: 'document' as const, source: document, metadata: { filename: 'terms.txt' } },
	];
	client.addMessage({ id: '1', role: 'user', content: parts });
	await run();
	expect(JSON.stringify(service.model.requests)).toContain(
		String.raw`What does it say?\n\n<file name=\"terms.txt\">\nReturns within 30 days.\n</file>`,
	);
	client.addMessage({ id: '2', role: 'user', content: [{ type: 'audio', source: document }] });
	await expect(run()).rejects.toThrow(/400.*messages\/2\/content\/0 has an unsupported type: .*audio/);
	client.addMessage({ id: '3', role: 'user', content: 'x'.repeat(100_001) });
	await expect(run()).rejects.toThrow(/The message has 100001 characters; the max is/);
});

test('what the service does not read of a conversation does not refuse it', async () => {
	service = await startTestService(['Heard.']);
	const earlier = [
		{ id: '1', role: 'user', content: [{ type: 'audio', source: { type: 'url', value: 'https://example.com/a.mp3' } }] },
		{ id: '2', role: 'assistant', content: null, toolCalls: [] },
		{ id: '3', role: 'activity', activityType: 'plan', content: { steps: [] } },
	];
	const body = { threadId: 't', runId: 'r', messages: [...earlier, { id: '4', role: 'user', content: 'Hello' }], tools: [], context: [] };
	const answer = await fetch(`${service.url}/api/v1/agents/clerk/runs/ag-ui`, {
		...{ method: 'POST', headers: { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' } },
		body: JSON.stringify(body),
	});
	expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"reply":"Heard."')]);
});
