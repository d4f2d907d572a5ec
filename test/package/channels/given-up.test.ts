/** What an operator sees and does about turns that cannot be answered. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { waitUntil } from '../../support/wait-until';
import { ChannelService } from './channel-service';

const agent = {
	...{ id: 'helper', version: '1.0.0', name: 'Helper', purpose: 'Answers customers.', capabilities: [], prompt: 'Answer.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	guardrails: { personalData: { types: [], action: 'token' } },
	limits: { messageCharacters: 4000, modelCalls: 2, outputTokens: 500, tokens: 8000, wallClockMs: 30_000 },
};
const phone = '5544955550007';
const waiting = '5544955550008';
const { TROUPE_UNLISTED_AGENTS: before } = process.env;
let service: ChannelService;
let isRefusing = false;
const file = () => join(service.home, 'agents/helper.json');
const writeAgent = (home: string) => {
	mkdirSync(join(home, 'agents'), { recursive: true });
	writeFileSync(join(home, 'agents/helper.json'), JSON.stringify(agent));
};
beforeAll(async () => {
	process.env.TROUPE_UNLISTED_AGENTS = 'allow';
	service = await ChannelService.start(['--agent', 'helper'], {
		respond: () => (isRefusing ? { status: 400, body: '{"error":{"message":"bad"}}' } : { text: 'We open at nine.' }),
		prepare: async ({ home }) => writeAgent(home),
	});
}, 120_000);
afterAll(async () => {
	if (before === undefined) delete process.env.TROUPE_UNLISTED_AGENTS;
	else process.env.TROUPE_UNLISTED_AGENTS = before;
	await service?.close();
});

it('answers in order what came while its agent was invalid, without a replay', async () => {
	writeFileSync(file(), '{}');
	const written = ['When do you open?', 'And on Sundays?'];
	for (const text of written) expect((await service.post(zApiWebhooks.text(text, { phone: waiting }))).status).toBe(200);
	await waitUntil('the first try', () => service.log.includes('AGENT_INVALID'), { seen: () => service.log });
	const database = new DatabaseSync(join(service.home, 'state.db'), { readOnly: true });
	const failed = () => database.prepare("SELECT data FROM event WHERE type = 'channel.turn.failed'").all() as Array<{ data: string }>;
	await waitUntil('the event', () => failed().length > 0, { seen: () => service.log });
	const [told] = failed().map(({ data }) => data);
	database.close();
	const reason = expect.stringContaining('AGENT_INVALID: ') as string;
	expect(JSON.parse(told!)).toMatchObject({ channel: 'sales', state: 'waits', reason });
	expect(told).not.toContain(waiting);
	const listed = await service.troupe(['channel', 'list']);
	expect(listed).toMatchObject({ printed: expect.stringMatching(/away since/), noted: expect.stringContaining('AGENT_INVALID') });
	expect((await service.troupe(['channel', 'log', 'sales', '--state', 'dead', '--json'])).printed).toBe('');
	writeAgent(service.home);
	await waitUntil('the answer', () => service.repliesTo(waiting).length > 0, { seen: () => service.log });
	expect(service.repliesTo(waiting)).toHaveLength(1);
	const asked = JSON.stringify(service.model.calls.at(-1)!.body);
	expect(asked.indexOf(written[0]!)).toBeGreaterThan(0);
	expect(asked.indexOf(written[1]!)).toBeGreaterThan(asked.indexOf(written[0]!));
});

it('is listed with its reason, and answered after it was replayed', async () => {
	isRefusing = true;
	expect((await service.post(zApiWebhooks.text('When do you open?', { phone }))).status).toBe(200);
	const list = async () => (await service.troupe(['channel', 'log', 'sales', '--state', 'dead', '--json'])).printed;
	const [line] = (await waitUntil('the turn to be given up', list, { seen: () => service.log })).split('\n');
	const turn = JSON.parse(line!) as { turn: string; reason: string };
	expect(turn).toMatchObject({
		channel: 'sales',
		state: 'dead',
		messages: 1,
		reason: expect.stringContaining('MODEL_BAD_REQUEST') as string,
	});
	expect((await service.troupe(['channel', 'log', 'sales', '--state', 'dead'])).printed).toContain(turn.turn);

	isRefusing = false;
	const replayed = await service.troupe(['channel', 'replay', 'sales', '--id', turn.turn]);
	expect(replayed).toMatchObject({ code: 0, noted: expect.stringContaining('1 turn is processed again') as string });
	const answers = () => service.repliesTo(phone).some(({ text }) => text === 'We open at nine.');
	await waitUntil('the answer', answers, { seen: () => service.log });
	expect(await list()).toBe('');
	const again = await service.troupe(['channel', 'replay', 'sales', '--id', turn.turn]);
	expect(again).toMatchObject({ code: 2, noted: expect.stringContaining('--state dead') as string });
});
