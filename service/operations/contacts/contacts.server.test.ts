import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../../test/support/test-terminal';
import { sealCredential } from '../../../core/credentials/credential-sealing';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import { closeOpened } from '../../../providers/compose/open-once';
import { pipeRunToken, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { until } from '../../../test/support/wait-until';
import { startTestService } from '../../../test/support/offering-service';

const home = mkdtempSync(join(tmpdir(), 'troupe-contacts-api-'));
let service: Awaited<ReturnType<typeof startTestService>>;
let keys: Record<'ana' | 'eve' | 'acme', string>;
const ids: string[] = [];
beforeAll(async () => {
	service = await startTestService([]);
	keys = {
		ana: await service.createKey('ana', ['channel:manage']),
		eve: await service.createKey('eve', ['memory:manage']),
		acme: await service.createKey('acme', ['channel:manage'], 'acme'),
	};
	const { mailbox } = await openChannels(service.host);
	for (const value of ['5544999999991', '5544999999992', '5544999999993']) {
		const event = {
			...{ kind: 'message' as const, key: value, id: value, address: value, at: 1_700_000_000_000, author: 'contact' as const },
			...{
				contact: [{ kind: 'phone' as const, value, proof: 'provider' as const }],
				content: [{ kind: 'text' as const, text: 'Hi' }],
				name: 'M',
			},
		};
		const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
		if (applied.kind === 'message') ids.push(applied.contact);
	}
});
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(home, { recursive: true });
});

async function call(path: string, body?: object, key: keyof typeof keys = 'ana'): Promise<[number, Record<string, unknown>]> {
	const response = await fetch(`${service.url}/api/v1/contacts${path}`, {
		headers: { authorization: `Bearer ${keys[key]}`, ...(body && { 'content-type': 'application/json' }) },
		...(body && { method: 'POST', body: JSON.stringify(body) }),
	});
	return [response.status, (await response.json()) as Record<string, unknown>];
}

it('lists by pages, finds by any name, joins, splits and forgets, and says who did it', async () => {
	const listed = [];
	for (let cursor = ''; ;) {
		const [, page] = await call(`?limit=2${cursor}`);
		listed.push(...(page.items as Array<{ id: string }>).map(({ id }) => id));
		if (page.cursor === undefined) break;
		cursor = `&cursor=${page.cursor as string}`;
	}
	expect(listed.sort()).toEqual([...ids].sort());
	const [one, other] = ids;
	expect(await call('/merge', { from: other, into: 'phone=+5544999999991', reason: 'Same.' })).toEqual([
		200,
		{ contact: one, merged: other },
	]);
	expect(await call('/find', { contact: one })).toMatchObject([
		200,
		{
			conversations: [{ channel: 'sales' }, {}],
			changes: expect.arrayContaining([expect.objectContaining({ actor: expect.stringMatching(/^key:/) })]),
		},
	]);
	expect(await call('/split', { contact: one, merged: other, reason: 'No.' })).toEqual([200, { contact: one, split: other }]);
	expect(await call('/forget', { contact: one })).toEqual([200, { contact: one, reached: [], notReached: [], protocols: [] }]);
	const gone = {
		code: 'RESOURCE_NOT_FOUND',
		detail: expect.stringContaining('no contact'),
		fix: expect.stringContaining('GET /api/v1/contacts'),
	};
	expect(await call('/find', { contact: one })).toMatchObject([404, gone]);
});

it('does not forget a contact while a place that has more of them is away, and goes on in the background', async () => {
	const crm = await startPipeRunServer();
	const contact = 'phone=+5544999999993';
	const { store, keys: vault } = await openCredentials(service.host);
	const identity = { tenant: 'default', name: 'vendas', type: 'piperunApi' };
	const sealed = await sealCredential(vault, identity, { token: pipeRunToken, baseUrl: crm.url });
	const dates = { createdAt: 1, changedAt: 1, changedBy: 'user:test', tokenEndsAt: null, endsAt: null, checkedAt: null };
	await store.put({ ...identity, provider: null, testUrl: null, revision: 0, ...dates, problem: null, ...sealed }, true);
	crm.fault = () => ({ status: 503, headers: { 'retry-after': '3600' }, body: {} });
	expect(await call('/forget', { contact })).toMatchObject([
		503,
		{
			code: 'CRM_UNREACHABLE',
			detail: expect.stringMatching(/not forgotten yet: not reached: CRM vendas \(CRM_UNREACHABLE\)/) as string,
			fix: expect.stringContaining('leaveUnreached') as string,
		},
	]);
	expect(await call('/find', { contact })).toMatchObject([200, { conversations: [{}] }]);
	const asked = await fetch(`${service.url}/api/v1/contacts/forget`, {
		headers: { authorization: `Bearer ${keys.ana}`, 'content-type': 'application/json', prefer: 'respond-async' },
		...{ method: 'POST', body: JSON.stringify({ contact }) },
	});
	const { id } = (await asked.json()) as { id: string };
	const show = async () => (await call(`/../operations/${id}`))[1];
	await until(async () => /"queued".*"CRM vendas"/.test(JSON.stringify(await show())), { everyMs: 500 });
	// Its breaker would stay open.
	await store.remove('default', 'vendas');
	await until(async () => (await show())['state'] === 'completed', { everyMs: 500 });
	expect((await call('/find', { contact }))[0]).toBe(404);
	await crm.close();
});

it.each([
	['/find', {}],
	['/merge', { from: 'a', into: 'b' }],
	['/merge', { from: 'phone=+5544999999992', into: 'phone=+5544999999992', reason: 'x' }],
	['/split', { contact: 'phone=+5544999999992', reason: 'x' }],
	['/forget', { contact: '' }],
	['/export', {}],
	['?limit=0', undefined],
	['/opt-in', { contact: 'phone=+5544999999992', reason: 'x' }],
	['/../privacy/requests/2026-11-28-ABCD/done', { outcome: 'x' }],
	['/opt-outs?state=over', undefined],
	['/opt-outs?cursor=x', undefined],
	['/../privacy/requests?cursor=x', undefined],
])('refuses %s %j', async (path, body) => {
	expect(await call(path, body)).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await call(path, body, 'eve')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('has the contacts of the caller’s tenant alone', async () => {
	expect(await call('', undefined, 'acme')).toEqual([200, { items: [], timeZone: 'UTC' }]);
	for (const path of ['/find', '/forget', '/opt-out', '/export']) expect((await call(path, { contact: ids[1] }, 'acme'))[0]).toBe(404);
});

it('is what the commands do at a service', async () => {
	const troupe = async (args: string[], input = '') => {
		const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(input)]);
		return { code: await runTroupe(args, terminal), printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	};
	await troupe(['login', service.url, '--name', 'prod', '--key-stdin'], keys.ana);
	const contacts = (...args: string[]) => troupe(['contacts', ...args, '--service', 'prod']);
	expect((await contacts('list')).printed).toContain('phone=+5544999999992');
	expect((await contacts('show', 'phone=+5544999999992')).printed).toMatch(/conversation \S+ of sales/);
	expect(JSON.parse((await contacts('export', 'phone=+5544999999992')).printed)).toMatchObject({
		conversations: [{ channel: 'sales', messages: [{ author: 'contact', text: expect.stringContaining('Hi') }] }],
	});
	expect(await contacts('show', 'nobody')).toMatchObject({ code: 1, noted: expect.stringContaining('no contact "nobody"') });
	expect(await contacts('forget', 'phone=+5544999999992', '--yes', '--json')).toMatchObject({
		code: 0,
		noted: expect.stringContaining('forgotten'),
	});
});
