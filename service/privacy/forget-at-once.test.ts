import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { closeOpened } from '../../providers/compose/open-once';
import { openHostForgettings } from '../../providers/compose/state/host-forgettings';
import { openGate } from '../../test/fakes/permissive-gate';
import { forgetPerson } from './forget-person';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-at-once-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true });
});

const person = 'phone=+5544999999991';
const { signal } = new AbortController();

it('forgets a contact once, although two machines are asked at the same time, by other names', async () => {
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default' };
	const { contacts, mailbox, rights } = await openChannels(host);
	const event = {
		...{ kind: 'message' as const, key: 'one', id: 'one', address: 'one', at: Date.now(), author: 'contact' as const, name: 'Ana' },
		contact: [{ kind: 'phone' as const, value: '5544999999991', proof: 'provider' as const }],
		content: [{ kind: 'text' as const, text: 'secret' }],
	};
	const applied = await mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	const id = (applied as { contact: string }).contact;
	const contact = (await contacts.find('default', id))!;
	const request = { contact, by: 'user:ana' };
	const both = await Promise.allSettled([
		forgetPerson({ ...request, person }, host, signal),
		forgetPerson({ ...request, person: id }, host, signal),
	]);
	expect(both.map((one) => (one.status === 'fulfilled' ? one.value.receipt?.subject : (one.reason as Error).message))).toEqual([
		expect.any(String),
		expect.any(String),
	]);
	const { store } = await openHostForgettings(host);
	expect(await store.takeOpen(Infinity, 0)).toBeUndefined();
	expect(await contacts.list('default', 10)).toEqual([]);
	expect(await rights.list('default', {}, 10)).toEqual([]);
	const again = await forgetPerson({ person, contact: undefined, by: 'user:ana' }, host, signal);
	expect(again).toMatchObject({ isRepeated: true });
});
