/** A process hands a conversation over, and goes on when no person comes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { chain, endEvent, messageCatch, processModel, serviceTask } from '../../contract/model-builder';
import { type ChatwootServer, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { waitUntil } from '../../support/wait-until';
import { addDesk } from './add-desk';
import { ChannelService } from './channel-service';

const inputs = (values: Record<string, string>) =>
	Object.entries({ conversation: '=conversation', ...values }).map(([target, source]) => ({ target, source }));
const model = processModel('lead', [
	{ ...messageCatch('begin', 'customer-wrote', '=conversation.id'), tag: 'startEvent' },
	serviceTask('hand-over', {
		type: 'troupe:hand-over',
		inputs: inputs({ reason: '="quer comprar"', summary: '={name: "Maria", need: message}', lastWords: '="A Ana já escreve."' }),
		headers: { labels: 'lead-quente', language: 'pt' },
	}),
	messageCatch('nobody', 'customer-wrote-unanswered', '=conversation.id'),
	serviceTask('sorry', {
		type: 'troupe:send',
		inputs: inputs({ text: '="Desculpe a demora, " + handOver.summary.name' }),
		headers: { evenIfSilent: 'true' },
	}),
	endEvent(),
	...chain('begin', 'hand-over', 'nobody', 'sorry', 'end'),
]);

let service: ChannelService;
let desk: ChatwootServer;
beforeAll(async () => {
	desk = await startChatwootServer();
	const options = ['--message', 'customer-wrote', '--desk', 'people', '--unanswered', '60', '--escalate', 'late'];
	service = await ChannelService.start(options, { prepare: (starting) => addDesk(starting, desk) });
	const file = join(service.home, model.name);
	writeFileSync(file, model.content);
	const deployed = await service.troupe(['process', 'deploy', file, '--engine', service.url]);
	expect([deployed.code, deployed.noted]).toEqual([0, expect.any(String)]);
}, 120_000);
afterAll(() => Promise.all([service?.close(), desk?.close()]));

const seen = { seen: () => service.log };
const notes = () => desk.written.filter((message) => message['private'] === true).map((message) => message['content'] as string);

/** Lets the hour pass. */
function passTime(): void {
	const database = new DatabaseSync(join(service.home, 'state.db'), { timeout: 10_000 });
	database.exec(`UPDATE hand_over SET answer_by = 1; UPDATE work SET due_at = 1 WHERE kind = 'conversation-wait'`);
	database.close();
}

it('tells the desk and the customer, and, when nobody answers, escalates to the desk and to the process', async () => {
	const phone = '5544944440001';
	const texts = () => service.repliesTo(phone).map(({ text }) => text);
	await service.post(zApiWebhooks.text('Quero comprar 3 prensas', { phone }));
	await waitUntil('the label', () => [...desk.conversations.values()].some(({ labels }) => labels.includes('lead-quente')), seen);
	await waitUntil('the last words', () => texts().length === 1, seen);
	expect(notes()).toEqual([expect.stringMatching(/Nome: Maria\n[^]*Necessidade: Quero comprar 3 prensas/)]);
	passTime();
	await waitUntil('the word of the process', () => texts().length === 2, seen);
	expect(texts()).toEqual(['A Ana já escreve.', 'Desculpe a demora, Maria']);
	await waitUntil('the second label', () => [...desk.conversations.values()].some(({ labels }) => labels.includes('late')), seen);
	expect([...desk.conversations.values()].find(({ labels }) => labels.length > 0)!.labels).toEqual(['lead-quente', 'late']);
	expect(notes()[1]).toMatch(/^Ninguém respondeu desde /);
	expect(service.log).toContain('hand-over without an answer');
	expect((await service.troupe(['channel', 'log', 'sales', '--people'])).printed).toMatch(/escalated {2}conversation/);
	expect(notes()).toHaveLength(2);
});
