import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import { defaultHandOverSettings } from '../../core/ports/channels/hand-overs';
import type { ChatModel } from '../../core/ports/models/models';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { openEvents } from '../../providers/compose/events/events';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../test/fakes/tool-agent';
import { waitUntil } from '../../test/support/wait-until';
import { serveChannels, type ServedChannels } from './serve-channels';

const echo = {
	...{ id: 'echo', version: '1.0.0', name: 'Echo', purpose: 'Answers.', capabilities: [], prompt: 'Answer.' },
	model: { extractive: false },
	guardrails: { personalData: { types: [] }, policy: { id: 'replies', checks: [{ check: 'no-price', action: 'block' }] } },
};

let own: ChannelHost;
let late: number;
let log: unknown[][];
let metrics: WorkerMetrics;
let served: ServedChannels | undefined;
beforeEach(async () => {
	late = 0;
	log = [];
	metrics = new WorkerMetrics();
	own = await createChannelHost({ now: () => Date.now() + late });
	// Another customer's, whose turn would take the answers of the model.
	await own.channels.mailbox.setMode('default', own.conversation, { mode: 'off', until: null, by: 'user:ana' });
	await own.channels.waits.leave('default', own.conversation, { by: 'user:ana', reason: 'spam' });
});
afterEach(async () => {
	await served?.worker.close(1_000);
	served = undefined;
	await own.remove();
});

const mailbox = () => own.channels.mailbox;
const listWaiting = async () =>
	(await own.channels.conversations.list('default', { from: 0, isWaiting: true }, 10)).map(({ wait }) => wait?.waitsFor);
const sent = async () => (await own.channels.outbox.list('default', {}, 10)).map(({ content }) => (content as { text: string }).text);

/** Lets an agent with this model and these limits answer a message. */
async function ask(
	model: ChatModel,
	limits: object,
	changes: Partial<ChannelRecord> = {},
	words = 'How much?',
	definition = {},
): Promise<void> {
	const agents = join(own.host.stateFolder, 'agents');
	mkdirSync(agents, { recursive: true });
	writeFileSync(join(agents, 'echo.json'), JSON.stringify({ ...echo, limits, ...definition }));
	await own.change({ agent: 'echo', message: null, rules: { ...hasty, maxAttempts: 2 }, ...changes });
	served = await serveChannels({ ...own.host, agentFolders: [agents], model }, undefined, (...line) => void log.push(line), metrics);
	await mailbox().apply(fromContact(words), { tenant: 'default', channel: 'sales', receipt: null }, hasty);
	const ends = () => Object.values(metrics.channels.of({ tenant: 'default', channel: 'sales' }).ends);
	await waitUntil(
		'the end of the turn',
		async () => {
			const dueInMs = await mailbox().turns.nextDue();
			if (dueInMs !== undefined && dueInMs < 20_000) late += dueInMs; // a pause, not a lease
			await mailbox().replay('default', { id: 'none' });
			return dueInMs === undefined && ends().some((count) => count > 0);
		},
		{ seen: () => log, forMs: 20_000 },
	);
}

const hangs = scriptedChatModel(
	(_request, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })),
);

it.each([
	['hangs until the time of the run is up (tloncorp/tlon-apps#6357)', hangs, { wallClockMs: 200 }, 1, /^LIMIT_REACHED: .*wall-clock/],
	['answers with nothing', scriptedChatModel('', '', '', '', '', ''), {}, 0, /MODEL_OUTPUT_INVALID/],
	['is not asked, as the message alone is beyond the limit', scriptedChatModel(), { tokens: 1 }, 1, /^LIMIT_REACHED: .*tokens/],
	['says what a guardrail stops', scriptedChatModel('It is $ 900.'), {}, 1, /guardrail no-price stopped/],
])('leaves nobody unseen whose model %s', async (_how, model, limits, says, reason) => {
	await ask(model, limits);
	expect((await mailbox().listDead('default', {}, 10)).map((dead) => dead.reason)).toEqual([expect.stringMatching(reason)]);
	expect(await listWaiting()).toEqual(['person']);
	expect(await sent()).toHaveLength(says);
	expect(metrics.channels.of({ tenant: 'default', channel: 'sales' })).toMatchObject({ ends: { done: 0, dead: 1 }, givenUp: { turn: 1 } });
	const events = await (await openEvents(own.host)).read('default', 0, 100);
	expect(events.filter(({ type }) => type === 'channel.turn.failed')).toMatchObject([{ data: { state: 'given-up' } }]);
});

const down = new TroupeError({ code: 'MODEL_OVERLOADED', message: 'The model is overloaded.', retryable: true });

it('gives an emergency to people at once whose model is down after it called for them (getmunin/munin#250)', async () => {
	const model = scriptedChatModel(
		calling(['hand_over', { reason: 'somebody is trapped in a machine' }, 'h']),
		...Array<Error>(9).fill(down),
	);
	await ask(model, {}, { handOver: defaultHandOverSettings });
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([
		{ reason: 'somebody is trapped in a machine', state: 'open' },
	]);
	expect(await sent()).toEqual([expect.stringMatching(/call your emergency number now/)]);
	expect(await listWaiting()).toEqual(['person']);
});

const fire = 'Tem um incêndio aqui na fábrica, um colega desmaiou!';
/** Closed today. */
const closed = {
	rules: {
		...hasty,
		hours: [`${new Date().getUTCDay() < 3 ? 'fri' : 'mon'} 00:00-00:01`],
		whenClosed: 'wait' as const,
		closedText: 'Fechado.',
	},
};
const refused = new TroupeError({ code: 'MODEL_AUTHENTICATION', message: 'The key is refused.' });
const urgent = { state: 'open', reason: expect.stringMatching(/^urgente, possível emergência: /) as string };

it.each([
	['is down', scriptedChatModel(...Array<Error>(9).fill(down)), {}],
	['is down and has no tool to ask for a person', scriptedChatModel(...Array<Error>(9).fill(down)), { handOver: undefined }],
	['has a key that is refused', scriptedChatModel(...Array<Error>(9).fill(refused)), { handOver: undefined }],
	['answers with nothing, and the channel is closed', scriptedChatModel('', '', '', '', '', ''), closed],
])('gives an emergency to people at once whose model %s (Automattic/wp-calypso#104241)', async (_how, model, changes) => {
	await ask(model, {}, { handOver: defaultHandOverSettings, ...changes }, fire);
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([urgent]);
	expect(await sent()).toEqual([expect.stringMatching(/192 .*193 .*190 /)]);
});

const suspected = 'o braço dele está entre os rolos, ajuda';

it.each([
	['is down', scriptedChatModel(...Array<Error>(9).fill(down)), {}],
	['has a key that is refused', scriptedChatModel(...Array<Error>(9).fill(refused)), { handOver: undefined }],
	['answers with nothing', scriptedChatModel('', '', '', '', '', ''), {}],
	['answers with nothing, and the channel is closed', scriptedChatModel('', '', '', '', '', ''), closed],
])('gives who can be in danger to people at once whose model %s, without numbers', async (_how, model, changes) => {
	await ask(model, {}, { handOver: defaultHandOverSettings, ...changes }, suspected);
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([
		{ state: 'open', reason: expect.stringMatching(/^urgente, veja agora: /) as string },
	]);
	expect(await sent()).toEqual([expect.not.stringMatching(/\d/)]);
});

it('tells who speaks of dying where help is, although no agent runs', async () => {
	await ask(scriptedChatModel(), {}, { agent: 'nobody' }, 'eu quero me matar, não aguento mais');
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([
		{ reason: 'urgente: o cliente fala em se ferir ou em morrer' },
	]);
	expect(await sent()).toEqual([expect.stringMatching(/ 188, /)]);
});

it('gives an emergency to people whose agent says nothing, and cannot ask for a person', async () => {
	await ask(scriptedChatModel('', '', '', '', '', ''), {}, { handOver: undefined }, fire);
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([urgent]);
	expect(await sent()).toEqual([expect.stringMatching(/192 .*193 .*190 /)]);
});

const allowed = [{ tool: '*', permission: 'allow' }];
const team = { tools: { define: [{ kind: 'agent', agent: 'helper', description: 'Helps.' }], rules: allowed } };
const writeHelper = () => {
	const agents = join(own.host.stateFolder, 'agents');
	mkdirSync(agents);
	writeFileSync(
		join(agents, 'helper.json'),
		JSON.stringify({ ...echo, id: 'helper', limits: {}, tools: { handOver: true, rules: allowed } }),
	);
};

it.each([
	['an agent without tools', {}],
	['a team whose lead cannot ask for a person', team],
])('gives an emergency to people before the model of %s', async (_who, definition) => {
	writeHelper();
	await ask(scriptedChatModel(), {}, { handOver: undefined }, fire, definition);
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([urgent]);
	expect(await sent()).toEqual([expect.stringMatching(/192 .*193 .*190 /)]);
});

it('tells the desk why a called agent wants a person', async () => {
	writeHelper();
	const model = scriptedChatModel(
		calling(['helper', { task: 'Sell it.' }, 'a']),
		calling(['hand_over', { reason: 'wants two presses this week', need: 'two presses' }, 'b']),
		'It is written down.',
		'A person goes on here.',
	);
	await ask(model, {}, { handOver: undefined }, 'I want two presses.', team);
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([
		{ state: 'open', reason: 'wants two presses this week', summary: { need: 'two presses' } },
	]);
});

it('gives an opt-out to people that its agent, which can tell nobody, only says to have heard', async () => {
	const said = 'Pronto, você não vai mais receber mensagens nossas.';
	await ask(scriptedChatModel(said, said, said), {}, { handOver: undefined }, 'cansei dessas propagandas de vocês');
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([{ state: 'open' }]);
	expect(await sent()).toEqual([expect.not.stringContaining('não vai mais receber')]);
});

it('gives an emergency to people at once whose agent does not exist (buckyos/buckyos#439)', async () => {
	await ask(scriptedChatModel(), {}, { agent: 'nobody' }, fire);
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([urgent]);
});

it('gives an insult that asks for a person to one, and tells the customer (rcmanaure/langraph-bot-v1#32)', async () => {
	const policy = { id: 'replies', checks: [{ check: 'harmful-content', action: 'block', judge: 'never' }] };
	const guardrails = { personalData: { types: [] }, policy };
	await ask(scriptedChatModel(), {}, { handOver: defaultHandOverSettings }, 'seus merdas, me passa o gerente agora', { guardrails });
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([
		{ reason: expect.stringMatching(/^o cliente pede uma pessoa/) as string },
	]);
	expect(await sent()).toEqual(['Não posso responder a esta mensagem por aqui. Uma pessoa pode ajudar você.']);
});
