/** A hot lead on WhatsApp with people in Chatwoot: what the customer, the people of the company and an operator see of a hand-over. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChatwootServer, chatwootWebhooks, signChatwoot, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { waitUntil } from '../../support/wait-until';
import { addDesk } from './add-desk';
import { ChannelService } from './channel-service';

const summary = { name: 'Maria', company: 'Solar Sul', need: '3 balers', urgency: 'this week', temperature: 'hot' };

let service: ChannelService;
let desk: ChatwootServer;
beforeAll(async () => {
	desk = await startChatwootServer();
	service = await ChannelService.start(
		[
			...['--agent', 'shop', '--desk', 'people', '--desk-label', 'hot-lead', '--desk-assignee', '7', '--desk-team', '3'],
			...['--unanswered', '60'],
		],
		{ respond: answerLead, prepare: (starting) => addDesk(starting, desk) },
	);
}, 120_000);
afterAll(() => Promise.all([service?.close(), desk?.close()]));

/** A model that hands over whoever wants to buy, and otherwise answers. */
const answerLead: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	if (last.role === 'tool') return { text: 'Ana writes to you in a moment. [1]' };
	const isHot = /I want to buy/.test(JSON.stringify(last.content));
	return isHot
		? { text: '', calls: [{ name: 'hand_over', input: { reason: 'wants a quote today', ...summary } }] }
		: { text: 'Within 30 days. [1]' };
};

const seen = { seen: () => service.log };
const texts = (phone: string) => service.repliesTo(phone).map(({ text }) => text);
const notes = () => desk.written.filter((message) => message['private'] === true);

/** Delivers a webhook as Chatwoot does. */
async function postFromDesk(webhook: object): Promise<void> {
	const body = Buffer.from(JSON.stringify(webhook));
	const headers = { 'content-type': 'application/json', ...signChatwoot(body, Date.now()) };
	const answer = await fetch(`${service.url}/channels/default/people`, { method: 'POST', headers, body });
	expect(answer.status).toBe(200);
}
/** What a person writes in the desk's conversation of a customer. */
const atDesk = (number: number, phone: string) => {
	const sender = { id: 500, name: 'Maria', phone_number: `+${phone}` };
	return { conversation: { id: number, inbox_id: 5, status: 'open', meta: { sender, assignee: null } } };
};
const everythingProcessed = () =>
	waitUntil('all to be processed', async () => {
		const logs = await Promise.all(
			['sales', 'people'].map((name) => service.troupe(['channel', 'log', name, '--state', 'received', '--json'])),
		);
		return logs.every(({ printed }) => printed === '');
	});
const findConversation = async (channel: string, phone: string) => {
	const { printed } = await service.troupe(['contacts', 'show', `phone=+${phone}`, '--json']);
	const { conversations } = JSON.parse(printed) as { conversations: Array<{ id: string; channel: string }> };
	return conversations.find((one) => one.channel === channel)!.id;
};
const conversationsOfDesk = () => [...desk.conversations].filter(([, { contact }]) => contact !== null);
const people = async () => (await service.troupe(['channel', 'log', 'sales', '--people'])).printed;

it('a hot lead: last words, one note although its answer is lost, label, team and person; then silence until an operator says /bot on', async () => {
	const phone = '5544933330001';
	desk.dropAnswers(1); // Chatwoot creates the contact, and the answer is lost
	await service.post(zApiWebhooks.text('I want to buy 3 balers for Solar Sul this week.', { phone }));
	await waitUntil('the last words', () => texts(phone).length === 1, seen);
	expect(texts(phone)).toEqual(['Ana writes to you in a moment. [1]\n\n[1] Entrega e retirada: Prazo de entrega']);
	await waitUntil('the conversation of the desk', () => conversationsOfDesk().length === 1, seen);
	const [[number]] = conversationsOfDesk() as [[number, unknown]];
	await waitUntil('the assignment', () => desk.conversations.get(number)!.assignee === 7, seen);
	expect(desk.conversations.get(number)).toMatchObject({ labels: ['hot-lead'], team: 3, assignee: 7, status: 'open' });
	expect(notes()).toMatchObject([{ conversation_id: number, private: true }]);
	expect(notes()[0]!['content']).toMatch(
		/Reason: wants a quote today\nName: Maria\nCompany: Solar Sul\nPhone: \+5544933330001\nNeed: 3 balers/,
	);
	expect(desk.contacts).toMatchObject([{ phone_number: `+${phone}` }]);

	// The label and the person come back as events, and so does what the agent said: none of it is anybody else.
	const own = atDesk(number, phone);
	await postFromDesk({ ...chatwootWebhooks.labelled('hot-lead'), ...own.conversation });
	await postFromDesk(chatwootWebhooks.outgoing(texts(phone)[0]!, own));
	await service.post(zApiWebhooks.text('Are you there?', { phone }));
	await everythingProcessed();
	expect(await people()).toMatch(/open {2}conversation \S+ {2}by agent[^]*note sent \(people\), labels sent/);

	await postFromDesk(chatwootWebhooks.outgoing('Hello Maria, Ana here. It costs 9,000 each.', own));
	await service.post(zApiWebhooks.text('Good, and the freight?', { phone }));
	await postFromDesk(chatwootWebhooks.outgoing('/bot on', { ...own, sender: { id: 8, name: 'Beto', type: 'user' } }));
	await everythingProcessed();
	await waitUntil('the refused command in the log', () => /command of somebody who is not an operator/.test(service.log), seen);
	expect(texts(phone)).toHaveLength(1);
	expect(await people()).toMatch(/answered[^]*refused: not an operator +writer:8/);

	await postFromDesk(chatwootWebhooks.outgoing('/bot on', { ...own, private: true }));
	await waitUntil('the agent to be back', () => texts(phone).length === 2, seen);
	const asked = JSON.stringify(service.model.calls.at(-1)!.body);
	expect(asked).toMatch(
		/Customer: \\"Are you there\?\\"[^]*Person: \\"Hello Maria, Ana here\. It costs 9,000 each\.\\"[^]*Good, and the freight\?/,
	);
	expect(asked).not.toContain('/bot on');
	expect(await people()).toMatch(/person → agent +writer:7/);
	expect(notes()).toHaveLength(1);
}, 90_000);

it('a person hands over by command: what the agent had queued is withdrawn, and the note is written once although its answer is lost', async () => {
	const phone = '5544933330002';
	service.whatsApp.script([{ status: 429, headers: { 'retry-after': '600' }, body: { error: 'Too Many Requests' } }]);
	await service.post(zApiWebhooks.text('Do you deliver?', { phone }));
	const queued = () => service.troupe(['channel', 'log', 'sales', '--sent', '--state', 'queued', '--json']);
	await waitUntil('the answer to wait', async () => /"attempts":1.*Too Many/.test((await queued()).printed), { ...seen, everyMs: 500 });
	const file = join(service.home, 'summary.json');
	writeFileSync(file, JSON.stringify({ name: 'João', need: 'um orçamento', temperature: 'quente' }));
	const before = notes().length;
	const command = [
		'conversation',
		'hand-over',
		await findConversation('sales', phone),
		'--reason',
		'cliente quer falar com uma pessoa',
		'--summary',
		file,
		'--as',
		'ana',
	];
	const done = await service.troupe([...command, '--json']);
	expect([done.code, done.noted]).toEqual([0, expect.stringMatching(/withdrawn: 1\.[^]*writes the summary to the desk people/)]);
	expect((await queued()).printed).toBe('');
	await service.post(zApiWebhooks.text('And on Sundays?', { phone }));
	await everythingProcessed();
	await waitUntil('the note', () => notes().length > before, seen);
	expect(notes().at(-1)!['content']).toMatch(/Nome: João\nTelefone: /);
	desk.dropAnswers(1);
	await service.troupe([...command.slice(0, -2), '--as', 'beto']);
	await waitUntil('the second note', () => notes().length === before + 2, seen);
	await waitUntil('all of it', async () => !/queued|sending|unknown/.test(await people()), { ...seen, everyMs: 500 });
	expect(notes()).toHaveLength(before + 2);
	expect(texts(phone)).toEqual([]);
	const on = await service.troupe(['conversation', 'mode', await findConversation('sales', phone), '--on', '--as', 'ana']);
	expect([on.code, on.noted]).toEqual([0, expect.stringContaining('The agent answers')]);
	await waitUntil('the answer', () => texts(phone).length === 1, seen);
	expect(await people()).toMatch(/person → agent +user:ana/);
}, 90_000);

it('a conversation that flips is stopped, the list says so, and a command starts it again', async () => {
	const own = atDesk(40, '5544933330003');
	for (let flip = 0; flip < 8; flip += 1) {
		const status = flip % 2 === 0 ? 'open' : 'pending';
		await postFromDesk({ ...chatwootWebhooks.status(status), ...own.conversation, status, updated_at: 1_700_000_000 + flip });
	}
	await waitUntil('the incident in the log', () => /conversation stopped/.test(service.log), seen);
	const list = JSON.parse((await service.troupe(['channel', 'list', '--json'])).printed) as Array<{ name: string; stopped: number }>;
	expect(list.find(({ name }) => name === 'people')).toMatchObject({ stopped: 1 });
	expect((await service.troupe(['channel', 'log', 'people'])).noted).toContain('Conversations of people were stopped');
	expect((await service.troupe(['channel', 'log', 'people', '--people'])).printed).toMatch(
		/stopped +breaker +7 changes by others within a minute/,
	);
	expect((await service.troupe(['conversation', 'mode', await findConversation('people', '5544933330003'), '--on'])).code).toBe(0);
	expect((await service.troupe(['channel', 'list', '--json'])).printed).toContain('"stopped":0');
});

it('says what is wrong with a hand-over', async () => {
	const wrong = async (...args: string[]) => {
		const { code, noted } = await service.troupe(args);
		return [code, noted];
	};
	const file = join(service.home, 'wrong.json');
	writeFileSync(file, '{"nome": "x"}');
	const handOver = ['conversation', 'hand-over', '4711', '--reason', 'x'];
	expect(await wrong(...handOver)).toEqual([1, expect.stringContaining('no conversation "4711"')]);
	expect(await wrong(...handOver, '--summary', file)).toEqual([2, expect.stringContaining('the field "nome"')]);
	expect(await wrong('conversation', 'mode', '1')).toEqual([2, expect.stringContaining('either --on or --off')]);
	const add = ['channel', 'add', 'more', '-p', 'z-api', '-c', 'whatsapp', '--set', 'instanceId=1'];
	expect(await wrong(...add, '--desk', 'sales')).toEqual([2, expect.stringContaining('cannot be a desk')]);
	expect(await wrong(...add, '--desk', 'nowhere')).toEqual([2, expect.stringContaining('not a channel')]);
	expect(await wrong(...add, '--escalate', 'late')).toEqual([2, expect.stringContaining('--unanswered')]);
});
