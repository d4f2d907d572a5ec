import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameStored } from '../../core/memory/conversations/conversation-names';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openMemory, runMemoryTask } from '../../providers/compose/memory/memory';
import { closeOpened } from '../../providers/compose/open-once';
import { removeOlderThan } from '../../providers/compose/privacy/remove-older';
import { openGate } from '../../sandbox/fakes/permissive-gate';
import { hearPerson } from '../../test/support/privacy/hear-person';
import { forgetPersonEverywhere } from '../operations/forget-person';
import { addHold } from '../operations/holds';
import { renewHolds } from './hold-person';

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
