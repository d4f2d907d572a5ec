/** What an operator types to let an agent answer on WhatsApp, and what a customer, a person of the company and a stranger then see. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ZApiServer, startZApiServer, zApiAccount, zApiWebhooks } from '../../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { waitUntil, within } from '../../support/wait-until';

let home: string;
let model: FakeServer;
let whatsApp: ZApiServer;
let service: ChildProcess;
let url: string;
let address: string;
let log = '';

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-channels-'));
	model = await startOpenAiServer({ respond: () => ({ text: 'Within 30 days. [1]' }) });
	whatsApp = await startZApiServer();
	await troupe(
		['credentials', 'add', 'whatsapp', '--type', 'zApi'],
		JSON.stringify({ token: zApiAccount.token, clientToken: zApiAccount.clientToken }),
	);
	const settings = ['--set', `instanceId=${zApiAccount.instanceId}`, '--set', `baseUrl=${whatsApp.url}`];
	const added = await troupe(['channel', 'add', 'sales', '-p', 'z-api', '-c', 'whatsapp', '-a', 'support', '--quiet', '1', ...settings]);
	[service, url] = await serve();
	address = `${url}${added.printed.trim()}`;
}, 120_000);

afterAll(async () => {
	service?.kill('SIGKILL');
	await Promise.all([model?.close(), whatsApp?.close()]);
	rmSync(home, { recursive: true, force: true });
});

const environment = () => ({
	...process.env,
	...{ TROUPE_HOME: home, TROUPE_API_TOKEN: '', TROUPE_GRACE: '', OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` },
});

async function troupe(args: string[], input = ''): Promise<{ code: number; printed: string; noted: string }> {
	const child = spawn(process.execPath, ['bin/troupe', ...args], { env: environment() });
	let [printed, noted] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (noted += chunk.toString()));
	child.stdin.end(input);
	const [code] = (await within(args.join(' '), once(child, 'close'), { seen: () => noted })) as [number];
	return { code, printed, noted };
}

async function serve(): Promise<[ChildProcess, string]> {
	const child = spawn(process.execPath, ['bin/troupe', 'serve', '--port', '0'], { env: environment() });
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
	const [, ready] = await waitUntil('troupe serve', () => /ready at (\S+)/.exec(log), { seen: () => log });
	return [child, ready!];
}

const post = (webhook: object, to = address) =>
	fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(webhook) });

const repliesTo = (phone: string) => whatsApp.sent.filter(({ path, body }) => path === 'send-text' && body['phone'] === phone);
const deliveries = async () =>
	(await troupe(['channel', 'log', 'sales', '--json'])).printed
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { state: string });

it('a customer writes two messages, the provider delivers one thrice: one answer to both', async () => {
	const phone = '5544911110001';
	const [first, second] = ['Hello!', 'How long do I have to return a coffee machine?'].map((text) => zApiWebhooks.text(text, { phone }));
	for (const webhook of [first!, second!, second!, second!]) expect((await post(webhook)).status).toBe(200);
	await waitUntil('the answer', () => repliesTo(phone).length > 0, { seen: () => log });
	expect(repliesTo(phone).map(({ body }) => body['message'])).toEqual(['Within 30 days. [1]']);
	expect(JSON.stringify(model.calls.at(-1)!.body)).toMatch(/Hello![^]*coffee machine/);
	const ends = await deliveries();
	expect(ends.map(({ state }) => state)).toEqual(['processed', 'processed']);
});

it('what the agent sent comes back as an event, and pauses nothing', async () => {
	const phone = '5544911110002';
	await post(zApiWebhooks.text('Do you ship to Recife?', { phone }));
	await waitUntil('the answer', () => repliesTo(phone).length === 1, { seen: () => log });
	await post(zApiWebhooks.own('Within 30 days. [1]', true, { phone, messageId: repliesTo(phone)[0]!.messageId }));
	await post(zApiWebhooks.text('And to Olinda?', { phone }));
	await waitUntil('the second answer', () => repliesTo(phone).length === 2, { seen: () => log });
});

it('a person writes at the phone: the agent is silent until /bot on', async () => {
	const phone = '5544911110003';
	await post(zApiWebhooks.own('Hi, Ana of the shop speaking.', false, { phone }));
	await post(zApiWebhooks.text('Great, I have a question.', { phone }));
	await waitUntil('both to be processed', async () => (await deliveries()).every(({ state }) => state !== 'received'));
	await post(zApiWebhooks.own('/bot on', false, { phone }));
	await post(zApiWebhooks.text('How long do I have to return a coffee machine?', { phone }));
	await waitUntil('the answer', () => repliesTo(phone).length > 0, { seen: () => log });
	expect(repliesTo(phone)).toHaveLength(1);
	const asked = JSON.stringify(model.calls.at(-1)!.body);
	expect(asked).not.toContain('/bot on');
});

it('a paused channel stores what arrives, and answers it once it is resumed', async () => {
	const phone = '5544911110004';
	await troupe(['channel', 'pause', 'sales']);
	await waitUntil('the pause to be noticed', async () => (await troupe(['channel', 'list', '--json'])).printed.includes('"paused"'));
	expect((await post(zApiWebhooks.text('Anybody there?', { phone }))).status).toBe(200);
	await troupe(['channel', 'resume', 'sales']);
	await waitUntil('the answer', () => repliesTo(phone).length === 1, { seen: () => log });
});

it('a customer writes while the service is killed: it answers after the restart, once', async () => {
	const phone = '5544911110005';
	await post(zApiWebhooks.text('Can I return a grinder?', { phone }));
	const ended = once(service, 'exit');
	service.kill('SIGKILL');
	await ended;
	log = '';
	[service, url] = await serve();
	await waitUntil('the answer', () => repliesTo(phone).length > 0, { seen: () => log, forMs: 90_000 });
	expect(repliesTo(phone)).toHaveLength(1);
	address = `${url}${new URL(address).pathname}`;
});

it('a stranger who does not know the address learns nothing', async () => {
	const { pathname } = new URL(address);
	const wrong = [`${pathname}x`, '/channels/default/sales', '/channels/default/other/secret', '/channels/other/sales'];
	const answers = await Promise.all(wrong.map(async (path) => post(zApiWebhooks.text('Hi'), `${url}${path}`)));
	expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
	expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
	expect((await troupe(['channel', 'list'])).printed).toMatch(/sales .* 2 .*secret/);
});

it('a body that cannot be read is refused, and named in the status', async () => {
	const broken = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"phone":' });
	expect(broken.status).toBe(400);
	expect((await troupe(['channel', 'list'])).printed).toMatch(/JSON/);
});

it('a reply that the provider refuses is in the log and in the list of what was sent, and can be sent again', async () => {
	const phone = '5544911110006';
	whatsApp.script([{ status: 400, body: { error: 'Phone not allowed' } }]);
	await post(zApiWebhooks.text('Do you deliver?', { phone }));
	await waitUntil('the refusal in the log', () => /message of a channel given up/.test(log), { seen: () => log });
	const refused = JSON.parse((await troupe(['channel', 'log', 'sales', '--sent', '--state', 'refused', '--json'])).printed) as {
		id: string;
	};
	expect(refused).toMatchObject({ kind: 'text', reason: expect.stringContaining('Phone not allowed') as string });
	expect((await troupe(['channel', 'resend', 'sales', refused.id])).code).toBe(0);
	await waitUntil('the answer', () => repliesTo(phone).length === 1, { seen: () => log });
	const wrong = await troupe(['channel', 'log', 'sales', '--state', 'lost']);
	expect([wrong.code, wrong.noted]).toEqual([2, expect.stringContaining('received, processed, ignored, dead')]);
});
