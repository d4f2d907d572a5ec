import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEvents } from '../../../providers/compose/events/events';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { dropReadRules, openTenants } from '../../../providers/compose/state/host-tenants';
import { closeOpened } from '../../../providers/compose/open-once';
import { callTroupe } from '../../../test/support/test-terminal';
import { writeDays } from '../../../core/base/text/write-day';
import { openGate } from '../../../test/fakes/permissive-gate';
import { hearPerson } from '../../../test/support/privacy/hear-person';
import { tellDueRequests } from '../../privacy/tell-due-requests';
import {
	extendDataRequest,
	listDataRequests,
	noteDataRequest,
	refuseDataRequest,
	settleDataRequest,
	showDataRequest,
} from './data-requests';
import { recordProcessing } from './privacy';
import { slowTest } from '../../../test/support/slow-tests';

const signal = new AbortController().signal;
const phone = '5544988880001';
const person = `phone=+${phone}`;
const dayMs = 86_400_000;

let home: string;
let now: number;
const host = (tenant = 'default') => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant, clock: { now: () => now } },
});
const context = (tenant?: string) => ({ host: host(tenant), by: 'user:ana', signal });
const note = (more: object = {}) => noteDataRequest.perform({ person, kind: 'access', ...more }, context());
const list = (query = {}) => listDataRequests.perform(query, context());
const extend = (protocol: string, more = {}) => extendDataRequest.perform({ protocol, reason: 'Many records', ...more }, context());
const say = (text: string) => hearPerson(phone, [{ kind: 'text', text }], host());
const setLocale = async (locale: string, timeZone = 'UTC') => {
	await (await openTenants(host()))!.set({ name: 'default', rules: { locale, timeZone }, changedAt: 0, changedBy: 'ana' });
	dropReadRules(host());
};
const dueEvents = async () =>
	(await (await openEvents(host())).read('default', 0, 50)).filter(({ type }) => type === 'contact.request-due').map(({ data }) => data);

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-data-requests-'));
	now = Date.now();
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

it('has what customers demanded in messages with the last day for the answer, page by page', async () => {
	const { contact } = await say('quais dados vocês têm sobre mim?');
	await say('apague meus dados');
	await say('parar');
	const { items, law, cursor } = await list({ limit: 1 });
	const rest = await list({ limit: 1, cursor });
	expect([...items, ...rest.items].map(({ kind }) => kind).toSorted()).toEqual(['access', 'erasure']);
	expect(rest.cursor).toBeUndefined();
	expect(law).toBe('lgpd');
	const dueOn = new Date(now + 15 * dayMs).toISOString().slice(0, 10);
	expect(items[0]).toMatchObject({ contact, channel: 'sales', by: 'contact', state: 'open', dueOn, isLate: false, outcome: null });
	await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('counts from the day on which the request came, not from that on which somebody noted it (krushit1307/CampusConnect#5162)', async () => {
	await say('hello');
	const came = new Date(now - 11 * dayMs).toISOString().slice(0, 10);
	const { protocol, dueOn, isNew } = await note({ at: came });
	expect([isNew, dueOn]).toEqual([true, new Date(Date.parse(came) + 15 * dayMs).toISOString().slice(0, 10)]);
	expect(await note()).toMatchObject({ protocol, isNew: false });
	for (const at of ['2099-01-01', '2001-01-01', '2026-02-30', 'yesterday'])
		await expect(note({ at, kind: 'erasure' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(note({ at: '2099-01-01', kind: 'erasure' })).rejects.toMatchObject({
		message: expect.stringContaining('in the future') as string,
	});
	await expect(note({ at: '2001-01-01', kind: 'erasure' })).rejects.toMatchObject({
		message: expect.stringContaining('more than a year ago') as string,
		fix: expect.stringContaining(new Date(now - 365 * dayMs).toISOString().slice(0, 10)) as string,
	});
	await expect(note({ person: 'nobody' })).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
});

it('is extended once, with a reason, before its last day has passed (ministryofjustice/correspondence_tool_staff#661)', async () => {
	await setLocale('pt-PT');
	await say('hello');
	const { protocol, law, at, dueOn } = await note();
	expect(law).toBe('gdpr');
	await expect(extend(protocol, { reason: ' ' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	for (const until of [dueOn!, '2026-02-30', '2099-01-01'])
		await expect(extend(protocol, { until })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(extend(protocol, { until: '30/12/2026' })).rejects.toMatchObject({
		message: '"30/12/2026" is not a day.',
		fix: 'Write it as 2026-12-30.',
	});
	const extended = await extend(protocol);
	const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
	expect(months(extended.dueOn!) - months(at)).toBe(3);
	expect(extended).toMatchObject({ state: 'extended', extensionReason: 'Many records' });
	await expect(extend(protocol)).rejects.toMatchObject({ message: expect.stringContaining('extended') as string });
	now += 75 * dayMs;
	expect((await list()).items).toMatchObject([{ isLate: false }]);
});

it('is not extended after its last day: it stays late, whatever came of it', async () => {
	await say('hello');
	const { protocol } = await note();
	now += 17 * dayMs;
	await expect(extend(protocol)).rejects.toMatchObject({ message: expect.stringContaining('has passed') as string });
	expect((await list()).items).toMatchObject([{ state: 'open', isLate: true }]);
});

it('is refused with the reason, or done with what was done, once', async () => {
	await say('hello');
	const { protocol } = await note({ kind: 'erasure' });
	const refused = { protocol, reason: 'An invoice must be kept' };
	await expect(refuseDataRequest.perform({ ...refused, reason: ' ' }, context())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	expect(await refuseDataRequest.perform(refused, context())).toMatchObject({
		...{ state: 'refused', outcome: 'An invoice must be kept', settledBy: 'user:ana', isLate: false },
	});
	await expect(settleDataRequest.perform({ protocol, outcome: 'x' }, context())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(extend(protocol)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const { protocol: second } = await note({ kind: 'rectification' });
	expect(await settleDataRequest.perform({ protocol: second, outcome: 'Corrected' }, context())).toMatchObject({ state: 'done' });
	expect((await list()).items).toEqual([]);
	expect((await list({ state: 'all' })).items.map(({ state }) => state).toSorted()).toEqual(['done', 'refused']);
});

it('keeps the last day that held when it was settled, wherever the tenant moves', async () => {
	await setLocale('pt-BR', 'America/Sao_Paulo');
	await say('hello');
	const { protocol, dueOn } = await note();
	now += 20 * dayMs;
	expect(await settleDataRequest.perform({ protocol, outcome: 'Sent' }, context())).toMatchObject({
		dueOn,
		isLate: true,
		extendedAt: null,
	});
	for (const zone of ['UTC', 'Europe/Lisbon']) {
		await setLocale('pt-PT', zone);
		expect(await showDataRequest.perform({ protocol }, context())).toMatchObject({ dueOn, isLate: true, state: 'done', law: 'gdpr' });
	}
});

it('shows none of another tenant, and no opt-out', async () => {
	await say('parar');
	const { protocol } = await note();
	await expect(showDataRequest.perform({ protocol }, context('acme'))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const [optOut] = await (await openChannels(host())).rights.list('default', { kinds: ['opt-out'] }, 9);
	await expect(showDataRequest.perform({ protocol: optOut!.protocol }, context())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	expect((await listDataRequests.perform({ state: 'all' }, context('acme'))).items).toEqual([]);
});

it('is told of also where the rules of another tenant cannot be read', async () => {
	const acme = await hearPerson(phone, [{ kind: 'text', text: 'hello' }], host('acme'));
	await noteDataRequest.perform({ person: acme.contact, kind: 'access' }, context('acme'));
	await say('hello');
	await note();
	now += 14 * dayMs;
	await (await openTenants(host()))!.set({ name: 'acme', rules: { timeZone: 'Nowhere/Land' }, changedAt: 0, changedBy: 'ana' });
	dropReadRules(host('acme'));
	const faulty: string[] = [];
	await tellDueRequests(host(), (_, tenant) => void faulty.push(tenant));
	expect([faulty, (await dueEvents()).length]).toEqual([['acme'], 1]);
});

const rethrow = (fault: unknown): never => {
	throw fault;
};

it('is told of by an event before its last day, and after it, once each, and again at its new time', async () => {
	const { contact } = await say('hello');
	const { protocol, dueOn } = await note();
	const tell = async (days: number) => {
		now += days * dayMs;
		for (const _ of ['this service', 'another one']) await tellDueRequests(host(), rethrow);
		return dueEvents();
	};
	expect(await tell(10)).toEqual([]);
	const near = { protocol, kind: 'access', contact, dueOn, isLate: false };
	expect(await tell(4)).toEqual([near]);
	const { dueOn: later } = await extend(protocol);
	expect(await tell(20)).toEqual([near]);
	expect((await tell(70)).slice(1)).toEqual([{ ...near, dueOn: later, isLate: true }]);
	await settleDataRequest.perform({ protocol, outcome: 'Sent' }, context());
	expect(await tell(1)).toHaveLength(2);
});

it('is in the report, with its times and without the person', async () => {
	const { contact } = await say('hello');
	const { protocol, dueOn } = await note();
	await refuseDataRequest.perform({ protocol, reason: 'Maria did not prove who she is' }, context());
	const { requests, page } = (await recordProcessing.perform({ language: 'pt' }, context())) as { requests: unknown; page: string };
	expect(requests).toMatchObject({ law: 'lgpd', hasMore: false, items: [{ protocol, kind: 'access', state: 'refused', dueOn }] });
	expect(page).toMatch(
		new RegExp(`Pedidos de titulares[^]*${protocol}</td><td>acesso aos seus dados[^]*${writeDays(dueOn!, 'pt')}[^]*recusado`),
	);
	expect(JSON.stringify([requests, page])).not.toMatch(new RegExp(`${contact}|${phone}|Maria`));
});

slowTest('is worked on by commands', async () => {
	await say('hello');
	const troupe = (...args: string[]) => callTroupe(['privacy', 'requests', ...args], { TROUPE_HOME: home });
	expect((await troupe()).noted).toContain('No request about data waits');
	const { protocol } = JSON.parse((await troupe('add', person, '--kind', 'access', '--json')).printed) as { protocol: string };
	expect((await troupe()).printed).toMatch(new RegExp(`${protocol} +access .*user:.* open`));
	expect((await troupe('extend', protocol, '--reason', 'Many records')).noted).toContain('The LGPD names no extension');
	expect((await troupe('show', protocol)).printed).toMatch(/access of .*, extended\n.*by user:[^]*extended .*because: Many records/);
	expect((await troupe('refuse', protocol, '--reason', 'Who are you?')).printed).toMatch(/refused\n[^]*by user:.*: Who are you\?/);
	expect(await troupe('done', protocol, '--outcome', 'Sent')).toMatchObject({ code: 2 });
	expect((await troupe('show', protocol, '--tenant', 'acme')).code).toBe(2);
	expect((await troupe('add', person, '--kind', 'restriction')).code).toBe(2);
	expect((await troupe('--all')).printed).toContain('refused');
});
