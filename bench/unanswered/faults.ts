/** Lists the faults that customers meet, each with how it begins and ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeCall, FakeReply, RawReply } from '../../sandbox/fakes/fake-server';
import { zApiWebhooks } from '../../sandbox/fakes/channels/z-api-server';
import { waitUntil } from '../../test/support/wait-until';
import type { Fault } from './scene';
import { allSides, findAtDesk, resolveAtDesk, type SideName, type Stage, wish } from './stage';
import type { Talk } from './talk';

const phones: readonly SideName[] = ['z-api', 'cloud', 'evolution', 'waha'];
const patience = { forMs: 120_000, everyMs: 200 };
const threeDaysMs = 3 * 86_400_000;
const failing: RawReply = { status: 503, body: 'Service Unavailable' };
const outsideOfWindow: RawReply = {
	status: 400,
	body: { error: { message: '(#131047) Re-engagement message', type: 'OAuthException', code: 131_047 } },
};

const answered = (talk: Talk) => waitUntil(`an answer to ${talk.side.name} ${talk.address}`, () => talk.isAnswered(), patience);

async function wantPerson(talk: Talk): Promise<void> {
	await talk.ask(wish);
	await answered(talk);
}

/** Calls that bring a message to a customer, or a question for one that could be there. */
const isSend = ({ method, path, body }: FakeCall) =>
	method === 'POST' && /send-?(text|message)|\/messages$|\/in$/i.test(path) && (body as { type?: string }).type !== 'ping';

function failSends({ sides }: Stage, names: readonly SideName[], reply: FakeReply | undefined): void {
	for (const name of names) sides[name].server.failWith(reply && ((call) => (isSend(call) ? reply : undefined)));
}

async function kill({ service }: Pick<Stage, 'service'>, times: number): Promise<void> {
	for (let round = 0; round < times; round++) {
		await sleep(1_500);
		await service.kill();
		await service.serve();
	}
}

/** Each begins after the end of the one before. */
export const createFaults = (stage: Stage): Fault[] =>
	plan(stage).map(({ on, ...fault }) => ({ ...fault, on: on.map((name) => stage.sides[name]) }));

const plan = (stage: Stage): Array<Omit<Fault, 'on'> & { on: readonly SideName[] }> => [
	{
		// First, as the agent of a new channel is not permitted yet.
		name: 'agent not permitted for a while',
		on: allSides,
		lastsMs: 8_000,
		async end() {
			await stage.service.kill();
			await stage.service.serve({ TROUPE_UNLISTED_AGENTS: 'allow' });
		},
	},
	{ name: 'killed', on: allSides, meanwhile: () => kill(stage, 4) },
	{
		name: 'model down for a while',
		on: allSides,
		lastsMs: 10_000,
		begin: () => void (stage.model.fault = { status: 500, body: { error: { message: 'down' } } }),
		meanwhile: () => kill(stage, 1),
		end: () => void (stage.model.fault = undefined),
	},
	{
		name: 'model refuses',
		on: allSides,
		lastsMs: 10_000,
		begin: () => void (stage.model.fault = { status: 400, body: { error: { message: 'bad' } } }),
		end: () => void (stage.model.fault = undefined),
	},
	{
		name: 'taken over at the phone',
		on: [...phones, 'webhook', 'chatwoot'],
		async play(talk) {
			await talk.ask();
			await answered(talk);
			await talk.side.writeAsPerson(talk.address, 'Ana here, I look it up.');
			await talk.ask('And now?');
		},
	},
	{
		name: 'resolved by people',
		on: [...phones, 'chatwoot'],
		async play(talk) {
			await wantPerson(talk);
			if (talk.side.resolve) {
				await talk.side.writeAsPerson(talk.address, 'Ana here: it is done.');
				await talk.side.resolve(talk.address);
			} else {
				const number = await waitUntil('the note at the desk', () => findAtDesk(stage, talk.address), patience);
				await resolveAtDesk(stage, number, 'Ana here: it is done.');
			}
			await talk.ask('Something else:');
		},
		meanwhile: () => kill(stage, 1),
	},
	{
		name: 'insists after a hand-over',
		on: allSides,
		async play(talk) {
			await wantPerson(talk);
			await talk.ask('Is anybody there?');
		},
	},
	{ name: 'opts out', on: allSides, play: (talk) => talk.say('parar'), meanwhile: () => kill(stage, 1) },
	{
		name: 'writes after an opt-out',
		on: allSides,
		async play(talk) {
			await talk.say('parar');
			await answered(talk);
			await talk.ask('Where is my order?');
		},
	},
	{ name: 'sends a picture', on: allSides, play: (talk) => talk.say('', { isPicture: true }), meanwhile: () => kill(stage, 1) },
	{ name: 'wrote three days ago', on: allSides, play: (talk) => talk.ask(undefined, { at: Date.now() - threeDaysMs }) },
	{
		name: 'account disconnected for a while',
		on: ['z-api', 'waha'],
		lastsMs: 10_000,
		async begin() {
			const { 'z-api': zApi, waha } = stage.sides;
			zApi.server.connected = false;
			waha.server.status = 'FAILED';
			failSends(stage, ['z-api'], { status: 400, body: { error: 'You are not connected.' } });
			await stage.service.post(zApiWebhooks.disconnected());
		},
		end() {
			const { 'z-api': zApi, waha } = stage.sides;
			zApi.server.connected = true;
			waha.server.status = 'WORKING';
			failSends(stage, ['z-api'], undefined);
		},
	},
	{
		name: '5xx',
		on: allSides,
		lastsMs: 10_000,
		begin: () => failSends(stage, allSides, failing),
		meanwhile: () => kill(stage, 1),
		end: () => failSends(stage, allSides, undefined),
	},
	{
		name: '131047',
		on: ['cloud'],
		lastsMs: 5_000,
		begin: () => failSends(stage, ['cloud'], outsideOfWindow),
		end: () => failSends(stage, ['cloud'], undefined),
	},
	{
		// Last, because it stays so.
		name: 'account disconnected',
		on: ['evolution'],
		begin: () => void (stage.sides.evolution.server.state = 'close'),
	},
];
