import { takeTurn } from '../../test/support/channels/take-turn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { startZApiServer, zApiAccount, type ZApiServer } from '../../sandbox/fakes/channels/z-api-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { toTurnKey } from '../shared/channels/turn-key';
import { customer, openConversation } from '../../test/support/n8n/channel-account';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
let server: ZApiServer;
let opened: Awaited<ReturnType<typeof openConversation>>;
beforeAll(async () => {
	server = await startZApiServer();
});
afterAll(() => server.close());
beforeEach(async () => {
	process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-channel-node-'));
	opened = await openConversation(home, { ...zApiAccount, baseUrl: server.url });
	server.sent.length = 0;
});
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

async function run(parameters: IDataObject, options: Partial<FakeExecution> = {}): Promise<IDataObject> {
	const context = fakeExecuteFunctions({ ...options, parameters: { conversation: opened.conversation, ...parameters } });
	return (await execute.call(context, openGate()))[0]![0]!.json;
}
const text = (words: unknown, parameters: IDataObject = {}) => ({ operation: 'text', text: words, ...parameters }) as IDataObject;
const take = async (holder = 'w 1') => (await takeTurn(opened.parts.mailbox, holder, 60_000))!;
const find = async () => (await opened.parts.mailbox.find('default', opened.conversation))!;

describe('Troupe Channel', () => {
	it('asks the gate first', async () => {
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		await expect(execute.call(fakeExecuteFunctions({ parameters: text('x') }), refusing)).rejects.toThrow('revoked');
	});

	it('sends a text, once also when n8n tries the node again, and tells what became of it', async () => {
		const first = await run(text('Hello, Maria.'));
		expect(first).toMatchObject({ conversation: opened.conversation, state: 'sent', messages: [{ state: 'sent' }] });
		expect(await run(text('Hello, Maria.'))).toEqual(first);
		expect(server.sent).toMatchObject([{ path: 'send-text', body: { phone: customer, message: 'Hello, Maria.' } }]);
	});

	const trigger = { name: 'WhatsApp', type: 'n8n-nodes-troupe.troupeChannelTrigger', typeVersion: 1, disabled: false };
	/** The channel trigger started the workflow, with a turn. */
	const startedBy = (turn: string, conversation = opened.conversation): Partial<FakeExecution> => ({
		...{ before: [trigger], started: { conversation: { id: conversation }, turn: { key: toTurnKey(turn, 'w 1') } } },
	});

	it('ends the turn that it answers, with the state for the next one, and answers a repeated turn once', async () => {
		const { id } = await take();
		const answer = text('It costs 100.', { conversation: '', options: { state: '{"offer":100}' } });
		await run(answer, startedBy(id));
		expect(await take('w 2')).toBeUndefined();
		expect(await find()).toMatchObject({ state: { offer: 100 } });
		await run({ ...answer, text: 'It costs 120.' }, { ...startedBy(id), executionId: 'another' });
		expect(server.sent).toHaveLength(1);
	});

	slowTest('keeps the turn where a file goes before the answer, or the builder says so', async () => {
		const turn = await take();
		const media = { mediaKind: 'document', reference: 'https://shop.example/prices.pdf', fileName: 'prices.pdf' };
		await run({ operation: 'media', ...media }, startedBy(turn.id));
		await run(text('More follows.', { options: { keepTurn: true } }), { ...startedBy(turn.id), node: { id: 'n2' } });
		// A message to someone else, and one that an agent sends as a tool, answer nothing.
		await run(text('A customer waits.'), { ...startedBy(turn.id, 'c-other'), node: { id: 'n3' } });
		await run(text('One moment.', { turn: toTurnKey(turn.id, 'w 1') }), { asTool: true, node: { id: 'n4' } });
		expect(await opened.parts.mailbox.renew(turn, 'w 1', 60_000)).toBe('go');
		// A workflow whose answer is a file is done with it.
		await opened.parts.mailbox.end(turn, 'w 1', { kind: 'done' });
		expect(await opened.parts.conversations.list('default', { from: 0, isWaiting: true }, 9)).toEqual([]);
		expect(server.sent).toMatchObject([
			{ path: 'send-document/pdf', body: { document: media.reference, fileName: 'prices.pdf' } },
			...[{ path: 'send-text' }, { path: 'send-text' }, { path: 'send-text' }],
		]);
	});

	it('reacts to the customer’s last message', async () => {
		await run({ operation: 'reaction', emoji: '👍' });
		expect(server.sent).toMatchObject([{ path: 'send-reaction', body: { reaction: '👍', messageId: 'm1' } }]);
	});

	it('sends nothing while a person answers, unless it has to', async () => {
		expect(await run({ operation: 'handOver', reason: 'wants a discount', summary: '{"temperature":"hot"}' })).toMatchObject({
			...{
				mode: 'person',
				reason: 'wants a discount',
				summary: { temperature: 'hot' },
				desk: null,
				problem: expect.stringContaining('names no desk') as string,
			},
		});
		expect(await run(text('Hello'))).toMatchObject({ state: 'silent', mode: 'person', messages: [] });
		expect(server.sent).toEqual([]);
		await run(text('Ana goes on.', { options: { evenIfSilent: true } }));
		expect(server.sent).toHaveLength(1);
	});

	it('hands over once, with the last words, and a text as the note of the summary', async () => {
		const words = { operation: 'handOver', lastWords: 'Ana will go on.', summary: 'Wants two machines', minutes: 5 };
		const first = await run(words);
		expect(await run(words)).toEqual(first);
		const [row, ...others] = await opened.parts.handOvers.list('default', {}, 9);
		expect([row, others]).toMatchObject([
			{ reason: 'The workflow needs a person', summary: { notes: 'Wants two machines' }, by: 'workflow:w1' },
			[],
		]);
		expect(row!.answerBy! - row!.at).toBe(5 * 60_000);
		expect(await opened.parts.outbox.list('default', {}, 9)).toMatchObject([{ content: { text: 'Ana will go on.' }, state: 'queued' }]);
	});

	it('leaves without an answer what needs none, and tells nobody of it', async () => {
		const turn = await take();
		await opened.parts.mailbox.beginEffects(turn, 'w 1');
		expect(await run({ operation: 'noAnswer', reason: '' }, startedBy(turn.id))).toMatchObject({ state: 'no-answer', isNew: true });
		await opened.parts.mailbox.end(turn, 'w 1', { kind: 'done' });
		const changes = await opened.parts.contacts.readChanges('default', opened.contact);
		expect(changes.filter(({ kind }) => kind === 'left')).toMatchObject([{ details: { reason: 'The workflow chose not to answer' } }]);
		expect(await opened.parts.conversations.list('default', { from: 0, isWaiting: true }, 9)).toEqual([]);
	});

	it('pauses the agent for some time and resumes it, in the log of the contact', async () => {
		expect(await run({ operation: 'pause', minutes: 30, reason: 'lunch' })).toMatchObject({
			mode: 'off',
			until: expect.stringMatching(/Z$/) as string,
		});
		expect(await find()).toMatchObject({ mode: 'off', modeBy: 'workflow:w1' });
		expect(await run({ operation: 'resume' })).toMatchObject({ mode: 'agent', until: null });
		const changes = await opened.parts.contacts.readChanges('default', opened.contact);
		expect(changes.filter(({ kind }) => kind === 'mode')).toMatchObject([
			{ details: { to: 'off', reason: 'lunch' } },
			{ details: { to: 'agent' } },
		]);
	});

	it('marks the last message as read', async () => {
		expect(await run({ operation: 'read' })).toEqual({ conversation: opened.conversation, messageId: 'm1' });
		expect(server.calls.at(-1)!.path).toMatch(/read-message$/);
	});

	it('returns a conversation with its messages, and a contact by a number in any spelling', async () => {
		await run(text('Hi!'));
		expect(await run({ operation: 'conversation' })).toMatchObject({
			...{ id: opened.conversation, channel: 'sales', mode: 'agent', contact: opened.contact },
			messages: [
				{ author: 'contact', content: [{ text: 'Hello' }] },
				{ author: 'agent', content: [{ text: 'Hi!' }] },
			],
		});
		expect(await run({ operation: 'conversation', messages: 1 })).toMatchObject({ messages: [{ author: 'agent' }] });
		for (const value of ['+55 44 98888-7777', '554488887777'])
			expect(await run({ operation: 'contact', findBy: 'phone', value })).toMatchObject({
				...{ exists: true, id: opened.contact, name: 'Maria', conversations: [{ id: opened.conversation }] },
			});
		expect(await run({ operation: 'contact', findBy: 'conversation' })).toMatchObject({ exists: true, id: opened.contact });
		expect(await run({ operation: 'contact', findBy: 'telegram', value: '77' })).toMatchObject({ exists: false, conversations: [] });
	});

	it('lets a model write several times in one execution, and the same words once', async () => {
		const asTool = { asTool: true };
		for (const words of ['One moment.', 'Found it.', 'One moment.']) await run(text(words), asTool);
		expect(server.sent.map(({ body }) => body['message'])).toEqual(['One moment.', 'Found it.']);
	});

	it('sends nothing in a channel that an operator paused, and does not wait for it', async () => {
		await opened.parts.channels.setState('default', 'sales', 'paused', 'user:ana');
		// The channel is read again after a moment.
		await opened.parts.directory.find('default', 'sales');
		const { parts } = opened;
		const [sent] = [await run(text('Hello'))];
		expect(sent).toMatchObject({ state: 'queued' });
		expect(await parts.outbox.list('default', {}, 9)).toMatchObject([{ state: 'queued' }]);
		expect(server.sent).toEqual([]);
	});

	it('fails with the provider’s reason when it refuses a message', async () => {
		server.script([{ status: 400, body: { error: 'Phone number is invalid' } }]);
		await expect(run(text('Hello'))).rejects.toMatchObject({
			message: 'The message was not sent. Z-API answered 400: "Phone number is invalid".',
			description: expect.stringContaining('(CHANNEL_REFUSED)') as string,
		});
	});

	it.each<[string, IDataObject, string]>([
		[
			'no conversation',
			text('x', { conversation: ' ' }),
			'The field "Conversation ID" is empty, and no Troupe Channel Trigger has started the workflow.',
		],
		['an unknown conversation', text('x', { conversation: 'c-0' }), 'There is no conversation "c-0"'],
		['an empty text', text(' '), 'The field "Text" is empty.'],
		['a text that is missing', text(null), 'The field "Text" has no value'],
		['a text that is an object', text({ a: 1 }), 'The field "Text" is of type object; expected text.'],
		[
			'a kind that the provider lacks',
			{ operation: 'template', template: 'hello', language: 'pt_BR' },
			'(z-api) cannot send a message of the kind "template". Nothing was sent.',
		],
		[
			'a file without https',
			{ operation: 'media', mediaKind: 'image', reference: 'http://10.0.0.1/x.jpg' },
			'do not form a message of the kind "media"',
		],
		['what the provider cannot show', { operation: 'typing' }, 'The channel "sales" (z-api) cannot show that someone is typing.'],
		[
			'a summary with a field that nobody knows',
			{ operation: 'handOver', summary: '{"mood":"good"}' },
			'The field "Summary" has the field "mood"',
		],
		['a state that is not JSON', text('x', { options: { state: '{' } }), 'The field "State for the Next Turn" is not JSON'],
		['a contact without a value', { operation: 'contact', findBy: 'id', value: '' }, 'The field "Value" is empty.'],
	])('refuses %s, before anything is stored', async (_what, parameters, message) => {
		await expect(run(parameters)).rejects.toThrow(message);
		expect(await opened.parts.outbox.list('default', {}, 9)).toEqual([]);
		expect(server.sent).toEqual([]);
	});
});
