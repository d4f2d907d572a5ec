/** Every operation that changes something leaves an entry in the audit log, or is named here with the reason why it does not. */
import { openAudit } from '../../providers/compose/state/host-audit';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { closeOpened } from '../../providers/compose/open-once';
import { defaultHandOverSettings } from '../../core/ports/channels/hand-overs';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { describeEntry } from './audit/list-audit';
import { allScopes } from '../access/scopes';
import { record, startSettingsService } from '../../test/support/channels/settings-service';
import { operations } from './index';

/** They change nothing; what they are asked by has no place in an address. */
const reading = [
	...[
		'findContact',
		'findPerson',
		'listConsents',
		'recallMemories',
		'replayRun',
		'searchCollection',
		'searchRuns',
		'fillTask',
		'searchViolations',
		'validateAgents',
	],
	...['testChannel', 'testCredential', 'lintPrompt', 'renderPrompt'],
];

const changing = Object.entries(operations).filter(([name, { method }]) => method !== 'GET' && !reading.includes(name));
/** Their stores note what they do, in the transaction of the change. */
const byStore = changing.filter(([, { act }]) => !act).map(([name]) => name);

/** Notes without a play here, each with the reason. */
const playedElsewhere: Record<string, string> = {
	addChannel: 'asks a provider; its store is that of setChannel',
	decideSettings: 'as changeSettings, after a second person',
	refuseDataRequest: 'as settleDataRequest',
	splitContact: 'as mergeContacts',
	resendMessage: 'as settleMessage',
	...Object.fromEntries(['create', 'ask', 'change', 'prove', 'confirm', 'run'].map((name) => [`${name}Plan`, 'plans.test.ts'])),
	removeHold: 'as addHold, by the ID that it answered: the tests of holds',
	settleMessage: 'needs a provider that refuses: the contract of the outbox',
};

const body = (request: string, sent?: object) => ({ request, sent });
/** By operation: what is asked, in this order, and the action that is noted. */
const plays: Array<[name: string, action: string, ask: (ids: Ids) => ReturnType<typeof body>]> = [
	['turnOff', 'switch.turned_off', () => body('POST switches/off', { target: 'agent:clerk', reason: 'test' })],
	['turnOn', 'switch.turned_on', () => body('POST switches/on', { target: 'agent:clerk' })],
	['createAccessKey', 'api_key.created', () => body('POST access-keys', { name: 'ci', scopes: ['run:read'], days: 1 })],
	['rotateAccessKey', 'api_key.rotated', ({ key }) => body(`POST access-keys/${key}/rotate`, {})],
	['revokeAccessKey', 'api_key.revoked', ({ key }) => body(`POST access-keys/${key}/revoke`, {})],
	['addCredential', 'credential.created', () => body('POST credentials', credential)],
	['installTemplate', 'template.installed', () => body('POST templates/ticket-classifier/install', {})],
	['setServers', 'credential.updated', () => body('PUT credentials/api/servers', { servers: ['api.example.com'] })],
	['removeCredential', 'credential.removed', () => body('DELETE credentials/api')],
	['setTenantRules', 'tenant.updated', () => body('POST tenants/default', { retentionDays: 30 })],
	['forgetTenant', 'tenant.forgotten', () => body('POST tenants/umbrella/forget', { reason: 'They left' })],
	['forgetTenant', 'tenant.not_found', () => body('POST tenants/umbrela/forget', { reason: 'They left' })],
	['removeTenantRules', 'tenant.rules_removed', () => body('DELETE tenants/default')],
	['setRetention', 'tenant.updated', () => body('POST privacy/retention', { class: 'run', days: 90 })],
	['addHold', 'hold.added', () => body('POST privacy/holds', { person: 'nobody', reason: 'a lawsuit' })],
	['storeBudgets', 'setting.updated', () => body('PUT usage/budgets/stored', { budgets: [] })],
	['setChannel', 'channel.updated', () => body('PUT channels/plain', { agent: 'clerk' })],
	['pauseChannel', 'channel.paused', () => body('POST channels/plain/pause', {})],
	['resumeChannel', 'channel.resumed', () => body('POST channels/plain/resume', {})],
	['removeChannel', 'channel.removed', () => body('DELETE channels/plain')],
	['turnOff', 'switch.turned_off', () => body('POST switches/off', { target: 'channel:sales', reason: 'test' })],
	['turnOn', 'switch.turned_on', () => body('POST switches/on', { target: 'channel:sales' })],
	['changeSettings', 'channel_settings.done', () => body('PUT channels/sales/settings', { values: { greeting: 'x' } })],
	['changeSettings', 'channel_settings.done', () => body('PUT channels/sales/settings', { values: { greeting: 'y' }, share: 10 })],
	['keepSettings', 'channel_settings.done', () => body('POST channels/sales/settings/keep', {})],
	['undoSettings', 'channel_settings.done', () => body('POST channels/sales/settings/undo', {})],
	['changeWording', 'channel_settings.done', () => body('PUT channels/sales/settings/rules', { greetings: { 'link:fair': 'Hello' } })],
	['noteOnConversation', 'conversation.noted', ({ conversation }) => body(`POST conversations/${conversation}/note`, { text: 'secret' })],
	['assignConversation', 'conversation.assigned', ({ conversation }) => body(`POST conversations/${conversation}/assign`, { to: 'bia' })],
	[
		'setConversationMode',
		'conversation.mode_changed',
		({ conversation }) => body(`POST conversations/${conversation}/mode`, { mode: 'off' }),
	],
	[
		'replyInConversation',
		'conversation.answered',
		({ conversation }) => body(`POST conversations/${conversation}/reply`, { text: 'secret' }),
	],
	[
		'handOverConversation',
		'conversation.handed_over',
		({ conversation }) => body(`POST conversations/${conversation}/hand-over`, { reason: 'secret' }),
	],
	[
		'settleConversation',
		'conversation.settled',
		({ conversation }) => body(`POST conversations/${conversation}/settle`, { reason: 'secret' }),
	],
	[
		'mergeContacts',
		'contact.merged',
		({ contact, other }) => body('POST contacts/merge', { from: other, into: contact, reason: 'secret' }),
	],
	[
		'grantConsent',
		'consent.granted',
		({ contact }) => body('POST contacts/consents', { contact, purpose: 'marketing', basis: 'consent', way: 'form', reference: 'secret' }),
	],
	[
		'withdrawConsent',
		'consent.withdrawn',
		({ contact }) => body('POST contacts/consents/withdraw', { contact, purpose: 'marketing', way: 'spoken', reason: 'secret' }),
	],
	['optOutContact', 'contact.opted_out', ({ contact }) => body('POST contacts/opt-out', { contact })],
	['optInContact', 'contact.opted_in', ({ contact }) => body('POST contacts/opt-in', { contact, reason: 'secret' })],
	['exportContact', 'data.exported', ({ contact }) => body('POST contacts/export', { contact })],
	[
		'rectifyPerson',
		'contact.rectified',
		({ contact }) => body('POST privacy/rectify', { person: contact, name: 'secret', reason: 'secret' }),
	],
	['restrictPerson', 'contact.restricted', ({ contact }) => body('POST privacy/restrict', { person: contact, reason: 'secret' })],
	[
		'restrictPerson',
		'contact.restriction_lifted',
		({ contact }) => body('POST privacy/restrict', { person: contact, reason: 'secret', lift: true }),
	],
	['noteDataRequest', 'data_request.noted', ({ contact }) => body('POST privacy/requests', { person: contact, kind: 'access' })],
	['extendDataRequest', 'data_request.extended', ({ request }) => body(`POST privacy/requests/${request}/extend`, { reason: 'secret' })],
	['settleDataRequest', 'data_request.settled', ({ request }) => body(`POST privacy/requests/${request}/done`, { outcome: 'secret' })],
	['exportPersonEverywhere', 'data.exported', ({ contact }) => body('POST privacy/export', { person: contact })],
	['forgetContact', 'person.forgotten', ({ contact }) => body('POST contacts/forget', { contact })],
	['rememberFacts', 'memory.added', () => body('POST memory/remember', { person: 'phone-5544', facts: [{ text: 'secret' }] })],
	['forgetPerson', 'person.forgotten', () => body('POST memory/forget', { person: 'phone-5544' })],
];

const credential = { name: 'api', type: 'httpBearerAuth', data: { token: 'secret' } };
type Ids = Record<'key' | 'conversation' | 'contact' | 'other' | 'request', string>;

let service: Awaited<ReturnType<typeof startSettingsService>>;
let token: string;
beforeAll(async () => {
	service = await startSettingsService();
	await service.channels.put({ ...record, rules: { origins: [{ from: 'link:fair', agent: 'clerk' }] } }, true);
	token = await service.createKey('all', [...allScopes]);
	await ask('POST credentials', { name: 'bot', type: 'telegramApi', data: { accessToken: '1:secret' } });
});
afterAll(async () => {
	await service.close();
	await closeOpened();
});

async function ask(request: string, sent?: object): Promise<[number, Record<string, unknown>]> {
	const [method, path] = request.split(' ');
	const response = await fetch(`${service.url}/api/v1/${path}`, {
		headers: {
			authorization: `Bearer ${token}`,
			'user-agent': 'tests',
			'x-forwarded-for': '8.8.8.8',
			...(sent && { 'content-type': 'application/json' }),
		},
		...{ method, ...(sent && { body: JSON.stringify(sent) }) },
	});
	return [response.status, (await response.json()) as Record<string, unknown>];
}

async function write(value: string): Promise<{ contact: string; conversation: string }> {
	const { mailbox } = await openChannels(service.host);
	const event = {
		...{ kind: 'message' as const, key: value, id: value, address: value, at: Date.now(), author: 'contact' as const, name: 'M' },
		contact: [{ kind: 'phone' as const, value, proof: 'provider' as const }],
		content: [{ kind: 'text' as const, text: 'secret' }],
	};
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	if (applied.kind !== 'message') throw new Error(applied.kind);
	return { contact: applied.contact, conversation: applied.conversation };
}

async function readEntries(limit = 1_000) {
	const { store } = (await openAudit(service.host))!;
	await store.sequence('default');
	return (await store.search('default', { limit })).entries.map(describeEntry);
}

it('knows each operation that changes something', () => {
	const known = [...plays.map(([name]) => name), ...Object.keys(playedElsewhere)];
	expect(byStore.filter((name) => !known.includes(name))).toEqual([]);
	expect(known.filter((name) => !changing.some(([changes]) => changes === name))).toEqual([]);
});

it('leaves an entry that names who did it, from where, and no word of what was said (RamaAditya49/titen#107)', async () => {
	const [{ contact, conversation }, { contact: other }] = [await write('5544999999991'), await write('5544999999992')];
	const ids: Ids = { key: '', contact, conversation, other, request: '' };
	const missing: unknown[] = [];
	// So that something of it is there to be forgotten.
	await ask('POST tenants/umbrella', { retentionDays: 30 });
	let before = (await readEntries(1))[0]?.index ?? -1;
	for (const [name, action, play] of plays) {
		const { request, sent } = play(ids);
		const [status, answer] = await ask(request, sent);
		if (name === 'createAccessKey') ids.key = answer.id as string;
		if (name === 'noteDataRequest') ids.request = answer.protocol as string;
		if (name === 'rotateAccessKey') ids.key = answer.id as string;
		const entries = (await readEntries(20)).filter(({ index }) => index > before && index >= 0);
		before = Math.max(before, ...entries.map(({ index }) => index));
		const own = entries.find((entry) => entry.action === action);
		const who = own?.who.value as { name: string; address: string; userAgent: string } | undefined;
		if (status !== 200 || !who?.name.startsWith('key:') || who.address !== '127.0.0.1' || who.userAgent !== 'tests')
			missing.push({ name, status, code: answer.code, detail: answer.detail, who, actions: entries.map((entry) => entry.action) });
	}
	expect(missing).toEqual([]);
	expect(JSON.stringify(await readEntries())).not.toMatch(/secret|phone-5544|55449999/);
});

it('notes nothing that did not happen', async () => {
	const [{ contact, conversation }, { contact: other }] = [await write('5544999999993'), await write('5544999999994')];
	const before = (await readEntries())[0]!.index;
	const { contacts, handOvers } = await openChannels(service.host);
	const act = { by: 'user:ana', reason: 'test' };
	await contacts.merge('default', { ...act, from: contact, into: contact });
	await contacts.split('default', { ...act, from: other, into: contact });
	await contacts.separate('default', { ...act, contact, aliases: [], conversations: [] });
	const handOver = { key: 'k', reason: 'test', language: 'en' as const, by: 'user:ana', lastWords: [], pauseMs: null };
	for (const _ of [1, 2])
		await handOvers.begin('default', conversation, { ...handOver, settings: { ...defaultHandOverSettings, desk: null } });
	const { settings } = await openChannels(service.host);
	const { number: known } = await settings.read('default', 'sales');
	const change = { action: 'set' as const, changes: { greeting: 'z' }, share: null, by: 'user:ana' };
	await settings.change('default', 'sales', change, { known, waits: true });
	await settings.decide('default', 'sales', known + 1, { isApproved: false, by: 'user:bia', reason: null });
	const actions = (await readEntries()).filter(({ index }) => index > before).map(({ action }) => action);
	expect(actions.toSorted()).toEqual(['channel_settings.proposed', 'channel_settings.rejected', 'conversation.handed_over']);
});

it('does not note a preview as done', async () => {
	const acts = Object.entries(operations).flatMap(([name, { act, input }]) => {
		const { properties = {} } = (input as { body?: { properties?: object } }).body ?? {};
		const preview = ['dryRun', 'dry_run'].find((field) => field in properties);
		return act && preview ? [{ name, done: act({})?.action, noted: act({ [preview]: true })?.action }] : [];
	});
	expect(acts.filter(({ done, noted }) => done === noted)).toEqual([]);
	expect(acts.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['installTemplate', 'removeDocuments', 'retainCollection', 'purgeData']),
	);
	const before = (await readEntries())[0]!.index;
	expect(await ask('POST templates/ticket-classifier/install', { dryRun: true })).toMatchObject([200, { dryRun: true }]);
	expect((await ask('POST templates/no-such/install', { dryRun: true }))[0]).toBe(404);
	expect((await ask('POST knowledge/collections/none/documents/remove', { ids: ['a'], dryRun: true }))[0]).toBe(404);
	expect((await readEntries()).filter(({ index }) => index > before)).toEqual([]);
});

it('names who was forgotten as the receipt does, by whichever name it was asked for', async () => {
	await write('5544999999995');
	const [, { receipt }] = await ask('POST privacy/forget', { person: 'phone=+5544999999995', leaveUnreached: true });
	const { subject } = receipt as { subject: string };
	expect((await readEntries())[0]).toMatchObject({ action: 'person.forgotten', object: { kind: 'person', hash: subject } });
});

it('does not say that a person was forgotten where a conversation was, which is named by its keyed hash', async () => {
	expect((await ask('POST memory/forget', { conversation: 'chat-5544' }))[0]).toBe(200);
	const [entry] = await readEntries();
	expect(entry).toMatchObject({ action: 'conversation.forgotten', object: { kind: 'conversation', hash: expect.any(String) as string } });
	expect(JSON.stringify(entry)).not.toContain('chat-5544');
});

it('keeps names that a model or people at a desk wrote out of the leaves, which stay for ever', async () => {
	expect((await ask('POST switches/off', { target: 'origin:5511988887777', reason: 'test' }))[0]).toBe(200);
	await ask('DELETE wanted-tools/write_to_5511988887777');
	const { store } = (await openAudit(service.host))!;
	await store.sequence('default');
	const { entries } = await store.search('default', { limit: 2 });
	expect(entries.map(describeEntry).map(({ action, object }) => [action, object?.value])).toEqual([
		['wanted_tool.removed', 'write_to_5511988887777'],
		['switch.turned_off', 'origin:5511988887777'],
	]);
	expect(entries.map(({ leaf }) => leaf).join()).not.toContain('5511988887777');
});

it('finds entries by time, act, who, object and outcome, and the rest of them with the next page', async () => {
	const list = async (query: string) =>
		(await ask(`GET audit/entries?${query}`))[1] as { items: Array<Record<string, unknown>>; before?: number };
	const [all, keys] = [await list('limit=1000'), await list('act=api_key')];
	const count = (page: typeof all) => page.items.length;
	expect(count(keys)).toBe(all.items.filter(({ action }) => (action as string).startsWith('api_key.')).length);
	expect(count(await list('act=api_key.created'))).toBeGreaterThan(0);
	expect(count(await list('act=api'))).toBe(0);
	expect(count(await list('object=credential'))).toBeGreaterThan(2);
	expect((await list('object=clerk&act=agent')).items).toEqual([]);
	expect(count(await list('who=user:nobody'))).toBe(0);
	expect(count(await list(`who=key:${token.slice(0, 12)}&limit=1000`))).toBeGreaterThan(20);
	expect([count(await list('to=2020-01-01')), count(await list('from=2020-01-01&limit=1000'))]).toEqual([0, count(all)]);
	expect(count(await list('outcome=failure&limit=1000'))).toBe(all.items.filter(({ outcome }) => outcome === 'failure').length);
	const [first, second] = [await list('limit=2'), await list(`limit=2&before=${(await list('limit=2')).before}`)];
	expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 4));
	expect(await ask('GET audit/entries?from=yesterday')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});

it('does not believe the address that a caller names (openemr/openemr#11915)', async () => {
	expect(JSON.stringify(await readEntries())).not.toContain('8.8.8.8');
});
