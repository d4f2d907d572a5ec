import type { ModeEntry } from '../../../core/ports/channels/hand-overs';
import type { Fields } from '../../../sandbox/fakes/fake-server';
import { waitUntil } from '../../support/wait-until';
import type { CasePlayer } from './player';
import { salesCases, type SalesEnd } from './sales-cases';

/** Checks what holds after the last turn. @throws if it does not, after a while */
export async function checkEnd(player: CasePlayer): Promise<void> {
	const { holds } = player.sales;
	checkReplies(player, holds);
	await checkRows(player, holds);
	await checkDesk(player, holds);
	if (player.host.crm) await checkCrm(player, holds);
	if (holds.audited) expect((await player.readModes()).map(describeMode)).toEqual(holds.audited);
}

function checkReplies({ customer, runs }: CasePlayer, { turns, sentOnce, questionsInARow }: SalesEnd): void {
	const texts = customer.replies.map(({ text }) => text);
	if (turns !== undefined) expect(runs).toBe(turns);
	if (sentOnce) expect(texts).toHaveLength(1);
	const most = questionsInARow ?? salesCases.maxQuestionsInARow;
	expect(countQuestionsInARow(texts)).toBeLessThanOrEqual(most);
}

function countQuestionsInARow(texts: string[]): number {
	let [row, longest] = [0, 0];
	for (const text of texts) {
		row = text.trimEnd().endsWith('?') ? row + 1 : 0;
		longest = Math.max(longest, row);
	}
	return longest;
}

async function checkRows({ stage }: CasePlayer, { lead, summary, company, budgets }: SalesEnd): Promise<void> {
	const read = (text: string) => stage.supabase.sql<Record<string, unknown>>(text);
	const [row] = await read(`select *, (select row_to_json(empresa) from empresa where id = leads.empresa_id) as empresa from leads`);
	if (lead === null) expect(row).toBeUndefined();
	if (lead) expect(row).toMatchObject(lead);
	if (company === null) expect(row!['empresa']).toBeNull();
	if (company) expect(row!['empresa']).toMatchObject(company);
	for (const line of summary ?? []) expect(row!['resumo']).toContain(line);
	const stored = await read(`select * from orcamentos order by criado_em`);
	expect(stored).toHaveLength(budgets?.length ?? 0);
	expect(stored).toMatchObject(budgets ?? []);
}

/** The private note and the label in Chatwoot, and the silence of the agent. */
async function checkDesk(
	player: CasePlayer,
	{ handedOver, summary, told = [], notesAtDesk = 1, noteAtDesk = [], lastNoteAtDesk, lastNoteAtDeskWithout }: SalesEnd,
): Promise<void> {
	const { conversations, contacts, written } = player.stage.chatwoot;
	const find = () => {
		const contact = contacts.find(({ phone_number }) => phone_number === `+${player.customer.phone}`)?.['id'];
		return [...conversations].find(([, conversation]) => contact !== undefined && conversation.contact === contact);
	};
	const readNotes = () => written.filter((message) => message['private'] === true && message['conversation_id'] === find()?.[0]);
	const isTold = (text: string) => readNotes().some(({ content }) => String(content).includes(text));
	if (told.length > 0) await player.wait('the note in Chatwoot', () => told.every(isTold), readNotes);
	else if (!handedOver) expect(find()).toBeUndefined();
	if (!handedOver) return;
	const labelled = () => find()?.[1].labels.includes('lead-quente') && find()?.[1].assignee === 7;
	await player.wait('the label and the assignment in Chatwoot', labelled, () => [...written, find()]);
	const notes = readNotes();
	expect(notes).toHaveLength(notesAtDesk + told.length);
	const [name] = summary ?? [];
	if (name && notesAtDesk === 1) expect(notes[0]!['content']).toContain(name);
	for (const text of noteAtDesk) expect(notes[0]!['content']).toMatch(new RegExp(text, 'i'));
	checkText(notes.at(-1)!['content'], lastNoteAtDesk, lastNoteAtDeskWithout);
	expect((await player.findConversation())?.mode).toBe('person');
}

function checkText(text: unknown, parts: string[] = [], missing: string[] = []): void {
	for (const part of parts) expect(text).toMatch(new RegExp(part, 'i'));
	for (const part of missing) expect(text).not.toMatch(new RegExp(part, 'i'));
}

async function checkCrm(player: CasePlayer, { crm, incidents }: SalesEnd): Promise<void> {
	const { stage, host } = player;
	const { tables } = stage.pipeRun;
	if (incidents !== undefined) await repairCrm(player, incidents);
	const { companies, people, deals, notes, note, noteOfPrice, origin, linked, lastNote, lastNoteWithout } = crm ?? {};
	const wanted = { companies, people, deals, notes };
	const count = () => ({
		...{ companies: tables.companies.length, people: tables.persons.length, deals: tables.deals.length, notes: tables.notes.length },
	});
	const isThere = () =>
		Object.entries(wanted).every(([name, number]) => number === undefined || count()[name as keyof typeof wanted] >= number);
	await player.wait('the records of the CRM', isThere, () => [count(), host.log?.slice(-3_000)]);
	await host.settle?.();
	expect(count()).toMatchObject(Object.fromEntries(Object.entries(wanted).filter(([, number]) => number !== undefined)));
	if (origin !== undefined) expect(tables.origins.find(({ id }) => id === tables.deals[0]!['origin_id'])?.['name']).toBe(origin);
	for (const text of note ?? []) expect(tables.notes[0]!['text']).toContain(text);
	const last = tables.deals.at(-1);
	const ofLast = tables.notes.findLast(({ deal_id, text }) => deal_id === last?.['id'] && String(text).startsWith('Lead qualificado'));
	checkText(`${String(last?.['title'])}\n${String(ofLast?.['text'])}`, lastNote, lastNoteWithout);
	if (linked) checkLinks(tables.deals, tables.notes);
	for (const text of noteOfPrice ?? []) expect(tables.notes.at(-1)!['text']).toContain(text);
}

function checkLinks(deals: Fields[], notes: Fields[]): void {
	const [first, second] = deals.map(({ id }) => String(id));
	const read = (deal: string) => notes.filter(({ deal_id }) => String(deal_id) === deal).map(({ text }) => text);
	expect(read(first!)).toContainEqual(expect.stringContaining(`O cliente voltou: negócio ${second}.`));
	expect(read(second!)).toContainEqual(expect.stringContaining(`Volta do negócio ${first} (ganho).`));
}

/** The CRM is down, and comes back. Whoever repeats the work too early repeats it again: a CRM that failed is left alone for a while. */
async function repairCrm(player: CasePlayer, incidents: number): Promise<void> {
	const { stage, host } = player;
	const crm = host.crm!;
	await player.wait('the CRM to be given up', async () => (await crm.countStopped()) >= incidents);
	expect(stage.pipeRun.tables.deals).toHaveLength(0);
	stage.pipeRun.fault = undefined;
	const isRepaired = async () => {
		if ((await crm.countStopped()) === 0) return true;
		await crm.repeat();
		await host.settle?.();
		return (await crm.countStopped()) === 0;
	};
	await waitUntil('the work on the CRM to be done', isRepaired, { forMs: 120_000, everyMs: 3_000, seen: () => host.log });
}

function describeMode({ kind, actor, to }: ModeEntry): string {
	if (kind === 'command-refused') return '/bot on refused';
	if (to === 'person') return /^(?:agent$|process:|workflow:)/.test(actor) ? 'agent hands over' : 'person takes over';
	return `/bot on by ${actor === 'writer:7' ? 'user:rui' : actor}`;
}
