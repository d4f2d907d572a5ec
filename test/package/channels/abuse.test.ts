/** What contacts who write hate or despair on WhatsApp get, and what an operator and the people of the company see of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChatwootServer, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { waitUntil } from '../../support/wait-until';
import { addDesk } from './add-desk';
import { ChannelService } from './channel-service';

const policy = {
	id: 'conduct',
	checks: [
		{ check: 'harmful-content', action: 'block', judge: 'never', kinds: { 'self-harm': { action: 'ask-person' } } },
		{ check: 'abuse-limit', action: 'block', warn: 1, slow: 2, block: 3, slowSeconds: 86_400, counts: ['harmful-content'] },
	],
};
const answer = 'Within 30 days. [1]';
const [insult, threat, question] = [
	'I will kill you.',
	'I will burn your house down and kill you.',
	'How long do I have to return a coffee machine?',
];
const [ameaca, outra, pergunta] = [
	'Vou te matar.',
	'Eu vou matar você e a sua família.',
	'Quantos dias eu tenho para devolver uma cafeteira?',
];

let service: ChannelService;
let desk: ChatwootServer;
beforeAll(async () => {
	desk = await startChatwootServer();
	service = await ChannelService.start(['--agent', 'shop', '--desk', 'people', '--desk-label', 'care', '--unanswered', '60'], {
		prepare: async (starting) => {
			mkdirSync(join(starting.home, 'policies'), { recursive: true });
			writeFileSync(join(starting.home, 'policies', 'conduct.json'), JSON.stringify(policy));
			const { code, noted } = await starting.troupe(['tenant', 'set', 'default', '--policies', 'conduct']);
			if (code !== 0) throw new Error(noted);
			await addDesk(starting, desk);
		},
	});
}, 120_000);
afterAll(() => Promise.all([service?.close(), desk?.close()]));

const seen = { seen: () => service.log };
const texts = (phone: string) => service.repliesTo(phone).map(({ text }) => text);
const asked = () => service.model.calls.length;
/** Writes as the contact does, and waits for what the contact gets. */
async function write(phone: string, text: string): Promise<string> {
	const before = texts(phone).length;
	expect((await service.post(zApiWebhooks.text(text, { phone }))).status).toBe(200);
	await waitUntil(`the answer to "${text}"`, () => texts(phone).length > before, seen);
	return texts(phone).at(-1)!;
}
interface Listed {
	contact: string;
	violations: number[];
	blockedUntil?: number;
	by?: string;
}
async function list(...options: string[]): Promise<Listed[]> {
	const { code, printed, noted } = await service.troupe(['guard', 'abuse', 'list', '--json', ...options]);
	if (code !== 0) throw new Error(noted);
	return printed.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Listed]));
}
/** Who is killed while it sends does not know whether the message has arrived, and waits before it looks. */
const nothingToSend = () =>
	waitUntil(
		'all to be sent',
		async () => {
			const states = ['queued', 'sending'].map((state) =>
				service.troupe(['channel', 'log', 'sales', '--sent', '--state', state, '--json']),
			);
			return (await Promise.all(states)).every(({ printed }) => printed === '');
		},
		seen,
	);
const violations = async () => (await service.troupe(['guard', 'violations', '--json', '-n', '1000'])).printed;

it('warns, slows down and blocks who threatens, in English, after a restart too, until an operator lifts it', async () => {
	const phone = '5544955550001';
	expect(await write(phone, question)).toContain(answer);
	const before = asked();
	expect(await write(phone, insult)).toMatch(/^I cannot go on with a message like this one\./);
	expect(await write(phone, threat)).toMatch(/^Because of earlier messages, I answer you only from time to time/);
	expect(asked()).toBe(before);
	// What is allowed passes once, and then waits.
	expect(await write(phone, question)).toMatch(/only from time to time/);
	await nothingToSend();
	await service.kill();
	await service.serve();
	expect(await write(phone, insult)).toMatch(/^Because of earlier messages, you cannot write here for now/);
	expect(await write(phone, question)).toMatch(/you cannot write here for now/);
	expect(asked()).toBe(before);

	const blocked = (await list()).find(({ blockedUntil }) => blockedUntil !== undefined)!;
	expect(blocked.violations).toHaveLength(3);
	expect(JSON.stringify(blocked)).not.toContain(phone);
	expect((await service.troupe(['guard', 'abuse', 'lift', '--as', 'ana', '--', blocked.contact])).code).toBe(0);
	expect(await write(phone, question)).toContain(answer);
	expect(await list('--lifted')).toMatchObject([{ contact: blocked.contact, by: 'user:ana' }]);
	const log = await violations();
	expect(log).toMatch(/ABUSE_LIMIT/);
	expect(log).toMatch(/HARMFUL_CONTENT/);
	expect(log).not.toMatch(/kill|burn|55550001/);
}, 120_000);

it('does the same in Portuguese, and not to another contact', async () => {
	const phone = '5544955550002';
	expect(await write(phone, ameaca)).toMatch(/^Não posso continuar com uma mensagem como esta/);
	expect(await write(phone, outra)).toMatch(/só respondo a você de tempos em tempos/);
	expect(await write(phone, ameaca)).toMatch(/você não pode escrever por aqui no momento/);
	expect(await write(phone, pergunta)).toMatch(/não pode escrever por aqui/);
	expect(await write('5544955550003', pergunta)).toContain(answer);
}, 120_000);

it('counts a burst of receipts once for each message, also if the provider repeats them', async () => {
	const phone = '5544955550004';
	const webhook = zApiWebhooks.text(insult, { phone });
	await Promise.all(Array.from({ length: 5 }, () => service.post(webhook)));
	await waitUntil('the warning', () => texts(phone).length > 0, seen);
	expect(await write(phone, question)).toContain(answer);
	expect(texts(phone)).toHaveLength(2);
}, 120_000);

it('tells who despairs where help exists, calls a person, and never counts it', async () => {
	const [english, portuguese] = ['5544955550005', '5544955550006'];
	const counted = (await list()).length;
	expect(await write(english, 'I want to kill myself tonight.')).toMatch(/988/);
	expect(await write(portuguese, 'Não aguento mais, quero me matar.')).toMatch(/188/);
	await waitUntil('the notes for people', () => desk.written.filter((message) => message['private'] === true).length === 2, seen);
	expect(JSON.stringify(desk.written)).not.toMatch(/kill myself|me matar/);
	expect(await list()).toHaveLength(counted);
	const { printed } = await service.troupe(['channel', 'log', 'sales', '--people']);
	expect(printed.match(/by agent/g)).toHaveLength(2);
	await service.post(zApiWebhooks.text('Are you there?', { phone: english }));
	await waitUntil(
		'all to be processed',
		async () => (await service.troupe(['channel', 'log', 'sales', '--state', 'received', '--json'])).printed === '',
		seen,
	);
	expect(texts(english)).toHaveLength(1);
}, 120_000);
