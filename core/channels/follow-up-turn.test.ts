import { fromAccount, fromContact } from '../../providers/state/channels/contract/channel-steps.contract';
import { createSilentCustomer, type SilentCustomer } from '../../test/support/channels/silent-customer';
import { TroupeError } from '../base/errors';
import { describeWords } from '../conversations/mailbox/describe-turn';

const hour = 3_600_000;
const written = ['Conseguiu ver a prensa?'];
const both = [...written, 'Fico à disposição.'];
let customer: SilentCustomer;
beforeEach(async () => {
	customer = await createSilentCustomer('2026-11-27T18:00:00Z'); // a Friday, 15:00 in São Paulo
});
afterEach(() => customer.own.remove());

const readLog = async (conversation: string) => {
	const { contact } = (await customer.own.channels.mailbox.find('default', conversation))!;
	const changes = await customer.own.channels.contacts.readChanges('default', contact);
	return changes.filter(({ kind }) => kind === 'no-follow-up').map(({ details }) => details.reason);
};

it('lets the agent write, once over two processes, and goes on with the next one (Rustam-Z/hamroh#72)', async () => {
	await customer.set();
	await customer.talk();
	expect([
		await customer.pass(2 * hour - 1),
		await customer.pass(1),
		await customer.pass(24 * hour),
		await customer.pass(999 * hour),
	]).toEqual([[], written, both, both]);
	expect(customer.asked).toMatchObject([{ messages: [], followUp: { number: 1, of: 2, silentMs: 2 * hour } }]);
	expect(describeWords({ ...customer.asked[0]!, language: 'pt' })).toMatch(/^\[silêncio 1 de 2: o cliente não escreve há 2 horas\./);
});

it.each([
	...['NADA', '“Nothing.”', '**NADA**', ' ', 'Nada.\nO cliente já comprou.', 'NADA, o cliente já recusou.', 'NADA (não cabe mensagem)'],
	...['NADA\n\nMotivo: o cliente pediu para parar.', '"NOTHING" - the customer declined.', 'Resposta: **NADA**', 'Nada a enviar.'],
	...['Nothing to add here.', 'O cliente já recusou.\n\nNADA'],
])('sends nothing where the agent says %s, and goes on with the next one', async (reply) => {
	customer.answer = () => Promise.resolve({ reply });
	await customer.set();
	const conversation = await customer.talk();
	expect([await customer.pass(2 * hour), await customer.pass(24 * hour)]).toEqual([[], ['Fico à disposição.']]);
	expect(await readLog(conversation)).toEqual(['nothing-to-say']);
});

it.each(['Nada de pressa: a proposta vale até sexta.', 'Nada mudou por aí?', 'Nothing has changed here. Shall I send it?', 'NADAR é bom.'])(
	'sends %s',
	async (reply) => {
		customer.answer = () => Promise.resolve({ reply });
		await customer.set();
		await customer.talk();
		expect(await customer.pass(2 * hour)).toEqual([reply]);
	},
);

it.each([
	['a text that stands in for an answer', { reply: 'Desculpe, não consigo responder agora.', isFallback: true as const }],
	['the words of the question', { reply: 'Use outras palavras, não cumprimente de novo e não prometa nem afirme nada novo.' }],
	['what only a person can answer', { reply: 'Não sei.', handOver: 'not-covered' as const }],
	['a run that waits for a person', { reply: 'Vou verificar.', isAwaited: true as const }],
])('sends nothing of %s', async (_what, answer) => {
	customer.answer = () => Promise.resolve(answer);
	await customer.set();
	const conversation = await customer.talk();
	expect(await customer.pass(2 * hour)).toEqual([]);
	expect(await readLog(conversation)).toEqual(['not-answered']);
});

const broken = () => Promise.reject(new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'It is away.', retryable: true }));
const garbled = () => Promise.reject(new TroupeError({ code: 'MODEL_MALFORMED_RESPONSE', message: 'Not JSON.', retryable: true }));
const refused = () => Promise.reject(new TroupeError({ code: 'MODEL_AUTHENTICATION', message: 'The key is wrong.' }));

it.each([
	['answers nonsense', garbled, 5],
	['fails', broken, 300],
	['is away', refused, 300],
])('tries again while the model %s, gives up within the hour or two, and says so in the log', async (_how, answer, rounds) => {
	customer.answer = answer;
	await customer.set({ followUps: ['2h'] });
	const conversation = await customer.talk();
	await customer.pass(2 * hour);
	for (let round = 0; round < rounds; round += 1) await customer.pass(30_000);
	expect(await readLog(conversation)).toEqual([expect.stringMatching(/^MODEL_/)]);
	const attempts = customer.asked.length;
	expect(attempts).toBeGreaterThan(1);
	customer.answer = () => Promise.resolve({ reply: written[0]! });
	expect([await customer.pass(hour), customer.asked.length]).toEqual([[], attempts]);
});

it('sends what the agent wrote in a later attempt', async () => {
	await customer.set();
	await customer.talk();
	customer.answer = broken;
	expect(await customer.pass(2 * hour)).toEqual([]);
	customer.answer = () => Promise.resolve({ reply: written[0]! });
	expect(await customer.pass(60_000)).toEqual(written);
});

it.each<[string, boolean, () => Promise<unknown>]>([
	['the customer writes (RasaHQ/rasa_core#1086)', false, () => customer.apply(fromContact('Vi, sim.', { at: customer.now() }))],
	['the customer writes, whatever tools the agent has', true, () => customer.apply(fromContact('Vi, sim.', { at: customer.now() }))],
	[
		'the customer sends a thumb',
		true,
		() => customer.apply(fromContact('', { at: customer.now(), content: [{ kind: 'reaction', emoji: '👍', to: 'x' } as never] })),
	],
	['the customer opts out', true, () => customer.apply(fromContact('parar', { at: customer.now() }))],
	['a person writes', true, () => customer.apply(fromAccount('Eu cuido.', { at: customer.now() }))],
	['the rule becomes a text', true, () => customer.set({ followUps: ['2h Oi?'] })],
	['the channel has no follow-ups any more', true, () => customer.set({ followUps: undefined as never })],
	[
		'quiet hours begin',
		true,
		() => customer.set({ quietHours: ['12:00-20:00'], timeZone: 'America/Sao_Paulo', followUpUntilMs: 3 * hour }),
	],
])('sends nothing that was written while %s', async (_what, hasEffects, happen) => {
	await customer.set();
	await customer.talk();
	customer.hasEffects = hasEffects;
	customer.answer = async () => {
		if (customer.asked.length === 1) await happen();
		return { reply: customer.asked.at(-1)!.followUp ? written[0]! : 'Ótimo!' };
	};
	expect(await customer.pass(2 * hour)).not.toContain(written[0]);
});

it('answers the customer who wrote while the agent was writing, with the words of the customer only (CraftOS-dev/CraftBot#122)', async () => {
	await customer.set();
	await customer.talk();
	customer.hasEffects = true;
	const turns: string[] = [];
	customer.answer = async (turn) => {
		turns.push(describeWords(turn));
		if (turn.followUp) await customer.apply(fromContact('Vi, sim.', { at: customer.now() }));
		return { reply: turn.followUp ? written[0]! : 'Ótimo!' };
	};
	await customer.pass(2 * hour);
	await customer.pass(60_000);
	expect([turns.slice(1), await customer.pass(0)]).toEqual([['Vi, sim.'], ['Ótimo!']]);
});

it('goes on after its process was killed: before and after the answer was stored, and sends it once', async () => {
	await customer.set();
	await customer.talk();
	const { mailbox } = customer.own.channels;
	const { end } = mailbox;
	const hung = Promise.withResolvers<{ reply: string }>();
	customer.answer = () => (customer.asked.length === 1 ? hung.promise : Promise.resolve({ reply: written[0]! }));
	// The first process hangs until its lease ends, the second is killed before it ends the turn.
	const first = customer.pass(2 * hour);
	while (customer.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
	mailbox.end = () => Promise.reject(new Error('killed'));
	await customer.pass(61_000).catch(() => undefined);
	mailbox.end = end;
	expect(await customer.pass(61_000)).toEqual(written);
	expect(new Set(customer.asked.map(({ id }) => id)).size).toBe(1);
	// The first one comes too late.
	hung.resolve({ reply: 'Oi?' });
	await first;
	expect(await customer.pass(hour)).toEqual(written);
});

it('waits for the end of quiet hours, also on a Sunday and where clocks change, and never longer than until its last time (greghesp/assistant-relay#218)', async () => {
	const quiet = { timeZone: 'America/Sao_Paulo', quietHours: ['20:00-08:00', 'sun'] };
	await customer.set({ ...quiet, followUps: ['6h', '30h Ainda por aí?'] });
	await customer.talk(); // Friday, 15:00
	expect([await customer.pass(6 * hour), await customer.pass(11 * hour - 1), await customer.pass(1)]).toEqual([[], [], written]); // Saturday, 08:00
	// On Sunday at 14:00 it would be due.
	const monday = Date.parse('2026-11-30T11:00:00Z');
	expect([await customer.pass(monday - 1 - customer.now()), await customer.pass(1)]).toEqual([written, [...written, 'Ainda por aí?']]);
	await customer.set({ ...quiet, followUps: ['11h'], followUpUntilMs: 20 * hour });
	await customer.talk(); // Monday, 08:00: due at 19:00
	expect(await customer.pass(11 * hour)).toEqual([...written, 'Ainda por aí?', ...written]);
	await customer.talk(); // Monday, 19:00: due on Tuesday, 08:00
	const { channels } = customer.own;
	await channels.channels.setState('default', 'sales', 'paused', 'user:ana');
	await customer.pass(21 * hour);
	await channels.channels.setState('default', 'sales', 'active', 'user:ana');
	expect(await customer.pass(0)).toHaveLength(3);
});

it.each([
	['spring', '2027-03-13T18:00:00-05:00', '2027-03-14T08:00:00-04:00'],
	['autumn', '2026-10-31T18:00:00-04:00', '2026-11-01T08:00:00-05:00'],
])('ends quiet hours by the clock on the wall in %s (signalapp/Signal-Android#13493)', async (_season, from, ends) => {
	await customer.own.remove();
	customer = await createSilentCustomer(from);
	await customer.set({ timeZone: 'America/New_York', quietHours: ['20:00-08:00'], followUps: ['3h'] });
	await customer.talk();
	expect([await customer.pass(Date.parse(ends) - 1 - customer.now()), await customer.pass(1)]).toEqual([[], written]);
});

it('comes again after quiet hours that began before its turn did, also where its process was down (rcourtman/Pulse#1399)', async () => {
	await customer.set({ timeZone: 'America/Sao_Paulo', quietHours: ['20:00-08:00'], followUps: ['4h'] });
	await customer.talk();
	customer.answer = broken; // until 20:00
	await customer.pass(4 * hour);
	customer.answer = () => Promise.resolve({ reply: written[0]! });
	expect([await customer.pass(2 * hour), await customer.pass(11 * hour - 1), await customer.pass(1)]).toEqual([[], [], written]);
});

it('ends where the deal is won or lost, and is tried again where the CRM is away (sharetribe/sharetribe#827)', async () => {
	let state: 'away' | 'closed' = 'away';
	customer.hasClosedDeal = () =>
		state === 'away'
			? Promise.reject(new TroupeError({ code: 'CRM_UNREACHABLE', message: 'Away.', retryable: true }))
			: Promise.resolve(true);
	await customer.set();
	const conversation = await customer.talk();
	expect(await customer.pass(2 * hour)).toEqual([]);
	state = 'closed';
	expect([await customer.pass(hour), await customer.pass(99 * hour), await readLog(conversation)]).toEqual([[], [], ['deal-closed']]);
});

it('sends the template where the provider takes no text any more, and asks no agent', async () => {
	customer.abilities = { serviceWindowMs: 24 * hour, sends: new Set(['text', 'template']) };
	await customer.set({ followUps: ['1d'], template: 'continue_talk/pt_BR' });
	await customer.talk();
	expect([await customer.pass(24 * hour), customer.asked]).toEqual([['template'], []]);
});

it('writes to nobody whom the agent chose not to answer (fazer-ai/agents#652)', async () => {
	await customer.set();
	await customer.talk();
	await customer.apply(fromContact('Recibo de pagamento nº 4711. Não responda.', { at: customer.now() }));
	customer.answer = () => Promise.resolve({ reply: '' });
	expect([await customer.pass(60_000), await customer.pass(99 * hour), customer.asked]).toEqual([[], [], []]);
});

it('sends one at a time after a long outage, and none of those that are too old by then (akvo/akvo-rsr#5248)', async () => {
	await customer.set({ followUps: ['2h', '4h', '1d Fico à disposição.'], followUpUntilMs: 72 * hour });
	await customer.talk();
	expect([await customer.pass(46 * hour), await customer.pass(4 * hour - 1), await customer.pass(1)]).toEqual([
		written,
		written,
		[...written, ...written],
	]);
	expect(await customer.pass(24 * hour)).toHaveLength(2);
});

it('asks no agent for a follow-up that cannot be sent without a legal basis', async () => {
	await customer.set({ requiredBases: ['follow-ups marketing'] });
	await customer.talk();
	expect(await customer.pass(2 * hour)).toEqual([]);
	expect(customer.asked).toEqual([]);
});
