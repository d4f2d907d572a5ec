import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openForgottenList } from '../../providers/compose/memory/forget-everywhere';
import { closeOpened } from '../../providers/compose/open-once';
import { startTestService } from '../../test/support/offering-service';

const home = mkdtempSync(join(tmpdir(), 'troupe-memory-api-'));
let service: Awaited<ReturnType<typeof startTestService>>;
let keys: Record<'ana' | 'eve' | 'acme' | 'officer', string>;
beforeAll(async () => {
	service = await startTestService([]);
	keys = {
		ana: await service.createKey('ana', ['memory:manage']),
		officer: await service.createKey('officer', ['memory:manage', 'channel:manage']),
		eve: await service.createKey('eve', ['run:read', 'knowledge:manage']),
		acme: await service.createKey('acme', ['memory:manage'], 'acme'),
	};
});
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(home, { recursive: true });
});

async function call(name: string, body: object, key: keyof typeof keys = 'ana'): Promise<[number, object]> {
	const headers = { authorization: `Bearer ${keys[key]}`, 'content-type': 'application/json' };
	const response = await fetch(`${service.url}/api/v1/memory/${name}`, { method: 'POST', headers, body: JSON.stringify(body) });
	return [response.status, (await response.json()) as object];
}
const person = '+55 44 99999-9999';

it('remembers, recalls, exports and forgets, for the tenant of the caller alone', async () => {
	const facts = [{ text: 'Drinks tea', importance: 0.9 }];
	expect(await call('remember', { person, facts })).toMatchObject([200, { remembered: [{ text: 'Drinks tea' }] }]);
	expect(await call('preferences', { person, set: { tone: 'plain', size: null } })).toMatchObject([
		200,
		{ preferences: { tone: 'plain' } },
	]);
	expect(await call('recall', { person, question: 'tea?', top: 1 })).toMatchObject([200, { memories: [{ text: 'Drinks tea' }] }]);
	expect(await call('recall', { person }, 'acme')).toMatchObject([200, { memories: [] }]);
	expect(await call('forget', { person }, 'acme')).toMatchObject([200, { removed: { memories: 0 } }]);
	expect(await call('export', { person })).toMatchObject([200, { memories: [{}, {}] }]);
	expect(await call('forget', { person })).toMatchObject([200, { removed: { memories: 2 } }]);
});

it.each([
	['forget', {}, 400],
	['export', { person: '' }, 400],
	['recall', { person, top: 1e9 }, 400],
	['recall', { person, operation: 'forget' }, 400],
	['remember', { person, facts: [] }, 400],
	['remember', { person, facts: ['a text'] }, 400],
])('%s refuses %j', async (name, body, status) => {
	expect(await call(name, body)).toMatchObject([status, { code: 'INPUT_INVALID' }]);
	expect(await call(name, body, 'eve')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('forgets again whom the list of the service and those that are sent name, in the tenant of the caller', async () => {
	const facts = [{ text: 'Drinks tea' }];
	const from = '2000-01-01';
	const remembered = async () => (await call('export', { person }))[1] as { memories: object[] };
	await call('remember', { person, facts });
	expect(await call('forget', { person })).toMatchObject([200, { removed: { memories: 1 } }]);
	await call('remember', { person, facts });
	const entry = (await openForgottenList(service.host.stateFolder).read()).at(-1);
	const { isDone: _isDone, ...sent } = entry!;
	const refused = async (changes: object, by?: 'acme') => call('forget-again', { from, entries: [{ ...sent, ...changes }] }, by);
	expect(await refused({}, 'acme')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await refused({ tenant: 'globex' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	for (const wrong of [{ at: 'yesterday' }, { at: '01.05.2026' }, { tenant: ' default' }])
		expect(await refused(wrong)).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await call('forget-again', { from, tenant: 'default' }, 'acme')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await call('forget-again', { from: '2999-01-01' })).toMatchObject([200, { entries: 0 }]);
	expect((await remembered()).memories).toHaveLength(1);
	expect(await call('forget-again', { from, entries: [{ ...sent, persons: [] }] })).toMatchObject([
		...[200, { entries: 2, removed: { memories: 1 } }],
	]);
	expect((await remembered()).memories).toEqual([]);
	expect(await call('forget-again', { from: 'yesterday' })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});

it('is what the commands do at a service', async () => {
	const troupe = async (args: string[], input = '') => {
		const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(input)]);
		return { code: await runTroupe(args, terminal), printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	};
	await troupe(['login', service.url, '--name', 'prod', '--key-stdin'], keys.ana);
	const memory = (...args: string[]) => troupe(['memory', ...args, '--service', 'prod']);
	expect(await memory('remember', '-p', person, '--fact', 'Has a dog')).toMatchObject({ code: 0, noted: '' });
	expect(JSON.parse((await memory('recall', '-p', person)).printed)).toMatchObject({
		operation: 'recall',
		memories: [{ text: 'Has a dog' }],
	});
	expect(await memory('preferences', '-p', person, '--set', 'tone=plain')).toMatchObject({ code: 0 });
	expect(JSON.parse((await memory('forget-again', '--from', '2999-01-01')).printed)).toMatchObject({ entries: 0 });
	expect((await memory('forget', '-p', person)).code).toBe(2);
	expect(await memory('forget', '-p', person, '--yes')).toMatchObject({ code: 0, printed: expect.stringContaining('"memories": 2') });
	expect(await memory('forget', '--yes')).toMatchObject({ code: 2, noted: expect.stringContaining('fix: ') });
});

it('forgets a contact, whom desks and the CRM know too, only for whoever may manage channels', async () => {
	const { mailbox, contacts } = await openChannels(service.host);
	const event = {
		...{ kind: 'message' as const, key: 'm1', id: 'm1', address: '5544988887777', at: Date.now(), author: 'contact' as const },
		contact: [{ kind: 'phone' as const, value: '5544988887777', proof: 'provider' as const }],
		content: [{ kind: 'text' as const, text: 'hello' }],
	};
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	if (applied.kind !== 'message') throw new Error(applied.kind);
	const { contact } = applied;
	await call('remember', { person: contact, facts: [{ text: 'Drinks tea' }] });
	expect(await call('forget', { person: contact })).toMatchObject([
		403,
		{ code: 'ACCESS_DENIED', fix: expect.stringContaining('channel:manage') as string },
	]);
	expect(await contacts.find('default', contact)).toMatchObject({ id: contact });
	expect(await call('forget', { person: contact }, 'officer')).toMatchObject([200, { removed: { memories: 1 } }]);
	expect(await contacts.find('default', contact)).toBeUndefined();
});
