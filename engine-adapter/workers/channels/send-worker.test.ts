import { type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import type { openGate } from '../../../test/fakes/permissive-gate';
import type { Job } from '../../engine/jobs';
import { takeTurn } from '../../../test/support/channels/take-turn';
import { sendJobHandler } from './send-worker';

let own: ChannelHost;
let late: number;
beforeEach(async () => {
	late = 0;
	own = await createChannelHost({ now: () => Date.now() + late });
});
afterEach(() => own.remove());

const job = (variables: Record<string, unknown>, headers: Record<string, string> = {}): Job => ({
	...{ key: '11', type: 'troupe:send', instanceKey: '7', processId: 'sales', processDefinitionKey: '3', elementId: 'answer' },
	...{ elementInstanceKey: '8', headers, variables: variables, retries: 3, deadline: 0 },
});
const send = (variables: Record<string, unknown>, headers?: Record<string, string>) =>
	sendJobHandler(own.host)(job({ conversation: { id: own.conversation }, ...variables }, headers), new AbortController().signal);
const outbox = () => own.channels.outbox.list('default', { conversation: own.conversation }, 10);

it('puts a text into the outbox, once also when its job comes again', async () => {
	const first = await send({ text: 'Hello, Maria.', replyTo: 'm1' });
	expect(first).toMatchObject({ kind: 'complete', variables: { sent: { state: 'queued' } } });
	expect(await send({ text: 'Hello, Maria.' })).toEqual(first);
	expect(await outbox()).toMatchObject([{ content: { kind: 'text', text: 'Hello, Maria.' }, replyTo: 'm1' }]);
});

it('takes the id of a conversation, and cuts a long text', async () => {
	await send({ conversation: own.conversation, text: `${'word '.repeat(1_000)}end` });
	expect((await outbox()).length).toBe(2);
});

it('names the run of the agent whose words it sends', async () => {
	await send({ text: 'Hello, Maria.', run: 'r1' });
	expect(await outbox()).toMatchObject([{ run: 'r1' }]);
});

it('sends a file by its address', async () => {
	const media = { kind: 'document', reference: 'https://shop.example/quote.pdf', fileName: 'quote.pdf' };
	await send({ media });
	expect(await outbox()).toMatchObject([{ content: media }]);
});

it('is silent while a person has the conversation, unless the task says otherwise', async () => {
	await own.channels.mailbox.setMode('default', own.conversation, { mode: 'person', until: null, by: 'user:ana' });
	expect(await send({ text: 'Hello' })).toMatchObject({ variables: { sent: { state: 'silent', mode: 'person', ids: [] } } });
	expect(await send({ text: 'Hello' }, { evenIfSilent: 'true' })).toMatchObject({ variables: { sent: { state: 'queued' } } });
});

it('sends nothing where the process says that the customer needs no answer, and nobody is told that they wait', async () => {
	late = 60_000;
	const turn = (await takeTurn(own.channels.mailbox, 'a', 60_000))!;
	await own.channels.mailbox.beginEffects(turn, 'a');
	await own.channels.mailbox.end(turn, 'a', { kind: 'done' });
	const waiting = async () => (await own.channels.conversations.list('default', { from: 0, isWaiting: true }, 10)).length;
	expect(await waiting()).toBe(1);
	const noAnswer = { messages: [{ id: turn.messages[0]!.id }], noAnswer: 'The customer only said thanks.' };
	for (let time = 0; time < 2; time++) expect(await send(noAnswer)).toMatchObject({ variables: { sent: { state: 'no-answer', ids: [] } } });
	expect([await waiting(), await outbox()]).toEqual([0, []]);
});

it.each<[string, Record<string, unknown>, RegExp]>([
	['a reason that is not a text', { noAnswer: true }, /has a variable "noAnswer" that is not a reason/],
	['no answer in an unknown conversation', { conversation: 'c-0', noAnswer: 'x' }, /names the conversation "c-0"/],
	['nothing to send', {}, /has nothing to send/],
	['two things to send', { text: 'x', media: {} }, /more than one thing to send \(text, media\)/],
	['a file without https', { media: { kind: 'image', reference: 'http://shop.example/1.jpg' } }, /"media" that cannot be sent/],
	['a kind that the channel lacks', { template: { name: 'hello', language: 'pt_BR' } }, /of the kind "template", which the channel cannot/],
	['no conversation', { conversation: null, text: 'x' }, /does not name a conversation/],
	['an unknown conversation', { conversation: 'c-0', text: 'x' }, /names the conversation "c-0"/],
])('is an incident at once for %s', async (_what, variables, message) => {
	expect(await send(variables)).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringMatching(message) as string });
	expect(await outbox()).toEqual([]);
});

it('asks the gate for its job type', async () => {
	await send({ text: 'Hello' });
	expect((own.host.gate as ReturnType<typeof openGate>).admitted).toContainEqual({ kind: 'job-type', name: 'troupe:send' });
});
