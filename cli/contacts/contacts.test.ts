import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AliasClaim } from '../../core/ports/channels/channel-events';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { openGate } from '../../test/fakes/permissive-gate';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-contacts-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const never = new AbortController().signal;
const host = () => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, tenant: 'default', database: '' });

const troupe = (...args: string[]) => call('contacts', ...args);
const requests = (...args: string[]) => call('privacy', 'requests', ...args);

async function call(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const code = await runTroupe(args, terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

let messages = 0;
/** Somebody writes, under these names. */
async function hear(address: string, ...contact: AliasClaim[]): Promise<string> {
	messages += 1;
	const origin = { via: 'ad' as const, title: `Presses ${messages}` };
	const content = [{ kind: 'text' as const, text: 'Hello', origin }];
	const about = {
		kind: 'message' as const,
		key: `m${messages}`,
		id: `m${messages}`,
		address,
		at: 1_700_000_000_000,
		author: 'contact' as const,
	};
	const { mailbox } = await openChannels(host());
	const applied = await mailbox.apply(
		{ ...about, contact, content, name: 'Maria' },
		{ tenant: 'default', channel: 'sales', receipt: null },
		defaultMailboxRules,
	);
	return applied.kind === 'message' ? applied.contact : '';
}
const phone = (value: string): AliasClaim => ({ kind: 'phone', value, proof: 'provider' });
const telegram: AliasClaim = { kind: 'telegram', value: '1234', proof: 'provider' };
const because = ['--reason', 'They told me.'];

test('lists contacts, and shows one by any of its names', async () => {
	expect(await troupe('list')).toMatchObject({ code: 0, err: expect.stringContaining('Nobody has written') as string });
	const maria = await hear('5544999999999', phone('5544999999999'));
	expect((await troupe('list')).out).toMatch(new RegExp(`${maria} +Maria .* phone=\\+5544999999999`));
	expect(JSON.parse((await troupe('list', '--json')).out)).toMatchObject({ id: maria, aliases: [{ kind: 'phone', proof: 'provider' }] });
	const shown = await troupe('show', 'phone=55 44 9999-9999');
	expect(shown.out).toMatch(
		/Maria[^]*first came from ad, Presses 1 \(sales, [^]*last came from ad, Presses 1[^]*conversation \S+ of sales: answered by agent[^]*alias by sales m1: phone/,
	);
	expect(await troupe('show', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining('no contact "nobody"') as string });
	expect(await troupe('show', 'phone=+1')).toMatchObject({ code: 1 });
});

slowTest('joins and splits contacts with a reason, and says how to undo it', async () => {
	const [one, other] = [await hear('1234', telegram), await hear('5544999999999', phone('5544999999999'))];
	expect(await troupe('merge', other, one)).toMatchObject({ code: 2, err: expect.stringContaining('--reason') as string });
	expect(await troupe('merge', other, one, '--reason', ' ')).toMatchObject({ code: 2 });
	expect(await troupe('merge', one, 'telegram=1234', ...because)).toMatchObject({
		code: 2,
		err: expect.stringContaining('Both are') as string,
	});
	const merged = await troupe('merge', 'phone=+5544999999999', 'telegram=1234', ...because);
	expect(merged).toMatchObject({ code: 0, err: expect.stringContaining(`split ${one} --merged ${other}`) as string });
	expect((await troupe('show', one)).out).toMatch(/merged by user:\S+: from \S+ to \S+ because: They told me\./);
	expect(await troupe('split', one, ...because)).toMatchObject({
		code: 2,
		err: expect.stringContaining('--merged ID or --alias') as string,
	});
	expect(await troupe('split', one, '--merged', one, ...because)).toMatchObject({ code: 2 });
	expect(await troupe('split', one, '--merged', other, ...because, '--json')).toMatchObject({ code: 0 });
	expect(await hear('1234', telegram, phone('5544999999999'))).toBe(one);
	expect((await troupe('show', other)).out).toContain('phone=+5544999999999');
});

test('gives a name to a new contact', async () => {
	const maria = await hear('1234', telegram, phone('5544999999999'));
	const split = (...args: string[]) => troupe('split', maria, ...args, ...because, '--json');
	expect(await split('--alias', 'phone')).toMatchObject({ code: 2 });
	expect(await split('--alias', 'phone=+1415')).toMatchObject({ code: 2, err: expect.stringContaining('does not have') as string });
	const fresh = JSON.parse((await split('--alias', 'phone=+5544999999999')).out) as { split: string };
	expect((await troupe('show', 'phone=+5544999999999')).out).toContain(fresh.split);
});

slowTest('exports what is stored of a contact, both sides of the talk and all names (2witstudios/PageSpace#902)', async () => {
	const [one, other] = [await hear('1234', telegram), await hear('5544999999999', phone('5544999999999'))];
	await hear('5544999999998', phone('5544999999998'));
	for (const person of [one, other]) await runMemoryTask({ operation: 'remember', person, facts: [`Needs ${person}`] }, host(), never);
	await troupe('merge', other, one, ...because);
	const { conversations } = await openChannels(host());
	const { id } = (await conversations.list('default', { from: 0 }, 10)).find(({ contact }) => contact === one)!;
	await conversations.addNote('default', id, { kind: 'note', by: 'user:ana', text: 'Likes green.', desk: null });
	const exported = JSON.parse((await troupe('export', 'telegram=1234')).out) as Record<string, object[]>;
	expect(exported).toMatchObject({
		contact: { id: one, name: 'Maria', origin: { last: { title: 'Presses 7', at: '2023-11-14T22:13:20.000Z' } } },
		requests: [],
		leads: [],
		runs: [],
		notReached: [],
	});
	expect(exported['memories']).toHaveLength(2);
	expect(exported['conversations']).toHaveLength(2);
	expect(exported['conversations']).toContainEqual(
		expect.objectContaining({
			...{ channel: 'sales', notes: [{ at: expect.any(String) as string, kind: 'note', text: 'Likes green.' }] },
			messages: [{ at: '2023-11-14T22:13:20.000Z', author: 'contact', text: expect.stringContaining('Presses 7') as string }],
		}),
	);
	expect(JSON.stringify(exported)).not.toMatch(/99998|user:ana/);
	expect(await troupe('export', 'nobody')).toMatchObject({ code: 1, err: expect.stringContaining('no contact "nobody"') as string });
});

slowTest('forgets a contact with those that were merged into it, and what agents remember of them', async () => {
	const [one, other] = [await hear('1234', telegram), await hear('5544999999999', phone('5544999999999'))];
	for (const person of [one, other]) await runMemoryTask({ operation: 'remember', person, facts: ['Needs a mower'] }, host(), never);
	await troupe('merge', other, one, ...because);
	expect(await troupe('forget', 'telegram=1234', '--yes')).toMatchObject({ code: 0, err: expect.stringContaining('forgotten') as string });
	expect((await troupe('list')).out).toBe('');
	for (const person of [one, other]) {
		expect(await runMemoryTask({ operation: 'recall', person }, host(), never)).toMatchObject({ memories: [] });
	}
	expect(await troupe('forget', one)).toMatchObject({ code: 1 });
});

slowTest('lists who wants no more messages, and what is asked about data, until somebody has seen to it', async () => {
	const maria = await hear('5544999999999', phone('5544999999999'));
	const error = (text: string) => ({ code: 2, err: expect.stringContaining(text) as string });
	expect(await troupe('opt-outs')).toMatchObject({ code: 0, err: expect.stringContaining('No contact has opted out') as string });
	expect(await troupe('opt-in', maria, ...because)).toMatchObject(error('did not opt out'));
	expect(await troupe('opt-out', 'phone=+5544999999999')).toMatchObject({ code: 0 });
	expect(await troupe('opt-out', maria)).toMatchObject(error('opted out before'));
	expect((await troupe('opt-outs')).out).toMatch(new RegExp(`-[2-9A-Z]{4} +opt-out +${maria}`));
	expect((await troupe('show', maria)).out).toContain('opted-out by');
	expect(await troupe('opt-in', maria)).toMatchObject({ code: 2 });
	expect(await troupe('opt-in', maria, ...because)).toMatchObject({ code: 0 });
	expect((await troupe('opt-outs')).out).toBe('');
	expect((await troupe('opt-outs', '--all', '--json')).out).toContain('They told me.');
	await hear('5544999999999', phone('5544999999999'));
	const { mailbox } = await openChannels(host());
	const say = (text: string) =>
		mailbox.apply(
			{
				...{ kind: 'message', key: text, id: text, address: '5544999999999', at: 1, author: 'contact' },
				...{ contact: [phone('5544999999999')], content: [{ kind: 'text', text }] },
			},
			{ tenant: 'default', channel: 'sales', receipt: null },
			defaultMailboxRules,
		);
	await say('what data do you have about me?');
	await say('delete my data');
	const listed = (await requests('--json')).out.split('\n').map((line) => JSON.parse(line) as Record<string, string>);
	expect(listed.map(({ kind }) => kind).sort()).toEqual(['access', 'erasure']);
	const { protocol } = listed.find(({ kind }) => kind === 'access')!;
	expect(await requests('done', protocol!)).toMatchObject({ code: 2 });
	expect(await requests('done', '2026-01-01-XXXX', '--outcome', 'Sent.')).toMatchObject(error('has no request about data'));
	expect(await requests('done', protocol!, '--outcome', 'Sent.')).toMatchObject({ code: 0 });
	expect((await requests()).out).toMatch(/erasure/);
	expect(await troupe('forget', maria, '--yes')).toMatchObject({
		code: 0,
		err: expect.stringMatching(/forgotten.* Settled: \d{4}-/) as string,
	});
	expect((await requests()).out).toBe('');
	expect((await requests('--all')).out).toMatch(/erasure +forgotten .*contact .*done +forgotten/);
});

test('shows times in the zone of the tenant (glific/glific#3061)', async () => {
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['tenant', 'set', 'default', '--time-zone', 'America/Sao_Paulo'], terminal)).toBe(0);
	const maria = await hear('5544999999999', phone('5544999999999'));
	expect((await troupe('list')).out).toContain('since (America/Sao_Paulo)');
	expect((await troupe('show', maria)).out).toMatch(/\(sales, 2023-11-14 19:13\)/);
	expect((await troupe('opt-out', maria)).code).toBe(0);
	expect((await troupe('opt-outs')).out).toContain('at (America/Sao_Paulo)');
});

slowTest('records legal bases by purpose, and says which are in force', async () => {
	const maria = await hear('5544999999999', phone('5544999999999'));
	const [who, form] = ['phone=+5544999999999', ['--way', 'form']];
	expect(await troupe('consents', who)).toMatchObject({ code: 0, err: expect.stringContaining('No consent') as string });
	const shown = ['--text', 'I want offers.', '--text-version', 'offers-2', '--reference', 'https://example.com/offers'];
	expect(await troupe('consent', who, 'marketing', ...form, ...shown)).toMatchObject({
		code: 0,
		err: expect.stringContaining(`Recorded for ${maria}: consent for marketing.`) as string,
	});
	expect((await troupe('consents', who)).out).toMatch(/marketing +consent +in force +form https:\S+ +offers-2/);
	const [listed] = (await troupe('consents', who, '--json')).out.split('\n');
	expect(JSON.parse(listed!)).toMatchObject({ textHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
	expect(listed).not.toContain('I want offers');
	expect(await troupe('withdraw-consent', who, 'marketing', '--way', 'spoken', ...because)).toMatchObject({ code: 0 });
	expect((await troupe('consents', who)).out).not.toContain('in force');
	expect((await troupe('consents', who)).out).toContain(because[1]);
	const mistyped = await troupe('consent', who, 'marketting', ...form);
	expect(mistyped.err).toContain('Did you mean marketing? Then record that, and withdraw marketting');
	expect((await troupe('consent', who, 'marketting', ...form)).err).not.toContain('Did you mean');
	expect((await troupe('withdraw-consent', who, 'newsletter', '--way', 'spoken', ...because)).err).not.toContain('Did you mean');
	const old = await troupe('consent', who, 'marketing', '--way', 'import', '--at', '2025-03-01');
	expect(old.err).toContain('not in force');
	// A day of a withdrawal is the end of it: it ends what was given in its morning.
	const withdrawOn = (day: string) => troupe('withdraw-consent', who, 'profiling', '--way', 'spoken', '--at', day, ...because);
	await troupe('consent', who, 'profiling', ...form, '--at', '2025-03-02T09:00:00Z');
	expect((await withdrawOn('2025-03-01')).err).toContain('is in force still');
	expect((await withdrawOn('2025-03-02')).err).toContain('Nothing is based on it any more');
	await troupe('opt-out', who);
	expect((await troupe('consent', who, 'service', '--basis', 'contract', ...form)).err).toContain('opted out');
	for (const [args, text] of [
		[['service', '--at', '2099-01-01'], 'in the future'],
		[['service', '--at', 'yesterday'], 'at is "yesterday", expected a time'],
		[['service', '--until', '2020-01-01'], 'ends before'],
		[['Two Words'], 'purpose'],
	] as const)
		expect(await troupe('consent', who, ...args, ...form)).toMatchObject({ code: 2, err: expect.stringContaining(text) as string });
	expect(await troupe('consent', 'nobody', 'service', ...form)).toMatchObject({ code: 1 });
});
