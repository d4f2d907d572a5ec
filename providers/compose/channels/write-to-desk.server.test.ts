import { handOver, type HandOverRequest } from '../../../core/channels/hand-over';
import { writeToDesks } from '../../../core/channels/write-to-desk';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { noteConversation } from '../../../core/channels/note-conversation';
import { defaultHandOverSettings, type HandOver } from '../../../core/ports/channels/hand-overs';
import type { MessageContent } from '../../../core/ports/channels/message-content';
import { doDueWork } from '../../../core/work/work-runner';
import { type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { type ChatwootServer, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';

let desk: ChatwootServer;
let own: ChannelHost;
let now: number;
let givenUp: string[];
beforeEach(async () => {
	now = Date.now();
	givenUp = [];
	desk = await startChatwootServer();
	own = await createChannelHost({ now: () => now });
	await own.addDesk(desk.url);
});
afterEach(() => Promise.all([desk.close(), own.remove()]));

const fail = (fault: unknown) => void givenUp.push(String(fault));
/** Writes all that waits, however long it has to wait. */
async function writeAll(): Promise<void> {
	const onGivenUp = ({ reason }: { reason: string }) => void givenUp.push(reason);
	for (let round = 0; round < 40; round += 1) {
		await doDueWork({ ...writeToDesks({ ...own.channels, onGivenUp }), onFault: fail });
		now += 60_000;
	}
}
/** A message from an account of WhatsApp that shows no number. */
async function writeFrom(lid: string, text: string): Promise<{ conversation: string; contact: string }> {
	const id = `${lid} ${text}`;
	const event = { kind: 'message' as const, key: id, id, address: lid, at: now, author: 'contact' as const, name: 'Lea' };
	const from = { tenant: 'default', channel: 'sales', receipt: null };
	const applied = await own.channels.mailbox.apply(
		{ ...event, contact: [{ kind: 'lid', value: lid, proof: 'provider' }], content: [{ kind: 'text', text }] },
		from,
		defaultMailboxRules,
	);
	if (applied.kind !== 'message') throw new Error(applied.kind);
	return applied;
}
const begin = (settings: HandOverRequest['settings'] = {}, key = 'h1', conversation = own.conversation) =>
	handOver(own.channels, {
		...{ tenant: 'default', conversation, key, reason: 'hot', summary: {}, by: 'user:ana' },
		settings: { desk: 'people', ...settings },
	});
const notes = () => desk.written.filter((message) => message['private'] === true);
const states = async () =>
	(await own.channels.handOvers.list('default', {}, 10)).flatMap(({ writes }) =>
		writes.map(({ content, state }) => `${content.kind} ${state}`),
	);

it('opens again what was resolved at the desk, and leaves every other status (chatwoot/chatwoot#938)', async () => {
	await begin();
	await writeAll();
	const [number, there] = [...desk.conversations].at(-1)!;
	const calls = () => desk.calls.filter(({ path }) => path.endsWith('/toggle_status')).map(({ body }) => body);
	expect([there.status, calls()]).toEqual(['open', []]);
	let times = 1;
	for (const [status, after] of [
		['resolved', 'open'],
		['snoozed', 'snoozed'],
		['pending', 'pending'],
	] as const) {
		await own.channels.mailbox.setMode('default', own.conversation, { mode: 'agent', until: null, by: 'user:ana' });
		desk.conversations.get(number)!.status = status;
		await begin({}, `h${++times}`);
		await writeAll();
		expect(desk.conversations.get(number)!.status).toBe(after);
	}
	expect([calls(), givenUp]).toEqual([[{ status: 'open' }], []]);
	await own.channels.mailbox.setMode('default', own.conversation, { mode: 'agent', until: null, by: 'user:ana' });
	desk.conversations.get(number)!.status = 'resolved';
	await begin({ status: 'pending' }, 'last');
	await writeAll();
	expect(desk.conversations.get(number)!.status).toBe('pending');
});

it('opens a conversation at the desk, with a contact, and writes there', async () => {
	await begin({ labels: ['hot'], team: '3', assignee: '7', status: 'pending' });
	await writeAll();
	expect(await states()).toEqual(['note sent', 'labels sent', 'team sent', 'assignee sent', 'status sent']);
	expect(desk.contacts).toMatchObject([{ name: 'Maria', phone_number: '+5544988887777' }]);
	expect(desk.conversations.get(100)).toEqual({ contact: 500, status: 'pending', labels: ['hot'], assignee: 7, team: 3 });
	expect(notes()).toMatchObject([{ conversation_id: 100, content: expect.stringContaining('Handed over to a person') as string }]);
	const writes = desk.calls.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1));
	expect(writes).toEqual(['contacts', 'conversations', 'messages', 'labels', 'assignments', 'assignments', 'toggle_status']);
});

it('gets notes and assignments of a conversation, privately, and the customer gets nothing (Tiledesk/tiledesk-dashboard#157)', async () => {
	await own.change({ handOver: { ...defaultHandOverSettings, desk: 'people' } });
	const note = (kind: 'note' | 'assignment', text: string, assignee?: string) =>
		noteConversation(own.channels, {
			...{ tenant: 'default', conversation: own.conversation, kind, by: 'user:ana', writer: 'ana', text, ...(assignee && { assignee }) },
		});
	expect(await note('note', 'Wants the offer by Monday.')).toEqual({ kind: 'noted', desk: { name: 'people' } });
	await note('assignment', 'Bia');
	await note('assignment', 'Rui', '7');
	await writeAll();
	expect(notes().map(({ content }) => content)).toEqual(['ana: Wants the offer by Monday.', 'Assigned to Bia (ana)']);
	expect([desk.written.length, desk.conversations.get(100)!.assignee]).toEqual([2, 7]);
	expect(await own.channels.outbox.list('default', {}, 10)).toEqual([]);
	expect(await own.channels.conversations.listNotes('default', own.conversation, 10)).toMatchObject([
		{ kind: 'assignment', text: 'Rui', desk: { name: 'people', state: 'sent' } },
		{ kind: 'assignment', text: 'Bia', desk: { name: 'people', state: 'sent' } },
		{ kind: 'note', by: 'user:ana', desk: { name: 'people', state: 'sent' } },
	]);
});

it('uses the contact that people entered without the ninth digit, and its open conversation; labels stay', async () => {
	desk.contacts.push({ id: 77, name: 'Maria', phone_number: '+554488887777' }, { id: 78, name: 'Eva', phone_number: '+551188887777' });
	Object.assign(desk.conversations.get(4)!, { contact: 77, labels: ['vip'] });
	Object.assign(desk.conversations.get(9)!, { contact: 77, status: 'resolved' });
	await begin({ labels: ['hot'] });
	await writeAll();
	expect(desk.conversations.get(4)!.labels).toEqual(['vip', 'hot']);
	expect([desk.contacts.length, desk.conversations.size, notes()[0]!['conversation_id']]).toEqual([2, 99, 4]);
});

it.each(['with', 'although the answer to each request is lost, with'])(
	'opens one conversation %s a customer without a phone number, under the name of their contact (megaapp977/stack#119)',
	async (how) => {
		if (how.startsWith('although')) desk.dropAnswers(100);
		desk.contacts.push({ id: 70, name: 'Another', identifier: 'troupe:', phone_number: '+5544988887777' });
		const lea = await writeFrom('81896604192873@lid', 'Hello');
		await begin({}, 'h1', lea.conversation);
		await begin({}, 'h2', lea.conversation);
		await writeAll();
		expect(await states()).toEqual(['note sent', 'status sent', 'note sent', 'status sent']);
		expect(desk.contacts.slice(1)).toEqual([{ id: 500, name: 'Lea', identifier: `troupe:${lea.contact}` }]);
		await writeFrom('81896604192873@lid', 'Anybody?');
		await writeAll();
		const shown = desk.written.filter(({ conversation_id }) => conversation_id === 100).map(({ content }) => String(content));
		expect([shown.length, shown.at(-1), desk.conversations.size]).toEqual([3, 'Anybody?', 100]);
		expect(desk.written.at(-1)).toMatchObject({ message_type: 0, private: false });
	},
);

it('writes everything once although the answer to each request is lost', async () => {
	desk.dropAnswers(100);
	await begin({ labels: ['hot'], team: '3', assignee: '7' });
	await writeAll();
	expect(await states()).toEqual(['note sent', 'labels sent', 'team sent', 'assignee sent', 'status sent']);
	expect([desk.contacts.length, desk.conversations.size, notes().length]).toEqual([1, 100, 1]);
	expect(desk.calls.filter(({ path }) => path.endsWith('/labels'))).toHaveLength(1);
	expect(desk.calls.filter(({ path }) => path.endsWith('/assignments'))).toHaveLength(2);
});

it('finds its note behind those of others', async () => {
	desk.contacts.push({ id: 77, name: 'Maria', phone_number: '+5544988887777' });
	desk.conversations.get(4)!.contact = 77;
	desk.dropAnswers(1);
	await begin();
	await doDueWork({ ...writeToDesks(own.channels), onFault: fail });
	for (let n = 0; n < 45; n += 1)
		desk.written.push({ id: 2_000 + n, content: `${n}`, conversation_id: 4, created_at: Math.floor(Date.now() / 1_000) });
	await writeAll();
	expect([await states(), notes().length]).toEqual([['note sent', 'status sent'], 1]);
});

it('refuses people and teams that Chatwoot does not know: it would unassign', async () => {
	await begin({ team: '99', assignee: '55' });
	await writeAll();
	expect(await states()).toEqual(['note sent', 'team refused', 'assignee refused', 'status sent']);
	expect(givenUp).toEqual([
		expect.stringContaining('Chatwoot has no team "99"') as string,
		expect.stringContaining('Chatwoot has no agent "55"') as string,
	]);
});

it('tries again while Chatwoot is down, and says what is wrong with its token', async () => {
	desk.script(Array.from({ length: 3 }, () => ({ status: 503, body: { error: 'maintenance' } })));
	await begin();
	await writeAll();
	expect([await states(), notes().length]).toEqual([['note sent', 'status sent'], 1]);
	desk.script([{ status: 403, body: { error: 'Access to this endpoint is not authorized for bots' } }]);
	await begin({}, 'h2');
	await writeAll();
	expect(givenUp).toEqual([expect.stringContaining('not authorized for bots') as string]);
	const [{ writes }] = (await own.channels.handOvers.list('default', {}, 1)) as [HandOver];
	const rewrite = (channel: string) => own.channels.handOvers.rewrite('default', channel, writes[0]!.id);
	expect([await rewrite('another'), await rewrite('sales'), await rewrite('sales')]).toEqual([false, true, false]);
	await writeAll();
	expect([await states(), notes().length]).toEqual([['note sent', 'status sent', 'note sent', 'status sent'], 2]);
});

it('writes to a desk whose token was refused once somebody has mended it', async () => {
	await begin();
	desk.script(Array.from({ length: 6 }, () => ({ status: 401, body: { error: 'Invalid Access Token' } })));
	await writeAll();
	expect([await states(), givenUp]).toEqual([['note sent', 'status sent'], []]);
});

it('sets nothing that is so already', async () => {
	await begin({ labels: ['hot'], status: 'open' });
	await writeAll();
	await begin({ labels: ['hot'], status: 'open' }, 'h2');
	await writeAll();
	expect(desk.calls.filter(({ path }) => /labels|toggle_status/.test(path))).toHaveLength(1);
	expect(notes()).toHaveLength(2);
});

it('tells again when the customer writes while nobody has answered, at most every ten minutes', async () => {
	let keys = 0;
	const write = (author: 'contact' | 'account', text: string, content: MessageContent[] = [{ kind: 'text', text }]) => {
		const id = `w${(keys += 1)}`;
		const event = { kind: 'message' as const, key: id, id, address: '5544988887777', at: now, author, contact: [] };
		const people = { language: 'pt' as const, timeZone: 'America/Sao_Paulo' };
		const from = { tenant: 'default', channel: 'sales', receipt: null, people };
		return own.channels.mailbox.apply({ ...event, content }, from, defaultMailboxRules);
	};
	await begin();
	now += 600_000;
	expect(await write('contact', '', [{ kind: 'reaction', emoji: '👍', messageId: 'ours' }])).not.toHaveProperty('tellsDesk');
	now -= 600_000;
	for (let minute = 0; minute < 25; minute += 1) {
		await write('contact', 'Anybody?');
		now += 60_000;
	}
	await writeAll();
	expect(notes().map(({ content }) => content)).toEqual([
		expect.stringContaining('Handed over') as string,
		...[1, 2].map(() => expect.stringMatching(/^The customer writes again. No person has answered since 20\S+ \d\d:\d\d\.$/) as string),
	]);
	await write('account', 'Ana here.');
	now += 3_600_000;
	await write('contact', 'Thanks.');
	await writeAll();
	expect(notes()).toHaveLength(3);
});

describe('last words that promise a person', () => {
	const words = 'Perfeito, Ana. Um vendedor continua a conversa por aqui.';
	const careful = 'Perfeito, Ana. A nossa equipe recebe o que você escreveu, mas ainda não sei dizer quando alguém vai ler.';
	const say = (changes: Partial<HandOverRequest> = {}) =>
		handOver(own.channels, {
			...{ tenant: 'default', conversation: own.conversation, key: 'h1', reason: 'hot', summary: {}, by: 'agent', lastWords: words },
			...{ settings: { desk: 'people' }, ...changes },
		});
	const write = () => doDueWork({ ...writeToDesks(own.channels), onFault: fail });
	const takeSends = async () =>
		(await own.channels.outbox.queue.take('s', { max: 10, leaseMs: 60_000 })).map(({ content: { content } }) =>
			content.kind === 'text' ? content.text : content.kind,
		);

	it('are sent when the desk has its note, and not before', async () => {
		await say();
		expect(await takeSends()).toEqual([]);
		await write();
		expect([notes().length, await takeSends()]).toEqual([1, [words]]);
	});

	it.each([
		['refuses its note', { status: 403, body: { error: 'no' } }],
		['is down', { status: 503, body: { error: 'maintenance' } }],
	])('promise nobody where the desk %s', async (_what, answer) => {
		desk.script([answer]);
		await say();
		await write();
		expect([notes().length, await takeSends()]).toEqual([0, [careful]]);
		await writeAll();
		expect(await own.channels.outbox.list('default', {}, 10)).toMatchObject([{ content: { text: careful } }]);
	});

	it('promise nobody where the desk is silent for half a minute, and where there is none', async () => {
		await say();
		now += 30_000;
		expect(await takeSends()).toEqual([careful]);
		const { mailbox } = own.channels;
		await mailbox.setMode('default', own.conversation, { mode: 'agent', until: null, by: 'user:ana' });
		await say({ key: 'h2', settings: {} });
		expect(await own.channels.outbox.list('default', {}, 1)).toMatchObject([{ content: { text: careful } }]);
	});

	it('are not sent if a person writes first', async () => {
		await say();
		const event = {
			kind: 'message' as const,
			key: 'a1',
			id: 'a1',
			address: '5544988887777',
			at: now,
			author: 'account' as const,
			contact: [],
		};
		const content = [{ kind: 'text' as const, text: 'Ana here.' }];
		const { mailbox, outbox } = own.channels;
		expect(
			await mailbox.apply({ ...event, content }, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules),
		).toMatchObject({
			...{ kind: 'take-over', withdrawn: 1 },
		});
		await writeAll();
		expect(await outbox.list('default', {}, 10)).toMatchObject([{ state: 'withdrawn', reason: 'a person wrote first' }]);
	});

	it('are those of the operator who hands over, and wait for nothing if they promise nothing', async () => {
		await say({ by: 'key:k1 for ana', isPerson: true });
		expect(await takeSends()).toEqual([words]);
	});
});
