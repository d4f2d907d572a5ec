import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameStored } from '../../core/memory/conversations/conversation-names';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openMemory, runMemoryTask } from '../../providers/compose/memory/memory';
import { closeOpened } from '../../providers/compose/open-once';
import { removeOlderThan } from '../../providers/compose/privacy/remove-older';
import { openGate } from '../../test/fakes/permissive-gate';
import { hearPerson } from '../../test/support/privacy/hear-person';
import { listAudit } from '../operations/audit/list-audit';
import { forgetContact } from '../operations/contacts/contacts';
import { forgetPersonEverywhere } from '../operations/privacy/forget-person';
import { addHold, removeHold } from '../operations/privacy/holds';
import { performOperation } from '../operations/perform-operation';
import { setTenantRules } from '../operations/tenants';
import { renewHolds } from './hold-person';
import { resumeForgettings, idleMs } from './resume-forgettings';

const signal = new AbortController().signal;
const dayMs = 86_400_000;
const allOld = -100 * dayMs;
const phone = '5544988880001';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-held-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

const hostOf = () => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default' });
const context = () => ({ host: hostOf(), by: 'user:bia', signal });
const hear = () => hearPerson(phone, [{ kind: 'text', text: 'hello' }], hostOf());
const hold = (person: string) => addHold.perform({ person, reason: 'a lawsuit' }, context());
const forget = (person: string) => forgetPersonEverywhere.perform({ person }, context());

it('forgets nobody who was held by their number before they wrote', async () => {
	const { id } = await hold(`phone=+${phone}`);
	const { contact } = await hear();
	expect(await forget(contact)).toMatchObject({ status: 'held', hold: { id } });
	const { contacts } = await openChannels(hostOf());
	expect(await contacts.find('default', contact)).toBeDefined();
});

it('keeps what agents remember by the session of somebody who is held, although they named no person', async () => {
	const { contact } = await hear();
	const { mailbox } = await openChannels(hostOf());
	const { session } = (await mailbox.list('default', { contact }, 1))[0]!;
	const owned = { ...hostOf(), conversationOwner: { workflow: 'w', agent: 'a' } };
	await runMemoryTask({ operation: 'remember', conversation: session, turn: { message: 'Hi', reply: 'Ho' } }, owned, signal);
	await runMemoryTask({ operation: 'remember', conversation: 'of-bob', turn: { message: 'Hi', reply: 'Ho' } }, owned, signal);
	await hold(contact);
	await renewHolds(hostOf());
	await removeOlderThan('memory', allOld, hostOf());
	const memory = await openMemory(hostOf());
	const left = async (conversation: string) =>
		(await memory.conversation(nameStored(conversation, owned.conversationOwner), 9))?.turns.length ?? 0;
	expect([await left(session), await left('of-bob')]).toEqual([1, 0]);
});

it('holds a contact who is merged, and both parts after a split', async () => {
	const one = await hear();
	const other = await hearPerson('5544988880002', [{ kind: 'text', text: 'me too' }], hostOf());
	const { id } = await hold(one.contact);
	const { contacts } = await openChannels(hostOf());
	const act = { from: one.contact, into: other.contact, by: 'user:ana', reason: 'same' };
	await contacts.merge('default', act);
	expect(await forget(other.contact)).toMatchObject({ status: 'held', hold: { id } });
	await renewHolds(hostOf());
	await contacts.split('default', act);
	for (const each of [one, other]) expect(await forget(each.contact)).toMatchObject({ status: 'held', hold: { id } });
	await removeOlderThan('conversation', allOld, hostOf());
	for (const each of [one, other]) expect(await contacts.find('default', each.contact)).toBeDefined();
});

it('forgets what a workflow remembers by a session and by the conversation', async () => {
	const { contact, conversation } = await hear();
	const { mailbox } = await openChannels(hostOf());
	const { session } = (await mailbox.list('default', { contact }, 1))[0]!;
	const owned = { ...hostOf(), conversationOwner: { workflow: 'w' } };
	for (const each of [session, conversation])
		await runMemoryTask({ operation: 'remember', conversation: each, turn: { message: 'Hi', reply: 'Ho' } }, owned, signal);
	expect(await forget(contact)).toMatchObject({ status: 'complete' });
	const memory = await openMemory(hostOf());
	for (const each of [session, conversation])
		expect(await memory.conversation(nameStored(each, owned.conversationOwner), 9)).toBeUndefined();
});

it('is refused to a forgetting that is under way, before its next step, and says so; the rest is forgotten after the hold', async () => {
	const { contact } = await hear();
	let added: Awaited<ReturnType<typeof hold>> | undefined;
	const forgetInProcesses = async () => {
		added ??= await hold(`phone=+${phone}`);
		return { cancelled: 0, instances: 1, messages: 0, left: [] };
	};
	const host = { ...hostOf(), forgetInProcesses };
	expect(await forgetPersonEverywhere.perform({ person: contact }, { host, by: 'user:ana', signal })).toMatchObject({
		...{ status: 'held', receipt: null },
		hold: { id: expect.stringMatching(/^hold-/) as string },
	});
	expect(added).toMatchObject({ isBeingForgotten: true, isKnown: true });
	const { contacts } = await openChannels(hostOf());
	expect(await contacts.find('default', contact)).toBeDefined();
	const later = { ...host, clock: { now: () => Date.now() + idleMs + 1_000 } };
	expect(await resumeForgettings(later, signal)).toBe(0);
	await removeHold.perform({ hold: added!.id }, context());
	const muchLater = { ...host, clock: { now: () => Date.now() + 3 * idleMs } };
	expect(await resumeForgettings(muchLater, signal)).toBe(1);
	expect(await contacts.find('default', contact)).toBeUndefined();
	expect(await hold('somebody-else')).toMatchObject({ isBeingForgotten: false });
});

it('ends at the beginning of a day of the tenant', async () => {
	await setTenantRules.perform({ tenant: 'default', timeZone: 'America/Sao_Paulo' }, context());
	const held = async (until: string) => (await addHold.perform({ person: 'all', reason: 'x', until }, context())).until;
	expect(await held('2999-07-01')).toBe('2999-07-01T03:00:00.000Z');
	expect(await held('2999-07-01T00:00:00Z')).toBe('2999-07-01T00:00:00.000Z');
	await expect(held('2999-02-30')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test.each(['ALL', '*', 'Todos', 'everyone'])('is not of somebody who is called %s', async (person) => {
	await expect(hold(person)).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('all') as string });
});

it('is what the audit log has of a refused forgetting of a contact, which did not fail', async () => {
	const { contact } = await hear();
	await hold(contact);
	await expect(performOperation(forgetContact, { contact }, context())).rejects.toMatchObject({ code: 'STATE_CONFLICT' });
	const { items } = await listAudit.perform({}, context());
	const acts = items.map(({ action, outcome }) => `${action} ${outcome}`);
	expect(acts).toContain('person.held success');
	expect(acts.filter((act) => act.startsWith('person.forgotten'))).toEqual([]);
});
