import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { waitUntil } from '../../test/support/wait-until';
import { isOfTrial } from './choose-settings';
import { serveChannels, type ServedChannels } from './serve-channels';
import { slowTest } from '../../test/support/slow-tests';

const label = { en: 'Greeting' };
const seller = {
	...{ id: 'seller', version: '1.0.0', name: 'Seller', purpose: 'Sells.', capabilities: [], model: { extractive: false }, limits: {} },
	...{ prompt: 'Begin with: {{greeting}}', guardrails: { personalData: { types: [] } } },
	settings: [{ name: 'greeting', label, type: 'text', default: 'Hi!' }],
};

let own: ChannelHost;
let served: ServedChannels;
const model = scriptedChatModel(...Array.from({ length: 60 }, () => 'Hello.'));

beforeEach(async () => {
	model.requests.length = 0;
	own = await createChannelHost();
	const agents = join(own.host.stateFolder, 'agents');
	mkdirSync(agents);
	writeFileSync(join(agents, 'seller.json'), JSON.stringify(seller));
	await own.change({ agent: 'seller', message: null, rules: hasty });
	const host = { ...own.host, agentFolders: [agents], model };
	served = await serveChannels(host, undefined, () => undefined, new WorkerMetrics(), 1);
});
afterEach(async () => {
	await served.worker.close(1_000);
	await own.remove();
});

const change = async (asked: { action: 'set' | 'try' | 'keep' | 'undo'; greeting?: string; share?: number }) => {
	const { settings } = own.channels;
	const { action, greeting, share = null } = asked;
	const { number } = await settings.read('default', 'sales');
	const changes: Record<string, string> = greeting === undefined ? {} : { greeting };
	return settings.change('default', 'sales', { action, changes, share, by: 'user:ana' }, { known: number, waits: false });
};

let asked = 0;
/** A message of a contact. @returns the prompt that the model got for it */
async function ask(phone: string): Promise<{ prompt: string; conversation: string; contact: string }> {
	asked += 1;
	const text = `How much is number ${asked}?`;
	const findRequest = () => model.requests.find(({ messages }) => JSON.stringify(messages.at(-1)).includes(text));
	const contact = [{ kind: 'phone' as const, value: phone, proof: 'provider' as const }];
	const event = fromContact(text, { address: phone, contact });
	const applied = await own.channels.mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, hasty);
	const { conversation = '' } = applied as { conversation?: string };
	await own.channels.mailbox.replay('default', { id: 'none' }); // has the worker look
	await waitUntil('a request of the model', () => Promise.resolve(findRequest() !== undefined));
	await waitUntil('the end of the turn', async () => (await own.channels.mailbox.turns.nextDue()) === undefined);
	const found = await own.channels.mailbox.find('default', conversation);
	return { prompt: JSON.stringify(findRequest()!.messages[0]), conversation, contact: found!.contact };
}

slowTest('changes the prompt from the next message on, and back; template syntax is text', async () => {
	expect((await ask('5544900000001')).prompt).toContain('Begin with: Hi!');
	await change({ action: 'set', greeting: 'Olá {{greeting}}!' });
	expect((await ask('5544900000001')).prompt).toContain('Begin with: Olá {{greeting}}!');
	await change({ action: 'undo' });
	expect((await ask('5544900000001')).prompt).toContain('Begin with: Hi!');
});

slowTest(
	'tries a value on a share of the contacts, always the same ones, and says in the conversation which it was (matomo-org/developer-documentation#242)',
	async () => {
		await change({ action: 'try', greeting: 'Oi!', share: 50 });
		const phones = Array.from({ length: 12 }, (_, n) => `55449000000${n + 10}`);
		const first = new Map<string, Awaited<ReturnType<typeof ask>>>();
		for (const phone of phones) first.set(phone, await ask(phone));
		const isTried = ({ prompt }: { prompt: string }) => prompt.includes('Begin with: Oi!');
		const { trial } = await own.channels.settings.read('default', 'sales');
		const tried = phones.filter((phone) => isTried(first.get(phone)!));
		expect(tried.length).toBeGreaterThan(0);
		expect(tried.length).toBeLessThan(phones.length);
		for (const phone of phones) {
			const { contact, conversation } = first.get(phone)!;
			expect(isOfTrial('sales', trial!, contact)).toBe(tried.includes(phone));
			expect(isTried(await ask(phone))).toBe(tried.includes(phone));
			expect((await own.channels.settings.listUsed('default', [conversation])).get(conversation)).toMatchObject([
				{ isTrial: tried.includes(phone), version: tried.includes(phone) ? 1 : 0, turns: 2 },
			]);
		}
		// A contact that becomes part of another one keeps what they were answered with.
		const [out, inside] = [phones.find((phone) => !tried.includes(phone))!, tried[0]!];
		const both = [out, inside].map((value) => ({ kind: 'phone' as const, value, proof: 'provider' as const }));
		const joined = fromContact('I am both', { address: out, contact: both });
		await own.channels.mailbox.apply(joined, { tenant: 'default', channel: 'sales', receipt: null }, hasty);
		await waitUntil('the end of the turn', async () => (await own.channels.mailbox.turns.nextDue()) === undefined);
		expect(isTried(await ask(out))).toBe(true);
	},
);

slowTest('keeps whom a trial answered when its share gets smaller (duckduckgo/BrowserServicesKit#1224)', async () => {
	await change({ action: 'try', greeting: 'Oi!', share: 100 });
	expect((await ask('5544900000001')).prompt).toContain('Begin with: Oi!');
	await change({ action: 'try', share: 1 });
	const phones = Array.from({ length: 4 }, (_, n) => `55449000000${n + 40}`);
	for (const phone of phones) {
		const { prompt, contact } = await ask(phone);
		const { trial } = await own.channels.settings.read('default', 'sales');
		expect(prompt.includes('Begin with: Oi!')).toBe(isOfTrial('sales', trial!, contact));
	}
	expect((await ask('5544900000001')).prompt).toContain('Begin with: Oi!');
});

slowTest('uses what the agent says where a value does not fit its new version', async () => {
	await change({ action: 'set', greeting: 'Olá, bom dia!' });
	const [greeting] = seller.settings;
	const short = { ...seller, settings: [{ ...greeting, maxLength: 5 }] };
	writeFileSync(join(own.host.stateFolder, 'agents', 'seller.json'), JSON.stringify(short));
	expect((await ask('5544900000001')).prompt).toContain('Begin with: Hi!');
});
