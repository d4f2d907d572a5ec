import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callTroupe } from '../../../test/support/test-terminal';
import { openEvents } from '../../../providers/compose/events/events';
import { dropReadRules, openTenants } from '../../../providers/compose/state/host-tenants';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate } from '../../../test/fakes/permissive-gate';
import { hearPerson } from '../../../test/support/privacy/hear-person';
import { tellDueIncidents } from '../../privacy/tell-due-incidents';
import { recordProcessing } from '../privacy/privacy';
import { closeIncident, noteIncident, notifyIncident } from './incident-steps';
import { addIncident, listIncidents, showIncident } from './incidents';

const signal = new AbortController().signal;
const phones = ['5544988880001', '5544988880002'] as const;
const hourMs = 3_600_000;
const monday = Date.parse('2026-11-30T15:00:00Z');

let home: string;
let now: number;
const host = (tenant = 'default') => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant, clock: { now: () => now } },
});
const context = (tenant?: string) => ({ host: host(tenant), by: 'user:ana', signal });
const add = (more: object = {}) => addIncident.perform({ nature: 'A laptop was stolen', ...more }, context());
const note = (incident: string, more: object) => noteIncident.perform({ incident, ...more }, context());
const notify = (incident: string, to: 'authority' | 'people', more = {}) => notifyIncident.perform({ incident, to, ...more }, context());
const show = (incident: string, language?: 'en' | 'pt') => showIncident.perform({ incident, language }, context());
const close = (incident: string) => closeIncident.perform({ incident, outcome: 'The disk was encrypted', incomplete: true }, context());
const setLocale = async (locale: string, timeZone = 'UTC') => {
	await (await openTenants(host()))!.set({ name: 'default', rules: { locale, timeZone }, changedAt: 0, changedBy: 'ana' });
	dropReadRules(host());
};
const dueEvents = async () =>
	(await (await openEvents(host())).read('default', 0, 50)).filter(({ type }) => type === 'privacy.incident-due').map(({ data }) => data);

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-incidents-'));
	now = monday;
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

it('has the time of the law from when it was known, not from when it was noted (ziaurrehman72/freshpedals-platform#34)', async () => {
	await setLocale('pt-PT');
	const { authority, people, law } = await add({ knownAt: '2026-11-28T10:00:00Z' });
	expect([law, authority.dueAt, authority.isLate]).toEqual(['gdpr', '2026-12-01T10:00:00.000Z', false]);
	expect(people.state).toBe('not-required');
	await expect(add({ knownAt: '2026-12-24' })).rejects.toMatchObject({ message: expect.stringContaining('in the future') as string });
	await expect(add({ nature: ' ' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('has people told apart from the authority: by the GDPR if the risk is high (WeblateOrg/weblate#21483)', async () => {
	await setLocale('pt-PT');
	const { id, people } = await add({ risk: 'high' });
	expect(people).toMatchObject({ state: 'open', dueAt: null });
	await notify(id, 'authority', { text: 'CNPD 4711' });
	await expect(close(id)).rejects.toMatchObject({ message: expect.stringContaining('The people were not told') as string });
	await notify(id, 'people');
	expect(await close(id)).toMatchObject({ state: 'closed', authority: { state: 'told' }, people: { state: 'told' } });
	await expect(note(id, { text: 'x' })).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
});

it('is closed without telling anybody only where a risk is unlikely, with the reason in the register', async () => {
	const { id } = await add();
	await expect(close(id)).rejects.toMatchObject({ message: expect.stringContaining('authority and the people') as string });
	await expect(note(id, { risk: 'unlikely' })).rejects.toMatchObject({ message: expect.stringContaining('without a reason') as string });
	const { missing } = await note(id, { risk: 'unlikely', text: 'The disk was encrypted' });
	expect(missing).toEqual([]);
	const { entries } = await close(id);
	expect(entries.map(({ step, text }) => [step, text])).toEqual([
		['added', null],
		['noted', 'The disk was encrypted'],
		['closed', 'The disk was encrypted'],
	]);
});

it('is closed with all that the register needs, or with the reason why it cannot be known', async () => {
	const { id } = await add({ contact: 'Ana Lima' });
	for (const to of ['authority', 'people'] as const) await notify(id, to);
	const end = (more: { incomplete?: true } = {}) =>
		closeIncident.perform({ incident: id, outcome: 'The disk is gone', ...more }, context());
	await expect(end()).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: `The register lacks of the incident ${id}: categories, people, records, consequences, measures. A closed one takes no more notes.`,
	});
	await note(id, { categories: ['names'], people: 4, records: 4, consequences: 'None' });
	await expect(end()).rejects.toMatchObject({ message: expect.stringContaining(`${id}: measures.`) as string });
	expect(await end({ incomplete: true })).toMatchObject({ state: 'closed', missing: ['measures'] });
});

it('says no hour where somebody said a day', async () => {
	await setLocale('pt-BR', 'America/Sao_Paulo');
	const { id } = await add({ knownAt: '2026-11-27' });
	await notify(id, 'authority', { at: '2026-11-28', text: 'Protocolo 1' });
	await notify(id, 'people', { at: '2026-11-28T10:00:00-03:00' });
	const { page } = await show(id);
	expect(page).toContain('<dd>27/11/2026 (America/Sao_Paulo)</dd>');
	expect(page).toContain('<dd>comunicado em 28/11/2026 (America/Sao_Paulo)</dd>');
	expect(page).toContain('comunicado em 28/11/2026 10:00 (America/Sao_Paulo)');
	expect(page).not.toContain('00:00');
});

it('needs the reason of a delay, and stays late', async () => {
	const { id, authority } = await add({ knownAt: '2026-11-23' });
	expect(authority).toMatchObject({ dueOn: '2026-11-26', isLate: true });
	await expect(notify(id, 'authority')).rejects.toMatchObject({ message: expect.stringContaining('a reason of the delay') as string });
	await expect(notify(id, 'authority', { at: '2026-11-20' })).rejects.toMatchObject({
		message: expect.stringContaining('known since 2026-11-23 00:00, and now is 2026-11-30 15:00 (UTC)') as string,
	});
	for (const at of ['2026-11-20', '2099-01-01'])
		await expect(notify(id, 'authority', { at })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const told = await notify(id, 'authority', { delay: 'It was found on a holiday' });
	expect(told).toMatchObject({ authority: { state: 'told', isLate: true }, facts: { authorityDelay: 'It was found on a holiday' } });
	// The reason of the one is not that of the other.
	await expect(notify(id, 'people')).rejects.toMatchObject({ message: expect.stringContaining('a reason of the delay') as string });
	expect(told.missing).toContain('peopleDelay');
	expect(told.completeBy).toBe('2026-12-29');
});

it.each(['', ' \n'])('takes no text of blanks for something that was said: %j', async (blank) => {
	const { id } = await add({ knownAt: '2026-11-23' });
	for (const refused of [
		...[add({ nature: blank }), add({ measures: blank }), add({ categories: ['names', blank] }), add({ risk: 'unlikely', text: blank })],
		...[note(id, { measures: blank }), note(id, { text: blank }), note(id, { text: 'x', contact: blank })],
		...[notify(id, 'authority', { delay: blank }), notify(id, 'authority', { delay: 'x', text: blank })],
	])
		await expect(refused).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringMatching(/^The field \w+ of/) as string });
	expect((await show(id)).missing).toContain('measures');
});

it('has each judged risk in its course, with the reason of one of which nobody is told', async () => {
	await expect(add({ risk: 'unlikely' })).rejects.toMatchObject({ message: expect.stringContaining('without a reason') as string });
	const { id } = await add({ risk: 'unlikely', text: 'The disk was encrypted' });
	await expect(note(id, { risk: 'unlikely' })).rejects.toMatchObject({ message: 'Nothing is said of the incident.' });
	await note(id, { records: 4 });
	const { entries } = await note(id, { risk: 'high', text: 'The key was in the bag' });
	expect(entries.map(({ risk, text }) => [risk, text])).toEqual([
		['unlikely', 'The disk was encrypted'],
		[null, null],
		['high', 'The key was in the bag'],
	]);
	expect((await show(id)).page).toContain('The key was in the bag; Risk for people: high');
});

it('counts the earliest time at which somebody was told, each in the course, unless a time was wrong', async () => {
	const { id } = await add({ knownAt: '2026-11-23' });
	await notify(id, 'authority', { delay: 'A holiday' });
	const earlier = await notify(id, 'authority', { at: '2026-11-24T10:00:00Z', text: 'By telephone' });
	expect(earlier.authority).toMatchObject({ at: '2026-11-24T10:00:00.000Z', isLate: false });
	expect(earlier.entries.map(({ toldAt }) => toldAt)).toEqual([null, '2026-11-30T15:00:00.000Z', '2026-11-24T10:00:00.000Z']);
	const at = '2026-11-27T10:00:00Z';
	await expect(notify(id, 'authority', { at, correct: true })).rejects.toMatchObject({ message: 'A time is corrected without a reason.' });
	expect((await notify(id, 'authority', { at, correct: true, text: 'It was the 27th' })).authority).toMatchObject({ isLate: true });
	expect((await show(id)).page).toContain('It was the 27th; told 2026-11-27 10:00 (UTC)');
	expect((await show(id)).page).toContain('<dd>told 2026-11-27 10:00 (UTC), late</dd>');
});

it('keeps the times that held when it was closed, wherever the tenant moves', async () => {
	await setLocale('pt-BR', 'America/Sao_Paulo');
	const { id } = await add();
	for (const to of ['authority', 'people'] as const) await notify(id, to);
	const before = await close(id);
	await closeOpened();
	await setLocale('pt-PT', 'Europe/Lisbon');
	const { law, timeZone, authority } = await show(id);
	expect({ law, timeZone, authority }).toEqual({ law: 'lgpd', timeZone: 'America/Sao_Paulo', authority: before.authority });
});

it('counts who is touched from the register of contacts, and stores nobody in clear (Dor-bl/moi-app#88)', async () => {
	for (const phone of phones) await hearPerson(phone, [{ kind: 'text', text: 'hello' }], host());
	const { contact } = await hearPerson(phones[0], [{ kind: 'text', text: 'again' }], host());
	expect((await add({ allContacts: true })).touched).toBe(2);
	const today = new Date().toISOString().slice(0, 10);
	now = Date.now() + hourMs;
	expect((await add({ from: today, knownAt: today })).touched).toBe(2);
	expect((await add({ from: '2020-01-01', to: '2021-01-01' })).touched).toBeNull();
	const { id, touched } = await add({ persons: [`phone=+${phones[0]}`, contact], nature: 'watermarked nature' });
	expect(touched).toBe(1);
	expect((await note(id, { people: 7 })).touched).toBe(7);
	await expect(add({ persons: ['nobody'] })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
	await expect(add({ from: '2021-01-01', to: '2020-01-01' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(add({ to: '2020-01-01' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await closeOpened();
	expect(readdirSync(home).some((name) => readFileSync(join(home, name)).includes('watermarked nature'))).toBe(false);
});

const rethrow = (fault: unknown): never => {
	throw fault as Error;
};

it('is told of also where the rules of another tenant cannot be read', async () => {
	await addIncident.perform({ nature: 'A laptop was stolen' }, context('acme'));
	await add();
	now += 49 * hourMs;
	await (await openTenants(host()))!.set({ name: 'acme', rules: { timeZone: 'Nowhere/Land' }, changedAt: 0, changedBy: 'ana' });
	dropReadRules(host('acme'));
	const faulty: string[] = [];
	await tellDueIncidents(host(), (_, tenant) => void faulty.push(tenant));
	expect([faulty, (await dueEvents()).length]).toEqual([['acme'], 2]);
});

it('is told of by an event before the time is over, and after it, once each (granit-fx/granit-dotnet#757)', async () => {
	const { id } = await add();
	const tell = async (hours: number) => {
		now += hours * hourMs;
		for (const _ of ['this service', 'another one']) await tellDueIncidents(host(), rethrow);
		return dueEvents();
	};
	expect(await tell(1)).toEqual([]);
	const near = (to: string) => ({ incident: id, to, dueAt: '2026-12-04T00:00:00.000Z', dueOn: '2026-12-03', isLate: false });
	expect(await tell(48)).toEqual([near('authority'), near('people')]);
	await notify(id, 'authority');
	expect((await tell(72)).slice(2)).toEqual([{ ...near('people'), isLate: true }]);
	await notify(id, 'people', { delay: 'Too many' });
	expect(await tell(24)).toHaveLength(3);
});

it('is a page for counsel, in both languages, which escapes what people wrote', async () => {
	const { id, missing } = await add({ nature: '<b>Mail</b> to a wrong address', categories: ['names'] });
	expect(missing).toEqual(['people', 'records', 'consequences', 'measures', 'contact']);
	expect((await show(id.toLowerCase())).page).toMatch(
		/Material for counsel[^]*&#60;b&#62;Mail[^]*Still missing<\/dt><dd>Number of people; /,
	);
	expect((await show(id, 'pt')).page).toMatch(/lang="pt-BR"[^]*Material para o jurídico[^]*comunicar até 03\/12\/2026[^]*Ainda falta/);
	await expect(show('INC-1')).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
	await expect(showIncident.perform({ incident: id }, context('acme'))).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
});

it('is in the record of processing with its times, and without what was said of it', async () => {
	const { id } = await add({ nature: 'Maria lost a phone' });
	const record = await recordProcessing.perform({ language: 'pt' }, context());
	expect(record.page).toMatch(new RegExp(`Incidentes com dados pessoais[^]*${id}[^]*comunicar até 03/12/2026`));
	expect(JSON.stringify(record)).not.toContain('Maria');
});

it('is listed page by page', async () => {
	const ids = [await add(), await add(), await add()].map(({ id }) => id);
	await note(ids[0]!, { risk: 'unlikely', text: 'Nothing was read' });
	await close(ids[0]!);
	const list = (query = {}) => listIncidents.perform(query, context());
	const first = await list({ state: 'all', limit: 2 });
	const rest = await list({ state: 'all', limit: 2, cursor: first.cursor });
	expect([...first.items, ...rest.items].map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
	expect((await list()).items).toHaveLength(2);
	await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('is worked on by commands', async () => {
	const troupe = (...args: string[]) => callTroupe(['privacy', 'incidents', ...args], { TROUPE_HOME: home });
	expect((await troupe()).noted).toContain('No incident is open');
	const added = await troupe(
		'add',
		'--nature',
		'A list was sent to a wrong address',
		'--category',
		'names',
		'--category',
		'phones',
		'--json',
	);
	const { id, facts } = JSON.parse(added.printed) as { id: string; facts: { categories: string[] } };
	expect(facts.categories).toEqual(['names', 'phones']);
	expect((await troupe()).printed).toMatch(new RegExp(`${id} .*likely +to be told until `));
	expect((await troupe('--language', 'pt')).printed).toMatch(/provável +comunicar até /);
	expect((await troupe('note', id, '--measures', 'The address was told to delete it')).printed).toContain('Measures: The address');
	expect((await troupe('close', id, '--outcome', 'x')).code).toBe(2);
	for (const to of ['authority', 'people']) expect((await troupe('notify', id, '--to', to)).code).toBe(0);
	const ofTenant = await troupe('add', '--tenant', 'acme', '--nature', 'x');
	expect(ofTenant.noted).toMatch(/report INC-\S+ --tenant acme -o FILE/);
	const file = join(home, 'page.html');
	expect((await troupe('report', id, '--language', 'pt', '-o', file)).code).toBe(0);
	expect(readFileSync(file, 'utf8')).toContain('Material para o jurídico');
	expect(JSON.parse((await troupe('report', id, '--json')).printed)).toMatchObject({
		id,
		counsel: expect.stringContaining('counsel') as string,
	});
	const refused = await troupe('close', id, '--outcome', 'Deleted');
	expect([refused.code, refused.noted]).toEqual([2, expect.stringContaining('lacks of the incident')]);
	await setLocale('pt-BR');
	expect((await troupe('close', id, '--outcome', 'Deleted', '--incomplete')).printed).toMatch(/risco provável, encerrado/);
	expect((await troupe('--all')).printed).toContain('encerrado');
	expect((await troupe('--all', '--language', 'en')).printed).toContain('closed');
	expect((await troupe('show', 'INC-1')).code).toBe(1);
});
