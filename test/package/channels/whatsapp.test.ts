/** What an operator types to let an agent answer on WhatsApp, and what a customer, a person of the company and a stranger then see. */
import { zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import { waitUntil } from '../../support/wait-until';
import { ChannelService } from './channel-service';

let service: ChannelService;
beforeAll(async () => {
	service = await ChannelService.start(['--agent', 'shop', '--session', '1m', '--remember']);
}, 120_000);
afterAll(() => service?.close());

const seen = { seen: () => service.log };
const receipts = async () => {
	const { printed } = await service.troupe(['channel', 'log', 'sales', '--json']);
	return printed
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { state: string });
};
const lastAsked = () => JSON.stringify(service.model.calls.at(-1)!.body);

it('a customer writes two messages, the provider delivers one thrice: one answer to both', async () => {
	const phone = '5544911110001';
	const [first, second] = ['Hello!', 'How long do I have to return a coffee machine?'].map((text) => zApiWebhooks.text(text, { phone }));
	for (const webhook of [first!, second!, second!, second!]) expect((await service.post(webhook)).status).toBe(200);
	await waitUntil('the answer', () => service.repliesTo(phone).length > 0, seen);
	expect(service.repliesTo(phone).map(({ text }) => text)).toEqual([
		'Within 30 days. [1]\n\n[1] Returns, exchanges and refunds: How long you have to return a product',
	]);
	expect(lastAsked()).toMatch(/Hello![^]*coffee machine/);
	expect((await receipts()).map(({ state }) => state)).toEqual(['processed', 'processed']);
});

it('what the agent sent comes back as an event, and pauses nothing', async () => {
	const phone = '5544911110002';
	await service.post(zApiWebhooks.text('Do you ship to Recife?', { phone }));
	await waitUntil('the answer', () => service.repliesTo(phone).length === 1, seen);
	await service.post(
		zApiWebhooks.own(service.repliesTo(phone)[0]!.text, true, { phone, messageId: service.repliesTo(phone)[0]!.messageId }),
	);
	await service.post(zApiWebhooks.text('And to Olinda?', { phone }));
	await waitUntil('the second answer', () => service.repliesTo(phone).length === 2, seen);
});

it('a person writes at the phone: the agent is silent until /bot on', async () => {
	const phone = '5544911110003';
	await service.post(zApiWebhooks.own('Hi, Ana of the shop speaking.', false, { phone }));
	await service.post(zApiWebhooks.text('Great, I have a question.', { phone }));
	await waitUntil('both to be processed', async () => (await receipts()).every(({ state }) => state !== 'received'));
	await service.post(zApiWebhooks.own('/bot on', false, { phone }));
	await service.post(zApiWebhooks.text('How long do I have to return a coffee machine?', { phone }));
	await waitUntil('the answer', () => service.repliesTo(phone).length > 0, seen);
	expect(service.repliesTo(phone)).toHaveLength(1);
	expect(lastAsked()).not.toContain('/bot on');
});

it('a paused channel stores what arrives, and answers it once it is resumed', async () => {
	const phone = '5544911110004';
	await service.troupe(['channel', 'pause', 'sales']);
	expect((await service.troupe(['channel', 'list', '--json'])).printed).toContain('"paused"');
	expect((await service.post(zApiWebhooks.text('Anybody there?', { phone }))).status).toBe(200);
	await service.troupe(['channel', 'resume', 'sales']);
	await waitUntil('the answer', () => service.repliesTo(phone).length === 1, seen);
});

it('agents of the channel are switched off: people write on, and on again the agent has the context and leaves old messages', async () => {
	const phone = '5544911110016';
	await service.post(zApiWebhooks.text('Is the grinder in stock?', { phone }));
	await waitUntil('the answer', () => service.repliesTo(phone).length === 1, seen);
	expect((await service.troupe(['switch', 'off', 'channel:sales', '--reason', 'wrong prices', '--yes'])).code).toBe(0);
	await service.post(zApiWebhooks.text('And the kettle?', { phone }));
	await waitUntil('the agent to be silent', async () => {
		const { printed } = await service.troupe(['switch', 'off', 'channel:sales', '--reason', 'wrong prices', '--yes', '--json']);
		return printed.includes('"conversations":0') && (await receipts()).every(({ state }) => state !== 'received');
	});
	await service.troupe(['switch', 'on', 'channel:sales']);
	await service.post(zApiWebhooks.text('Which one is cheaper?', { phone }));
	await waitUntil('the second answer', () => service.repliesTo(phone).length === 2, seen);
	expect(lastAsked()).toMatch(/grinder[^]*Which one is cheaper/);
});

it('a customer writes while the service is killed: it answers after the restart, once', async () => {
	const phone = '5544911110005';
	await service.post(zApiWebhooks.text('Can I return a grinder?', { phone }));
	await service.kill();
	await service.serve();
	await waitUntil('the answer', () => service.repliesTo(phone).length > 0, { ...seen, forMs: 90_000 });
	expect(service.repliesTo(phone)).toHaveLength(1);
});

it('a customer writes without end: everything is stored, and the log names the conversation', async () => {
	const phone = '5544911110007';
	const answers = [];
	for (let n = 0; n < 35; n++) answers.push((await service.post(zApiWebhooks.text('Hello?', { phone }))).status);
	expect(new Set(answers)).toEqual(new Set([200]));
	await waitUntil('the warning in the log', () => /contact writes too often/.test(service.log), seen);
	const { printed } = await service.troupe(['contacts', 'show', `phone=+${phone}`]);
	expect(printed).toMatch(/flood by limit/);
});

it('a stranger who does not know the address learns nothing', async () => {
	const { pathname } = new URL(service.address);
	const wrong = [`${pathname}x`, '/channels/default/sales', '/channels/default/other/secret', '/channels/other/sales'];
	const answers = await Promise.all(wrong.map((path) => service.post(zApiWebhooks.text('Hi'), `${service.url}${path}`)));
	expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
	expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
	expect((await service.troupe(['channel', 'list'])).printed).toMatch(/sales .* 2 .*secret/);
});

it('a body that cannot be read is refused, and named in the status', async () => {
	const headers = { 'content-type': 'application/json' };
	expect((await fetch(service.address, { method: 'POST', headers, body: '{"phone":' })).status).toBe(400);
	expect((await service.troupe(['channel', 'list'])).printed).toMatch(/JSON/);
});

it('a reply that the provider refuses is in the log and in the list of what was sent, and can be sent again', async () => {
	const phone = '5544911110006';
	service.whatsApp.script([{ status: 400, body: { error: 'Phone not allowed' } }]);
	await service.post(zApiWebhooks.text('Do you deliver?', { phone }));
	await waitUntil('the refusal in the log', () => /message of a channel given up/.test(service.log), seen);
	const { printed } = await service.troupe(['channel', 'log', 'sales', '--sent', '--state', 'refused', '--json']);
	const refused = JSON.parse(printed) as { id: string };
	expect(refused).toMatchObject({ kind: 'text', reason: expect.stringContaining('Phone not allowed') as string });
	expect((await service.troupe(['channel', 'resend', 'sales', refused.id])).code).toBe(0);
	await waitUntil('the answer', () => service.repliesTo(phone).length === 1, seen);
	const wrong = await service.troupe(['channel', 'log', 'sales', '--state', 'lost']);
	expect([wrong.code, wrong.noted]).toEqual([2, expect.stringContaining('received, processed, ignored, dead')]);
});

it('a customer comes back: the agent knows the summary of the session before', async () => {
	const phone = '5544911110001'; // of the first test
	const { printed } = await service.troupe(['contacts', 'show', `phone=+${phone}`, '--json']);
	const { id } = JSON.parse(printed) as { id: string };
	const recall = async () => JSON.parse((await service.troupe(['memory', 'recall', '--person', id])).printed) as { memories: unknown[] };
	const remembered = async () => (await recall()).memories.length > 0;
	await waitUntil('the summary', remembered, { ...seen, forMs: 180_000, everyMs: 3_000 });
	const before = service.repliesTo(phone).length;
	await service.post(zApiWebhooks.text('Hello again, how long do I have to return a kettle?', { phone }));
	await waitUntil('the answer', () => service.repliesTo(phone).length > before, seen);
	expect(lastAsked()).toMatch(/<memory source=\\"model\\">\d{4}-\d\d-\d\d: Within 30 days/);
	expect((await service.troupe(['contacts', 'forget', id, '--yes'])).code).toBe(0);
	expect(await recall()).toMatchObject({ memories: [] });
	expect((await service.troupe(['contacts', 'show', id])).code).toBe(1);
}, 240_000);
