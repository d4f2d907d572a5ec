import type { ChatResponse } from '../../core/ports/models/models';
import {
	chatwootAccount,
	chatwootWebhooks,
	type ChatwootServer,
	signChatwoot,
	startChatwootServer,
} from '../../sandbox/fakes/channels/chatwoot-server';
import type { Fields } from '../../sandbox/fakes/fake-server';
import { calling } from '../fakes/tool-agent';
import { startTestService } from '../support/offering-service';
import { waitUntil } from '../support/wait-until';
import { type InboxNode, readInboxExample } from './inbox-example';
import { startWorld, type World } from './world';

const pays = (to: string) => ({ text: '', ...calling(['pay', { number: 7, to }, 'p']), finish: 'tool-calls' }) as const;
const asks = { text: '', ...calling(['askPerson', { question: 'Which order?' }, 'q']), finish: 'tool-calls' } as const;
const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
const ana = { id: 7, name: 'Ana', type: 'user' };
const bo = { id: 8, name: 'Bo', type: 'user' };
const decidePath = 'troupe-inbox-chatwoot';

let world: World;
let service: Awaited<ReturnType<typeof startTestService>>;
let chatwoot: ChatwootServer;
let reader: string;
let posting: string;
let decided: string;
let credentials: Record<string, Record<string, unknown>>;
let run: string;
let shown: number;
const work = Promise.withResolvers<void>();
const paid = async (): Promise<ChatResponse> => {
	await work.promise;
	return { text: 'Paid all.', finish: 'stop', model: 'script:model', usage };
};

beforeAll(async () => {
	[world, service, chatwoot] = await Promise.all([
		startWorld(),
		startTestService([
			...[pays('Maria'), 'Paid.', pays('Rui'), 'Paid.', pays('529.982.247-25'), 'Not paid.', pays('{{contact.name}}'), 'Not paid.'],
			...[asks, asks, asks, asks, pays('Bia'), paid, pays('Bo')],
		]),
		startChatwootServer(),
	]);
	reader = await service.createKey('reader', ['run:read']);
	const key = await service.createKey('chatwoot', ['agent:decide', 'run:read']);
	const create = async (type: string, data: object) => ({ [type]: await world.api.createCredential(type, data) });
	const [ofTroupe, ofChatwoot, secret] = await Promise.all([
		create('httpHeaderAuth', { name: 'Authorization', value: `Bearer ${key}` }),
		create('httpHeaderAuth', { name: 'api_access_token', value: chatwootAccount.accessToken }),
		create('crypto', { hmacSecret: chatwootAccount.webhookSecret }),
	]);
	const atTroupe = ['Inbox', 'Call', 'Look', 'Decide', 'Look Again'].map((node) => [node, ofTroupe] as const);
	credentials = { httpRequest: ofChatwoot, crypto: secret, ...Object.fromEntries(atTroupe) };
	posting = await world.api.publish(readExample('chatwoot-workflow', 'inbox-chatwoot'), 'inbox-chatwoot');
	decided = await world.api.publish(readExample('decide-chatwoot-workflow'), decidePath);
}, 300_000);
afterAll(() => Promise.all([world?.stop(), service?.close(), chatwoot?.close()]));

function readExample(file: string, path = '', change?: (node: InboxNode) => InboxNode) {
	const numbers = { account: Number(chatwootAccount.accountId), inbox: Number(chatwootAccount.inboxId) };
	const settings = { ...numbers, service: service.url, chatwoot: chatwoot.url, deciders: [ana.id, bo.id] };
	return readInboxExample(file, { settings, credentials, path, change });
}

const read = async (run: string) =>
	(await (await fetch(`${service.url}/api/v1/runs/${run}`, { headers: { authorization: `Bearer ${reader}` } })).json()) as Fields;

async function begin(): Promise<string> {
	const key = await service.createKey('asker', ['agent:run']);
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
	const answer = await fetch(`${service.url}/api/v1/agents/clerk/runs`, { method: 'POST', headers, body: '{"message":"Pay."}' });
	return ((await answer.json()) as { runId: string }).runId;
}

interface Note extends Fields {
	id: number;
	content: string;
	conversation_id: number;
}
const notesOf = (conversation: number) => chatwoot.written.filter((one) => one['conversation_id'] === conversation) as Note[];
const statusOf = (conversation: number) => chatwoot.conversations.get(conversation)?.status;

/** Executes the workflow that tells. @returns the notes that Chatwoot took meanwhile */
async function tell(): Promise<Note[]> {
	const before = chatwoot.written.length;
	await world.api.ask('inbox-chatwoot', {});
	await world.api.finishedRun(posting);
	return chatwoot.written.slice(before) as Note[];
}
async function tellOne(): Promise<Note> {
	const notes = await tell();
	expect(notes).toHaveLength(1);
	expect(notes[0]).toMatchObject({ private: true });
	return notes[0]!;
}

/** Sends a note as Chatwoot does when somebody writes it, or runs a macro that does. */
async function send(conversation: number, content: string, changes: Fields = {}, sign = signChatwoot): Promise<void> {
	const event = { sender: ana, private: true, conversation: { id: conversation, inbox_id: 5, status: 'open' }, ...changes };
	const body = JSON.stringify(chatwootWebhooks.outgoing(content, event));
	const headers = { 'content-type': 'application/json', ...sign(Buffer.from(body), Date.now()) };
	const { status } = await fetch(`${world.url}/webhook/${decidePath}`, { method: 'POST', headers, body });
	expect(status).toBe(200);
}

/** Sends a note, and waits for the answer in the conversation. */
async function press(conversation: number, content: string, sender: Fields = ana): Promise<string> {
	const before = notesOf(conversation).length;
	await send(conversation, content, { sender });
	await waitUntil('a note that answers', () => notesOf(conversation).length > before, { seen: () => notesOf(conversation) });
	const answer = notesOf(conversation).at(-1)!;
	expect(answer).toMatchObject({ private: true });
	return answer.content;
}

/** Waits until as many notes as this were executed. */
async function executed(count: number, act: () => Promise<void>): Promise<void> {
	const known = new Set((await world.api.executions(decided)).map(({ id }) => id));
	await act();
	await waitUntil('the executions end', async () => {
		const ended = (await world.api.executions(decided)).filter(({ status }) => ['success', 'error'].includes(status));
		return ended.filter(({ id }) => !known.has(id)).length === count;
	});
}

it('shows a call whole, and takes no other note for a decision', async () => {
	run = await begin();
	const { content, conversation_id: conversation } = await tellOne();
	shown = conversation;
	expect(content).toContain('number: 7');
	expect(content).toContain('`/approve`');
	expect(content).toContain(`https://troupe.example.com/console/inbox/approval/${run}`);
	expect(statusOf(conversation)).toBe('open');

	// A preview opens the link; the webhook takes no GET.
	await fetch(`${service.url}/console/inbox/approval/${run}`);
	expect((await fetch(`${world.url}/webhook/${decidePath}`)).status).toBe(404);
	const written = chatwoot.written.length;
	await executed(9, async () => {
		await send(conversation, '/approve', {}, (body, at) => signChatwoot(body, at, 'another secret'));
		await send(conversation, '/approve', {}, (body, at) => signChatwoot(body, at - 600_000));
		await send(conversation, '/approve', {}, () => ({}));
		await send(conversation, '/approve', { private: false });
		await send(conversation, '/approve', { message_type: 'incoming' });
		await send(conversation, '/approve', { inbox: { id: 6 } });
		// The answer to an interactive message has who asked as its sender.
		const answers = { submitted_values: [{ title: 'Approve', value: '/approve' }] };
		await send(conversation, '/approve', { event: 'message_updated', content_type: 'input_select', content_attributes: answers });
		// A note comes with the last message of the conversation, which is older.
		await send(conversation, 'Shall we?', { conversation: { id: conversation, inbox_id: 5, messages: [{ content: '/approve' }] } });
		// What the workflow writes comes back.
		await send(conversation, content);
	});
	expect(chatwoot.written).toHaveLength(written);
	expect(await read(run)).toMatchObject({ state: 'waiting' });
});

it('decides by the macro of a person who may, once, and says who', async () => {
	expect(await press(shown, '/approve', { id: 9, name: 'Eve', type: 'user' })).toContain('the number 9 in Settings');
	// The numbers of contacts and bots are others' than those of people.
	for (const type of ['contact', 'agent_bot']) expect(await press(shown, '/approve', { ...ana, type })).toContain('Not decided');
	expect(await press(shown, '/approve', {})).toContain('does not say who wrote it');
	expect(await read(run)).toMatchObject({ state: 'waiting' });

	expect(await press(shown, ' /Approve\n')).toMatch(/^Approved by Ana \(7\) at \d{4}-/);
	expect(await read(run)).toMatchObject({ state: 'completed' });
	expect(JSON.stringify(await read(run))).toContain('Ana (7) in Chatwoot');
	await waitUntil('the conversation is resolved', () => statusOf(shown) === 'resolved');
	expect(await press(shown, '/decline', bo)).toMatch(/^Not decided\. The run was decided by api:key:/);
	expect(service.pay.calls).toHaveLength(1);
});

it('decides once, though a macro was run twice and each note comes twice', async () => {
	const twice = await begin();
	const { conversation_id: conversation } = await tellOne();
	await executed(4, async () => {
		await Promise.all([1, 1, 2, 2].map((id) => send(conversation, '/approve', { id })));
	});
	expect(await read(twice)).toMatchObject({ state: 'completed' });
	expect(service.pay.calls).toHaveLength(2);
	expect(notesOf(conversation).filter(({ content }) => content.startsWith('Approved by Ana')).length).toBeGreaterThan(0);
});

it('has no personal data, and approves nothing that was not shown', async () => {
	run = await begin();
	const { content, conversation_id: conversation, ...note } = await tellOne();
	expect(JSON.stringify([content, note])).not.toContain('529.982');
	expect(content).toContain('[CPF]');
	expect(content).not.toContain('/approve');
	expect(await press(conversation, '/approve')).toContain('does not show the call whole');
	expect(await read(run)).toMatchObject({ state: 'waiting' });
	expect(await press(conversation, '/decline')).toContain('Declined by Ana (7)');
	expect(service.pay.calls).toHaveLength(2);
});

it('shows what Chatwoot would render as it is, and approves no such call', async () => {
	await begin();
	const { content, conversation_id: conversation } = await tellOne();
	expect(content).toContain('{ {contact.name}}');
	expect(await press(conversation, '/approve')).toContain('does not show the call whole');
	expect(await press(conversation, '/decline')).toContain('Declined by Ana (7)');
});

it('tells of anything else with a link alone, and of nothing twice', async () => {
	run = await begin();
	const { content, conversation_id: conversation } = await tellOne();
	expect(content).toContain(`/console/inbox/question/${run}`);
	expect(await press(conversation, '/approve')).toContain('no note with a call');
	expect(await tell()).toEqual([]);
	expect(chatwoot.contacts).toMatchObject([{ identifier: 'troupe-inbox' }]);
});

it('tells each of three once, though Chatwoot fails with the second, and says which it did not tell', async () => {
	const runs = [await begin(), await begin(), await begin()];
	const told = (notes: Note[]) => notes.map(({ content }) => runs.findIndex((run) => content.includes(`/console/inbox/question/${run}`)));
	let opened = 0;
	chatwoot.failWith(({ path }) => (path.endsWith('/conversations') && (opened += 1) === 2 ? { status: 500, body: '' } : undefined));
	expect(told(await tell())).toEqual([0, 2]);
	expect((await world.api.executions(posting))[0]).toMatchObject({ status: 'error' });
	expect(told(await tell())).toEqual([1]);
	expect(await tell()).toEqual([]);
});

it('says what became of a decision whose run takes longer than it waits', async () => {
	run = await begin();
	const { conversation_id: conversation } = await tellOne();
	await world.api.deactivate(decided);
	const hasty = (node: InboxNode): InboxNode => {
		const options = { ...(node.parameters['options'] as object), timeout: 2_000 };
		return node.name === 'Decide' ? { ...node, parameters: { ...node.parameters, options } } : node;
	};
	decided = await world.api.publish(readExample('decide-chatwoot-workflow', '', hasty), decidePath);
	expect(await press(conversation, '/approve')).toMatch(/^Approved by Ana \(7\) in Chatwoot at \d{4}-.*The agent has not answered yet\./);
	work.resolve();
	await waitUntil('the run ends', async () => (await read(run))['state'] === 'completed');
	expect(service.pay.calls).toHaveLength(3);
});

it('decides nothing by a copy of its note in another text, and nothing where two stand', async () => {
	run = await begin();
	const note = await tellOne();
	const copyTo = async (conversation: number, content: string) => {
		const { content_attributes } = note;
		const headers = { 'content-type': 'application/json', api_access_token: chatwootAccount.accessToken };
		const body = JSON.stringify({ content, content_attributes, private: true });
		const address = `${chatwoot.url}/api/v1/accounts/1/conversations/${conversation}/messages`;
		expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(200);
	};
	await copyTo(12, 'Order more coffee?');
	expect(await press(12, '/approve')).toContain('not as it was written');
	await copyTo(note.conversation_id, note.content);
	expect(await press(note.conversation_id, '/approve')).toContain('several calls');
	expect(await read(run)).toMatchObject({ state: 'waiting' });
});
