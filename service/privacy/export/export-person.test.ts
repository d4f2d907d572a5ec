import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { runMemoryTask } from '../../../providers/compose/memory/memory';
import { closeOpened } from '../../../providers/compose/open-once';
import { openAudit } from '../../../providers/compose/state/host-audit';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { runAgent } from '../../../core/agents/run-agent';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { openGate } from '../../../test/fakes/permissive-gate';
import { exportWhole } from '../../../test/support/privacy/export-whole';
import { hearPerson } from '../../../test/support/privacy/hear-person';
import { describeEntry } from '../../operations/audit/list-audit';
import { exportPersonEverywhere } from '../../operations/privacy/export-person';
import { slowTest } from '../../../test/support/slow-tests';

const [ana, bob] = ['5544988880001', '5544988880002'];
const signal = new AbortController().signal;

let home: string;
const hostOf = () => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default' });
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-export-person-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

const text = (said: string) => [{ kind: 'text' as const, text: said }];
const hear = (phone: string, said: string, name?: string) => hearPerson(phone, text(said), hostOf(), name);

it('names the files that a person sent, with their captions (paviliondev/discourse-legal-tools#12)', async () => {
	await hearPerson(ana, [{ kind: 'document', reference: 'media-77', fileName: 'contract.pdf', caption: 'signed' }], hostOf());
	const { rows, page } = await exportWhole(`phone=+${ana}`, hostOf());
	expect(rows.find(({ table }) => table === 'message')?.row.content).toEqual([
		{ kind: 'document', reference: 'media-77', fileName: 'contract.pdf', caption: 'signed' },
	]);
	expect(page).toContain('contract.pdf');
});

it('has what was written to the person, too (2witstudios/PageSpace#902)', async () => {
	const { conversation } = await hear(ana, 'hello');
	const { outbox } = await openChannels(hostOf());
	await outbox.enqueue('default', conversation, [{ key: 'a1', content: { kind: 'text', text: 'the price is on its way' } }]);
	const { rows } = await exportWhole(`phone=+${ana}`, hostOf());
	expect(JSON.stringify(rows.filter(({ table }) => table === 'outgoing'))).toContain('the price is on its way');
});

it('shows words as words: no markup, script or formula of anybody runs (katniny/Auride#30, tendenci/tendenci#919)', async () => {
	await hear(ana, '<script>alert(1)</script>', '=HYPERLINK("http://evil.example")');
	const { page, rows } = await exportWhole(`phone=+${ana}`, hostOf());
	expect(page).not.toContain('<script');
	expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
	expect(page).toContain(`default-src 'none'`);
	expect(page).not.toMatch(/<(?:img|link|iframe|a)\b|\bsrc=|url\(/);
	expect(rows.find(({ table }) => table === 'contact')?.row.name).toBe('=HYPERLINK("http://evil.example")');
});

it('masks whom else the channels know, and people of the company (prompt-edu/prompt#495)', async () => {
	const host = hostOf();
	const [{ conversation }, other] = [await hear(ana, 'ask +55 (44) 98888-0002, or 4498888-0002'), await hear(bob, 'hi', 'Bob')];
	const { conversations } = await openChannels(host);
	await conversations.addNote('default', conversation, { kind: 'note', by: 'user:bia', text: `see ${other.contact}`, desk: null });
	const { rows, page, leftOut } = await exportWhole(`phone=+${ana}`, host, 'pt');
	const written = JSON.stringify(rows);
	for (const theirs of ['98888-0002', bob, other.contact, 'user:bia']) {
		expect(written).not.toContain(theirs);
		expect(page).not.toContain(theirs);
	}
	expect(written).toContain('ask [outra pessoa], or [outra pessoa]');
	expect(leftOut).toMatchObject({ others: expect.any(Number) as number, colleagues: expect.any(Number) as number });
	expect(page).toContain('nomes, números e códigos de outras pessoas, que foram mascarados');
});

it('shows words that begin as JSON does as they were written', async () => {
	const host = hostOf();
	const { conversation } = await hear(ana, 'hello');
	const { conversations } = await openChannels(host);
	const written = ['[urgente] ligar', '{"a":1}'];
	for (const words of written)
		await conversations.addNote('default', conversation, { kind: 'note', by: 'user:bia', text: words, desk: null });
	const { rows } = await exportWhole(`phone=+${ana}`, host);
	const notes = rows.filter(({ table }) => table === 'conversation_note').map(({ row }) => row.content);
	expect(notes.toSorted()).toEqual(written);
	expect(rows.find(({ table }) => table === 'message')?.row.content).toEqual(text('hello'));
});

it('keeps of what a provider sent of several persons what is about this one (pimcore/pimcore#2607)', async () => {
	const host = hostOf();
	await hear(ana, 'hello');
	const { receipts } = await openChannels(host);
	const contact = (phone: string, name: string) => ({ profile: { name }, wa_id: phone });
	const message = (phone: string, body: string) => ({ from: phone, text: { body } });
	const value = {
		contacts: [contact(ana, 'Ana'), contact('5511977770009', 'Stranger')],
		messages: [message(ana, 'mine'), message('5511977770009', 'not mine')],
	};
	const accept = (key: string, stored: unknown) =>
		receipts.accept({ tenant: 'default', channel: 'sales', key, stored: JSON.stringify(stored), receivedAt: Date.now() });
	await accept('one', { entry: [{ changes: [{ value }] }] });
	await accept('longer', { from: `${ana}7`, text: 'of a longer number' });
	const { rows, leftOut } = await exportWhole(`phone=+${ana}`, host);
	const requests = rows.filter(({ table }) => ['receipt', 'request'].includes(table));
	expect(requests.map(({ row }) => row.stored)).toEqual([
		{ entry: [{ changes: [{ value: { contacts: [contact(ana, 'Ana')], messages: [message(ana, 'mine')] } }] }] },
	]);
	expect(leftOut).toMatchObject({ parts: 2 });
});

it('leaves out what was said in a conversation that others share, and says so', async () => {
	const remember = (person: string, conversation: string, message: string) =>
		runMemoryTask({ operation: 'remember', person, conversation, turn: { message, reply: 'ok' } }, hostOf(), signal);
	await remember('ana-1', 'family', 'secret of ana');
	await remember('bob-1', 'family', 'secret of bob');
	await remember('ana-1', 'alone', 'only hers');
	const { rows, leftOut } = await exportWhole('ana-1', hostOf());
	expect(JSON.stringify(rows)).not.toContain('secret of');
	expect(JSON.stringify(rows)).toContain('only hers');
	expect(rows.filter(({ table }) => table === 'memory_conversations').map(({ row }) => row)).toEqual(
		expect.arrayContaining([{ conversation: 'family', isShared: true }]),
	);
	expect(leftOut).toMatchObject({ shared: 2 });
});

it('has what agents remember of somebody whom they know as the conversation alone', async () => {
	await runMemoryTask(
		{ operation: 'remember', conversation: 'chat-77', turn: { message: 'my roof leaks', reply: 'ok' } },
		hostOf(),
		signal,
	);
	const definition = {
		...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'You help.', model: { extractive: false } },
		...{ memory: { turns: 5 }, limits: {}, guardrails: { personalData: { types: [] } } },
	};
	const agent = await composeAgent({ kind: 'inline', definition }, { ...hostOf(), model: scriptedChatModel('Hi.') });
	await runAgent({ conversationId: 'chat-77', message: 'and my door squeaks' }, agent, signal);
	const { rows, leftOut } = await exportWhole('chat-77', hostOf());
	expect(JSON.stringify(rows.filter(({ table }) => table === 'memory_turns'))).toContain('and my door squeaks');
	expect(leftOut).toMatchObject({ shared: 0 });
});

it('has what a workflow remembers by a session of the person, and by the conversation', async () => {
	const { contact, conversation } = await hear(ana, 'hello');
	const { mailbox } = await openChannels(hostOf());
	const [listed] = await mailbox.list('default', { contact }, 1);
	const owned = { ...hostOf(), conversationOwner: { workflow: 'w' } };
	for (const each of [listed!.session, conversation, 'of-bob'])
		await runMemoryTask({ operation: 'remember', conversation: each, turn: { message: `in ${each}`, reply: 'ok' } }, owned, signal);
	const { rows } = await exportWhole(`phone=+${ana}`, hostOf());
	const said = rows.filter(({ table }) => table === 'memory_turns').map(({ row }) => row.message);
	expect(said.toSorted()).toEqual([`in ${conversation}`, `in ${listed!.session}`]);
});

slowTest('comes in portions that are whole together, whatever was written (DouglasNeuroInformatics/OpenDataCapture#1126)', async () => {
	for (let number = 0; number < 5; number++) await hear(ana, `message ${number} ${'x'.repeat(900_000)}`);
	const { portions, rows, page } = await exportWhole(`phone=+${ana}`, hostOf());
	expect(portions.length).toBeGreaterThan(1);
	const said = rows.filter(({ table }) => table === 'message').map(({ row }) => JSON.stringify(row.content).slice(0, 50));
	expect(said.map((one) => /message \d/.exec(one)?.[0])).toEqual([0, 1, 2, 3, 4].map((number) => `message ${number}`));
	expect(page.match(/<table>/g)!.length).toBe(page.match(/<\/table>/g)!.length);
	expect(page.match(/<h3>Messages<\/h3>/g)).toHaveLength(1);
	expect(page.trimEnd().endsWith('</html>')).toBe(true);
});

slowTest('begins with an entry in the audit log, and goes on for nobody else (flarum/framework#4642)', async () => {
	const host = hostOf();
	for (let number = 0; number < 3; number++) await hear(ana, `m ${number} ${'x'.repeat(900_000)}`);
	await hear(bob, 'hi');
	const { portions } = await exportWhole(`phone=+${ana}`, host);
	const { store } = (await openAudit(host))!;
	await store.sequence('default');
	const { entries } = await store.search('default', { limit: 100, act: 'data.exported' });
	expect(entries.map(describeEntry)).toMatchObject([{ action: 'data.exported', outcome: 'success', object: { kind: 'person' } }]);
	expect(JSON.stringify(entries)).not.toContain(ana);
	const perform = (person: string, cursor: string) => exportPersonEverywhere.perform({ person, cursor }, { host, by: 'user:x', signal });
	const cursor = portions[0]!.cursor!;
	await expect(perform(`phone=+${bob}`, cursor)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(perform(`phone=+${ana}`, `${cursor}x`)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('answers why, for how long and to whom, in both languages, and names no key (mattogodoy/nametag#439)', async () => {
	await hear(ana, 'hello', 'Ana');
	const { answer, page, rows } = await exportWhole(`phone=+${ana}`, hostOf(), 'pt');
	expect(answer).toMatchObject({ person: { name: 'Ana', names: [{ kind: 'phone', value: `+${ana}` }] }, timeZone: 'UTC', language: 'pt' });
	expect(answer.purposes.map(({ id }) => id)).toEqual(expect.arrayContaining(['conversations', 'memory', 'runs', 'audit']));
	expect(answer.purposes.every(({ legalBasis, kept }) => legalBasis === null && kept.length > 0)).toBe(true);
	for (const words of ['Para que usamos seus dados', 'Decisões automatizadas', 'Mensagens', 'você']) expect(page).toContain(words);
	expect((await exportWhole(`phone=+${ana}`, hostOf())).page).toContain('Why we use your data');
	expect(rows.flatMap(({ row }) => Object.keys(row)).filter((name) => /wrapped|data_key|hash|digest/.test(name))).toEqual([]);
});

it('says of what was asked for when an answer is due and why it was refused, and of each basis what counts, by time', async () => {
	const { contact } = await hear(ana, 'hello');
	const { rights } = await openChannels(hostOf());
	const { protocol } = (await rights.request('default', contact, { kind: 'access', by: 'user:eva', at: Date.UTC(2026, 10, 1, 12) }))!;
	await rights.settle('default', protocol, { by: 'user:eva', outcome: 'Did not prove who asks', isRefused: true });
	const grant = (purpose: string, at: number) =>
		rights.grantConsent('default', contact, { purpose, basis: 'consent', way: 'form', reference: `form of ${at}`, at, by: 'user:eva' });
	for (const at of [5, 1, 3]) await grant('marketing', at * 1e9);
	await rights.withdrawConsent('default', contact, { purpose: 'marketing', way: 'spoken', reason: 'Called us', at: 4e9, by: 'user:eva' });
	const { rows, page } = await exportWhole(`phone=+${ana}`, hostOf(), 'pt');
	const ofTable = (name: string) => rows.filter(({ table }) => table === name).map(({ row }) => row);
	expect(ofTable('contact_request')).toMatchObject([{ due_on: '2026-11-16', state: 'refused', outcome: 'Did not prove who asks' }]);
	expect(ofTable('contact_consent').map(({ act, state }) => [act, state])).toEqual([
		...[
			['granted', 'ended'],
			['granted', 'ended'],
			['withdrawn', null],
		],
		['granted', 'in-force'],
	]);
	expect(page).toMatch(/16\/11\/2026[^]*recusado[^]*Did not prove who asks/);
	expect(page).toMatch(/form of 5000000000/);
	expect(page).toContain('Called us');
	expect(JSON.stringify(rows)).not.toContain('eva');
});
