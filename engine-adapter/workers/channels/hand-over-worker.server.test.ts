import { type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { type ChatwootServer, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import type { openGate } from '../../../test/fakes/permissive-gate';
import type { Job } from '../../engine/jobs';
import { handOverJobHandler } from './hand-over-worker';

let desk: ChatwootServer;
let own: ChannelHost;
beforeAll(async () => {
	desk = await startChatwootServer();
});
afterAll(() => desk.close());
beforeEach(async () => {
	own = await createChannelHost();
});
afterEach(() => own.remove());

const job = (variables: Record<string, unknown>, headers: Record<string, string> = {}): Job => ({
	...{ key: '11', type: 'troupe:hand-over', instanceKey: '7', processId: 'sales', processDefinitionKey: '3', elementId: 'to-a-person' },
	...{ elementInstanceKey: '8', headers, variables, retries: 3, deadline: 0 },
});
const lead = { reason: 'wants a quote today', summary: { name: 'Maria', temperature: 'hot', need: 3 } };
const run = (variables: Record<string, unknown>, headers?: Record<string, string>) =>
	handOverJobHandler(own.host)(
		job({ conversation: { id: own.conversation }, ...lead, ...variables }, headers),
		new AbortController().signal,
	);
const list = () => own.channels.handOvers.list('default', {}, 10);

it('silences the agent, sends the last words, and stores what the desk gets, once also when its job comes again', async () => {
	await own.addDesk(desk.url);
	const headers = { desk: 'people', labels: 'hot-lead, sales', team: '3', assignee: '7', status: 'open', language: 'pt' };
	const first = await run({ lastWords: 'Ana writes to you.' }, headers);
	expect(first).toMatchObject({ kind: 'complete', variables: { handedOver: { desk: 'people', problem: null } } });
	expect(await run({}, headers)).toEqual(first);
	const [stored, ...others] = await list();
	expect(others).toEqual([]);
	expect(stored).toMatchObject({ by: 'process:sales', reason: lead.reason, summary: { name: 'Maria', temperature: 'hot', need: '3' } });
	expect(stored!.writes.map(({ content }) => content)).toMatchObject([
		{ kind: 'note', text: expect.stringMatching(/\nNome: Maria[^]*Necessidade: 3/) as string },
		...[
			{ labels: ['hot-lead', 'sales'] },
			{ kind: 'team', value: '3' },
			{ kind: 'assignee', value: '7' },
			{ kind: 'status', value: 'open' },
		],
	]);
	expect(await own.channels.mailbox.find('default', own.conversation)).toMatchObject({ mode: 'person', modeBy: 'process:sales' });
	expect(await own.channels.outbox.list('default', {}, 10)).toMatchObject([{ content: { text: 'Ana writes to you.' }, state: 'queued' }]);
});

it('does as the channel says where its headers say nothing', async () => {
	await own.addDesk(desk.url);
	const none = { assignee: null, team: null, status: null, unansweredMinutes: 5, escalationLabel: 'late' };
	await own.change({ handOver: { desk: 'people', labels: ['lead'], whenUnanswered: 'agent', ...none } });
	expect(await run({ conversation: own.conversation })).toMatchObject({ variables: { handedOver: { desk: 'people' } } });
	const [stored] = await list();
	expect(stored!.writes.map(({ content }) => content.kind)).toEqual(['note', 'labels', 'status']);
	expect(stored!.answerBy! - stored!.at).toBe(300_000);
});

it('says that no desk gets the summary, and keeps it', async () => {
	const problem = 'The channel sales has no notes, and names no desk (--desk).';
	expect(await run({})).toMatchObject({ kind: 'complete', variables: { handedOver: { desk: null, problem } } });
	expect(await list()).toMatchObject([{ summary: { name: 'Maria' }, writes: [] }]);
	expect(await own.channels.mailbox.find('default', own.conversation)).toMatchObject({ mode: 'person' });
});

it.each<[string, Record<string, unknown>, Record<string, string>, RegExp]>([
	['no reason', { reason: ' ' }, {}, /has no reason/],
	['a summary that is a text', { summary: 'hot' }, {}, /"summary" that is not an object/],
	['a field that no note has', { summary: { nome: 'x' } }, {}, /has the field "nome"; its fields are name, company/],
	['a field that is too long', { summary: { need: 'x'.repeat(2_001) } }, {}, /"need" of more than 2000 characters/],
	['last words that are a number', { lastWords: 7 }, {}, /"lastWords" that is not a text/],
	['a person without a number', {}, { assignee: 'Ana' }, /"assignee" that is not a number/],
	['another language', {}, { language: 'fr' }, /"language" that is neither/],
	['a status of nobody', {}, { status: 'done' }, /"status" that Chatwoot does not know/],
	['no conversation', { conversation: null }, {}, /does not name a conversation/],
	['an unknown conversation', { conversation: 'c-0' }, {}, /names the conversation "c-0"/],
])('is an incident at once for %s', async (_what, variables, headers, message) => {
	expect(await run(variables, headers)).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringMatching(message) as string });
	expect(await list()).toEqual([]);
	expect(await own.channels.mailbox.find('default', own.conversation)).toMatchObject({ mode: 'agent' });
});

it('asks the gate for its job type', async () => {
	await run({});
	expect((own.host.gate as ReturnType<typeof openGate>).admitted).toContainEqual({ kind: 'job-type', name: 'troupe:hand-over' });
});
