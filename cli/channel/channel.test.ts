import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { ruleNames } from '../../core/ports/channels/rule-kinds';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { closeOpened } from '../../providers/compose/open-once';
import { channelProviders, openAccount } from '../../providers/compose/channels/channel-providers';
import { ruleOptions } from './rule-options';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

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
		await run('tenant', 'set', 'default', '--time-zone', 'America/Sao_Paulo');
		await run('credentials', 'add', 'waha', '--type', 'waha', '--file', secrets);
	});
	afterAll(() => rm(home, { recursive: true, force: true }));

	const account = ['--provider', 'waha', '--credential', 'waha', '--set', 'baseUrl=https://waha.example', '--set', 'session=default'];

	it('counts what WAHA sends for people at Chatwoot as written by a person', async () => {
		await run('channel', 'add', 'shop', ...account, '--message', 'customer-wrote', '--programs-are-people');
		expect(await readRules()).toMatchObject({ programsArePeople: true });
	});

	it('knows nothing of the needs of a process that nobody has looked for, and shows times in the zone of the tenant', async () => {
		const listed = await run('channel', 'list');
		expect(listed).toMatch(/last message \(America\/Sao_Paulo\)/);
		expect(listed).toMatch(/shop .* message customer-wrote .* not looked at yet +not looked at yet/);
	});

	it('counts programs as programs without it', async () => {
		await run('channel', 'add', 'shop', ...account, '--message', 'customer-wrote', '--replace');
		expect(await readRules()).toMatchObject({ programsArePeople: false, quietMs: 6_000 });
	});
});

test.each(['channels.md', 'channels.pt.md'])('%s has a row for each rule', async (page) => {
	const text = await readFile(join('docs/channels', page), 'utf8');
	const rows = [...text.matchAll(/^\| (`--.*?) \| (`.*?) \|/gm)];
	const namesOf = (column: number) => rows.flatMap((row) => row[column]!.match(/[\w-]+/g)!.map((name) => name.replace(/^--/, ''))).sort();
	expect([namesOf(1), namesOf(2)]).toEqual([[...ruleOptions].sort(), [...ruleNames].sort()]);
});

describe('troupe channel set', () => {
	let home: string;
	const run = async (...args: string[]) => {
		const terminal = testTerminal({ TROUPE_HOME: home });
		return {
			code: await runTroupe(['channel', ...args], terminal),
			noted: terminal.noted.join('\n'),
			printed: terminal.printed.join('\n'),
		};
	};
	const read = async () =>
		(JSON.parse((await run('list', '--json')).printed) as Array<Record<string, unknown>>).find(({ name }) => name === 'shop')!;
	const open = () => openChannels({ stateFolder: home, tenant: 'default' });
	beforeAll(async () => {
		home = await mkdtemp(join(tmpdir(), 'troupe-channel-set-'));
		await runTroupe(['tenant', 'set', 'default', '--time-zone', 'America/Sao_Paulo'], testTerminal({ TROUPE_HOME: home }));
		const secrets = join(home, 'bot.json');
		await writeFile(secrets, JSON.stringify({ accessToken: '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11' }), { mode: 0o600 });
		await runTroupe(['credentials', 'add', 'bot', '--type', 'telegram', '--file', secrets], testTerminal({ TROUPE_HOME: home }));
		const account = ['--provider', 'telegram', '--credential', 'bot', '--agent', 'clerk'];
		await run('add', 'shop', ...account, '--pause', '1h', '--operator', '7', '--remember', '--allow', '10.0.0.0/8', '--unanswered', '5');
		await closeOpened();
	});
	afterEach(() => closeOpened());
	afterAll(() => rm(home, { recursive: true, force: true }));

	it('changes what is named, and keeps the address, the account and the rest', async () => {
		const before = await (await open()).channels.find('default', 'shop');
		expect(
			await run('set', 'shop', '--max-quiet', '40s', '--reset', 'operator', '--escalate', 'late', '--agent', 'seller@2'),
		).toMatchObject({
			code: 0,
			noted: expect.stringContaining('Its address stays'),
		});
		const after = await (await open()).channels.find('default', 'shop');
		expect(after).toEqual({
			...before,
			agent: 'seller@2',
			rules: { pauseMs: 3_600_000, remember: true, maxQuietMs: 40_000 },
			handOver: { ...before!.handOver, whenUnanswered: 'escalate', escalationLabel: 'late' },
			changedAt: after!.changedAt,
		});
		expect(await read()).toMatchObject({ rules: { ...defaultMailboxRules, pauseMs: 3_600_000, remember: true, maxQuietMs: 40_000 } });
	});

	it('gives an origin its name, agent and greeting', async () => {
		const origins = ['--origin', 'ad agent=ads-sdr', '--origin', 'link:fair  name=fair greeting=Welcome! Which agent=is it?'];
		// As for --agent: customers of ads would wait.
		expect(await run('set', 'shop', ...origins)).toMatchObject({
			code: 0,
			noted: expect.stringContaining('shop needs the agent ads-sdr (missing)'),
		});
		const stored = [
			{ from: 'ad', agent: 'ads-sdr' },
			{ from: 'link:fair', name: 'fair', greeting: 'Welcome! Which agent=is it?' },
		];
		expect(await read()).toMatchObject({ rules: { origins: stored } });
		expect(await run('set', 'shop', '--reset', 'origin')).toMatchObject({ code: 0 });
		expect(await read()).not.toHaveProperty('rules.origins');
	});

	it('gives hours the time zone of the tenant', async () => {
		const hours = ['--hours', 'mon-fri 09:00-12:00 13:00-18:00', '--holiday', 'BR', '--closed-text', 'Back on {opens}.'];
		expect(await run('set', 'shop', '--hours', 'mon-fri 9-18')).toMatchObject({ code: 2, noted: expect.stringContaining('Write it as') });
		expect(await run('set', 'shop', ...hours)).toMatchObject({ code: 0 });
		const rules = {
			hours: ['mon-fri 09:00-12:00 13:00-18:00'],
			holidays: ['BR'],
			timeZone: 'America/Sao_Paulo',
			closedText: 'Back on {opens}.',
		};
		expect(await read()).toMatchObject({ rules });
		expect(await run('set', 'shop', '--reset', 'hours')).toMatchObject({ code: 2, noted: expect.stringContaining('never closed') });
		const all = ['hours', 'holiday', 'closed-text', 'time-zone'].flatMap((name) => ['--reset', name]);
		expect(await run('set', 'shop', ...all)).toMatchObject({ code: 0 });
		expect(await read()).not.toHaveProperty('rules.hours');
	});

	it('keeps rules that this version does not know', async () => {
		const { channels } = await open();
		await channels.change('default', 'shop', (record) => ({ ...record, rules: { ...record.rules, later: { hours: 8 } } as object }));
		await run('set', 'shop', '--quiet', '1s', '--no-hand-over', '--person-wait', '1h', '--wait-text', 'One moment.');
		expect(await (await open()).channels.find('default', 'shop')).toMatchObject({
			rules: { later: { hours: 8 }, quietMs: 1_000, personWaitMs: 3_600_000, waitText: 'One moment.' },
		});
		expect(await read()).not.toHaveProperty('handOver');
	});

	it.each([
		['no agent to write summaries', ['--no-agent'], 'To remember sessions needs an agent'],
		['a pause that brings nobody back', ['--agent-returns', 'command'], 'only a command does'],
		['a template without its language', ['--template', 'continue_talk'], 'continue_talk/pt_BR'],
		['an origin that no provider tells', ['--origin', 'radio name=radio'], 'Write ad, post, link or product'],
		['an origin with a part that does not exist', ['--origin', 'ad colour=red'], 'Write ad, post'],
		['a name that cannot be a label', ['--origin', 'ad name=Feira!'], 'small letters'],
		['an unknown way to come back', ['--agent-returns', 'never'], 'resolved, after, command'],
		['what is not a network', ['--allow', 'here'], 'here'],
		['a label that never comes', ['--escalate', 'late'], 'needs a time'],
		['an unknown desk', ['--desk', 'nowhere'], 'is not a channel of the tenant'],
		['a text for who waits that says nothing', ['--wait-text', ' '], 'in 1 to 1000 characters'],
		['a wait that is over at once', ['--agent-wait', '10s'], 'Expected a duration from 1m to 69d'],
		[
			'a kind of messages that needs no basis',
			['--require-basis', 'follow-up marketing'],
			'"follow-up" is not one of follow-ups, templates,',
		],
		['a basis that no law has', ['--require-basis', 'templates marketing opt-in'], '"opt-in" is not one of consent, contract,'],
		['a rule that does not exist', ['--reset', 'colour'], 'Expected one of: quiet,'],
	])('refuses %s', async (_what, options, message) => {
		const before = await read();
		expect(await run('set', 'shop', ...options)).toMatchObject({ code: 2, noted: expect.stringContaining(message) });
		expect(await read()).toEqual(before);
	});

	it('gives the conversations to processes in place of an agent', async () => {
		expect(await run('set', 'shop', '--message', 'customer-wrote', '--reset', 'remember')).toMatchObject({ code: 0 });
		const after = await read();
		expect(after).toMatchObject({ agent: null, message: 'customer-wrote', rules: { remember: false } });
		expect(after).not.toHaveProperty('handOver');
		expect(await run('set', 'nowhere', '--quiet', '1s')).toMatchObject({ code: 1, noted: expect.stringContaining('has no channel') });
	});
});

const values: Record<string, string> = {
	...{ baseUrl: 'https://provider.example', sendTo: 'https://provider.example', incoming: 'signed' },
	signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
};
const valueOf = (field: string) => values[field] ?? '12345678';
