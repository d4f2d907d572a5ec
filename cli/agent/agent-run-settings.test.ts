import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { fromContact } from '../../providers/state/channels/contract/channel-steps.contract';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { isOfTrial } from '../../service/channels/choose-settings';
import { testTerminal } from '../../test/support/test-terminal';
import { runAgentRun } from './agent-run';
import { slowTest } from '../../test/support/slow-tests';

const seller = {
	...{ id: 'seller', version: '1.0.0', name: 'Seller', purpose: 'Sells.', capabilities: [], model: { extractive: false }, limits: {} },
	...{ prompt: 'Begin with: {{greeting}}', guardrails: { personalData: { types: [] } } },
	settings: [{ name: 'greeting', label: { en: 'Greeting' }, type: 'text', default: 'Hi!' }],
};
const model = scriptedChatModel(...Array.from({ length: 60 }, () => 'Hello.'));
let own: ChannelHost;
beforeEach(async () => {
	own = await createChannelHost();
	const agents = join(own.host.stateFolder, 'agents');
	mkdirSync(agents);
	writeFileSync(join(agents, 'seller.json'), JSON.stringify(seller));
	await own.change({ agent: 'seller', message: null });
});
afterEach(() => own.remove());

/** @returns the greeting in the prompt of a run */
async function run(of: { channel?: string; person?: string; conversation?: string }): Promise<string> {
	const host = { ...own.host, agentFolders: [join(own.host.stateFolder, 'agents')], model };
	await runAgentRun({ agent: 'seller', conversation: 'command-line', message: 'Hello', ...of }, testTerminal(), async () => host);
	const [system] = model.requests.at(-1)!.messages;
	return /Begin with: (\S+)/.exec(JSON.stringify(system))![1]!.slice(0, 3);
}

async function change(action: 'set' | 'try', greeting: string, share: number | null = null): Promise<void> {
	const { settings } = own.channels;
	const { number } = await settings.read('default', 'sales');
	await settings.change('default', 'sales', { action, changes: { greeting }, share, by: 'user:ana' }, { known: number, waits: false });
}

async function write(phone: string, contact = [phone]): Promise<{ conversation: string; contact: string }> {
	const claims = contact.map((value) => ({ kind: 'phone' as const, value, proof: 'provider' as const }));
	const event = fromContact(`I am ${contact.join(' and ')}`, { address: phone, contact: claims });
	const applied = await own.channels.mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	const { conversation } = applied as { conversation: string };
	return { conversation, contact: (await own.channels.mailbox.find('default', conversation))!.contact };
}

test('a run has the settings of the channel that is named, and else those of the agent', async () => {
	await change('set', 'Olá!');
	expect(await run({ channel: 'sales' })).toBe('Olá');
	expect(await run({})).toBe('Hi!');
	await expect(run({ channel: 'none' })).rejects.toMatchObject({ code: 'CHANNEL_NOT_FOUND' });
});

slowTest(
	'a run has the values of a trial for the conversations and the contacts that the channel answers with them (feathery-org/feathery-react#1623)',
	async () => {
		await change('try', 'Oi!', 50);
		const { trial } = await own.channels.settings.read('default', 'sales');
		const written = [];
		for (let n = 10; n < 22; n++) written.push(await write(`55449000000${n}`));
		const expected = written.map(({ contact }) => (isOfTrial('sales', trial!, contact) ? 'Oi!' : 'Hi!'));
		expect(new Set(expected).size).toBe(2);
		const byConversation = [];
		for (const { conversation } of written) byConversation.push(await run({ channel: 'sales', conversation }));
		expect(byConversation).toEqual(expected);
		const byContact = [];
		for (const { contact } of written) byContact.push(await run({ channel: 'sales', person: contact }));
		expect(byContact).toEqual(expected);
	},
);

test('a run has the values of a trial for who was answered with it, also as part of another contact', async () => {
	await change('try', 'Oi!', 1);
	const { trial } = await own.channels.settings.read('default', 'sales');
	const phones = ['5544900000031', '5544900000032', '5544900000033', '5544900000034'];
	const written = [];
	for (const phone of phones) written.push({ phone, ...(await write(phone)) });
	const [one, other] = written.filter(({ contact }) => !isOfTrial('sales', trial!, contact));
	await own.channels.settings.choose('default', { id: 'turn-1', conversation: one!.conversation, channel: 'sales' }, () => true);
	expect(await run({ channel: 'sales', person: one!.contact })).toBe('Oi!');
	expect(await run({ channel: 'sales', person: other!.contact })).toBe('Hi!');
	await write(other!.phone, [other!.phone, one!.phone]);
	for (const { contact } of [one!, other!]) expect(await run({ channel: 'sales', person: contact })).toBe('Oi!');
	expect(await run({ channel: 'sales', conversation: one!.conversation })).toBe('Oi!');
});
