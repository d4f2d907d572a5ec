import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelRecord } from '../../core/ports/channels/channel-records';
import type { ChatModel } from '../../core/ports/models/models';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { openEvents } from '../../providers/compose/events/events';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../test/fakes/tool-agent';
import { waitUntil } from '../../test/support/wait-until';
import { serveChannels, type ServedChannels } from './serve-channels';
import { slowTest } from '../../test/support/slow-tests';

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

slowTest('tells the desk why a called agent wants a person', async () => {
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

slowTest('gives an opt-out to people that its agent, which can tell nobody, only says to have heard', async () => {
	const said = 'Pronto, você não vai mais receber mensagens nossas.';
	await ask(scriptedChatModel(said, said, said), {}, { handOver: undefined }, 'cansei dessas propagandas de vocês', {
		guardrails: { ...echo.guardrails, grounded: true },
	});
	expect(await own.channels.handOvers.list('default', {}, 10)).toMatchObject([{ state: 'open' }]);
	expect(await sent()).toEqual([expect.not.stringContaining('não vai mais receber')]);
});
