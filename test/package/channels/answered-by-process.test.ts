/** A process answers what customers write: it begins with the first turn of a conversation, and waits for the next one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chain, endEvent, messageCatch, processModel, serviceTask } from '../../contract/model-builder';
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { waitUntil } from '../../support/wait-until';
import { ChannelService } from './channel-service';

const wrote = (id: string) => messageCatch(id, 'customer-wrote', '=conversation.id');
const send = (id: string, inputs: Record<string, string>) =>
	serviceTask(id, {
		type: 'troupe:send',
		inputs: Object.entries({ conversation: '=conversation', ...inputs }).map(([target, source]) => ({ target, source })),
	});
const model = processModel('sales', [
	{ ...wrote('begin'), tag: 'startEvent' },
	serviceTask('ask', { type: 'troupe:agent', headers: { agent: 'shop' } }),
	send('answer', { text: '=reply', replyTo: '=messages[1].id' }),
	wrote('next'),
	send('thank', { text: '="Thank you for: " + message' }),
	endEvent(),
	...chain('begin', 'ask', 'answer', 'next', 'thank', 'end'),
]);

let service: ChannelService;
beforeAll(async () => {
	service = await ChannelService.start(['--message', 'customer-wrote']);
	const file = join(service.home, model.name);
	writeFileSync(file, model.content);
	const deployed = await service.troupe(['process', 'deploy', file, '--engine', service.url]);
	expect([deployed.code, deployed.noted]).toEqual([0, expect.any(String)]);
}, 120_000);
afterAll(() => service?.close());

const seen = { seen: () => service.log };
const texts = (phone: string) => service.repliesTo(phone).map(({ text }) => text);

it('begins with a turn, asks the agent, replies, and waits for the next turn of the conversation', async () => {
	const phone = '5544922220001';
	const first = zApiWebhooks.text('How long do I have to return a coffee machine?', { phone, messageId: 'FIRST' });
	await service.post(first);
	await service.post(first);
	await waitUntil('the answer', () => texts(phone).length === 1, seen);
	expect(service.whatsApp.sent.at(-1)!.body).toMatchObject({ messageId: 'FIRST' });
	await service.post(zApiWebhooks.text('Great', { phone }));
	await service.post(zApiWebhooks.text('bye', { phone }));
	await waitUntil('the thanks', () => texts(phone).length === 2, seen);
	expect(texts(phone)).toEqual(['Within 30 days. [1]', 'Thank you for: Great\nbye']);
});

it('waits while a person has the conversation, and goes on with what nobody answered', async () => {
	const phone = '5544922220002';
	await service.post(zApiWebhooks.text('Hello?', { phone }));
	await waitUntil('the answer', () => texts(phone).length === 1, seen);
	await service.post(zApiWebhooks.own('Ana here, I take this.', false, { phone }));
	await service.post(zApiWebhooks.text('Thanks, Ana', { phone }));
	await waitUntil(
		'all to be processed',
		async () => !(await service.troupe(['channel', 'log', 'sales', '--state', 'received', '--json'])).printed,
	);
	expect(texts(phone)).toHaveLength(1);
	await service.post(zApiWebhooks.text('One more thing', { phone }));
	await service.post(zApiWebhooks.own('/bot on', false, { phone }));
	await waitUntil('the thanks', () => texts(phone).length === 2, seen);
	expect(texts(phone)[1]).toBe('Thank you for: Thanks, Ana\nOne more thing');
});
