import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelProviders, openAccount } from '../../providers/compose/channels/channel-providers';
import { runTroupe } from '../program';
import { testTerminal } from '../terminal/test-terminal';

test('the help of --connect names every provider that can be told the address, and no other', async () => {
	const terminal = testTerminal();
	expect(await runTroupe(['channel', 'add', '--help'], terminal)).toBe(0);
	const [, named] = /interface for that: ([\w, -]+?)\s+--/.exec(terminal.printed.join('\n').replace(/\s+/g, ' '))!;
	const told: string[] = [];
	for (const [name, { settings, secrets }] of Object.entries(channelProviders)) {
		const fill = (fields: typeof settings) => Object.fromEntries(fields.map((field) => [field.name, valueOf(field.name)]));
		const channel = await openAccount(name, { settings: fill(settings), secrets: fill(secrets) });
		if (channel.connect !== undefined) told.push(name);
	}
	expect(named!.split(', ').sort()).toEqual(told.sort());
});

test.each([
	[{ url: 'https://shop.example' }, 'has no setting "url"', 'Use these: sendTo, incoming.'],
	[{ signingSecret: 'whsec_x' }, 'has no setting "signingSecret"', 'Put it into the credential: troupe credentials add NAME --replace'],
	[{}, 'The setting "sendTo" of', 'Add the address that gets what is sent: --set sendTo=…'],
])('an account with the settings %j is told what is wrong with them', async (settings, message, fix) => {
	await expect(openAccount('webhook', { settings, secrets: {} })).rejects.toMatchObject({ message: expect.stringContaining(message), fix });
});

describe('--programs-are-people (devlikeapro/waha#2249)', () => {
	let home: string;
	const run = async (...args: string[]) => {
		const terminal = testTerminal({ TROUPE_HOME: home });
		const code = await runTroupe(args, terminal);
		expect({ code, errors: code === 0 ? [] : terminal.noted }).toEqual({ code: 0, errors: [] });
		return terminal.printed.join('\n');
	};
	const readRules = async () => (JSON.parse(await run('channel', 'list', '--json')) as [{ rules: object }])[0].rules;
	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'troupe-channel-'));
		const secrets = join(home, 'waha.json');
		await writeFile(secrets, JSON.stringify({ apiKey: 'key-of-waha' }), { mode: 0o600 });
		await run('credentials', 'add', 'waha', '--type', 'waha', '--file', secrets);
	});
	afterAll(() => rm(home, { recursive: true, force: true }));

	const account = ['--provider', 'waha', '--credential', 'waha', '--set', 'baseUrl=https://waha.example', '--set', 'session=default'];

	it('counts what WAHA sends for people at Chatwoot as written by a person', async () => {
		await run('channel', 'add', 'shop', ...account, '--message', 'customer-wrote', '--programs-are-people');
		expect(await readRules()).toMatchObject({ programsArePeople: true });
	});

	it('counts programs as programs without it', async () => {
		await run('channel', 'add', 'shop', ...account, '--message', 'customer-wrote', '--replace');
		expect(await readRules()).not.toHaveProperty('programsArePeople');
	});
});

const values: Record<string, string> = {
	...{ baseUrl: 'https://provider.example', sendTo: 'https://provider.example', incoming: 'signed' },
	signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
};
const valueOf = (field: string) => values[field] ?? '12345678';
