import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultMailboxRules } from '../../core/ports/channels/mailbox-rules';
import { runAgent } from '../../core/agents/run-agent';
import { holderOf } from '../../core/memory/conversations/conversation-names';
import type { AliasClaim } from '../../core/ports/channels/channel-events';
import { composeAgent } from '../../providers/compose/agents/agent';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { closeOpened } from '../../providers/compose/open-once';
import { openVaultKeys } from '../../providers/compose/guardrails/vault-parts';
import { composeRuns } from '../../providers/compose/state/host-runs';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { exportWhole } from '../../test/support/privacy/export-whole';
import { findValues } from '../../test/support/privacy/find-values';
import { findPerson } from '../operations/privacy/find-person';
import { forgetPerson } from './forget-person';
import { listHoldNames } from './hold-names';
import { namePerson } from './name-person';
import { slowTest } from '../../test/support/slow-tests';

const tenant = 'default';
const { signal } = new AbortController();
const definition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'You help.', model: { extractive: false } },
	...{ memory: { turns: 5, memories: 5 }, limits: {}, guardrails: { personalData: { types: [] } } },
};

let home: string;
const hostOf = () => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant });
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-names-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true });
});

const byPhone: AliasClaim = { kind: 'phone', value: '5544999999991', proof: 'provider' };
const byLid: AliasClaim = { kind: 'lid', value: '77712345678901', proof: 'provider' };

async function hear(channel: string, address: string, contact = [byPhone]) {
	const { mailbox } = await openChannels(hostOf());
	const event = {
		...{
			kind: 'message' as const,
			key: `${address} ${contact.length}`,
			id: `${address} ${contact.length}`,
			address,
			at: Date.now(),
			author: 'contact' as const,
			name: 'Ana',
		},
		contact,
		content: [{ kind: 'text' as const, text: 'hello' }],
	};
	return (await mailbox.apply(event, { tenant, channel, receipt: null }, defaultMailboxRules)) as {
		contact: string;
		conversation: string;
	};
}

async function recordRun(conversationId: string): Promise<void> {
	const { records } = await composeRuns(hostOf());
	const runId = `of ${conversationId}`;
	const of = { workflow: 'w', execution: '7' };
	const attempt = await records!.begin({ runId, host: 'n8n', conversationId, withinMs: 60_000, of });
	await records!.end(runId, {
		...{ attempt: attempt as number, state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [] },
	});
}

async function forget(person: string) {
	const { contacts } = await openChannels(hostOf());
	const contact = (await contacts.find(tenant, person))!;
	const names = listHoldNames(await namePerson(person, contact, hostOf()));
	const { stored } = await findPerson.perform({ person }, { host: hostOf(), by: 'user:ana', signal });
	const { receipt } = await forgetPerson({ person, contact, by: 'user:ana' }, hostOf(), signal);
	return { names, runs: stored.find(({ table }) => table === 'run')?.rows, places: receipt!.places };
}

const countLeft = async (conversations: readonly string[]) => {
	const keys = await openVaultKeys(hostOf(), home);
	return findValues(
		home,
		'',
		conversations.map((id) => keys.pseudonym('conversation', tenant, id)),
	);
};

slowTest('forgets what is stored under the oldest of more conversations than a page has', async () => {
	const conversations: string[] = [];
	let contact = '';
	for (let number = 0; number < 250; number += 1) {
		const heard = await hear(`sales-${number}`, `at ${number}`);
		contact = heard.contact;
		conversations.push(heard.conversation);
	}
	const named = [conversations[0]!, `${conversations[1]}-1`];
	for (const id of named) await recordRun(id);
	expect(await countLeft(named)).not.toEqual([]);
	const { names, runs, places } = await forget(contact);
	expect(names).toEqual(expect.arrayContaining(conversations));
	expect(runs).toBe(2);
	expect(places).toContainEqual({ place: 'state.db run', removed: 2 });
	expect(await countLeft(named)).toEqual([]);
});

it('forgets what is stored under a conversation that became part of another', async () => {
	await hear('sales', byPhone.value);
	await hear('sales', byLid.value, [byLid]);
	const { contact } = await hear('sales', byLid.value, [byPhone, byLid]);
	const { contacts, mailbox } = await openChannels(hostOf());
	expect(await mailbox.list(tenant, { contact }, 5)).toHaveLength(1);
	const all = await contacts.listConversations(tenant, await contacts.listParts(tenant, contact));
	expect(all).toHaveLength(2);
	for (const { id, session } of all) {
		await recordRun(id);
		await recordRun(session);
	}
	const { names, runs } = await forget(contact);
	expect(names).toEqual(expect.arrayContaining(all.map(({ id }) => id)));
	expect(runs).toBe(4);
	expect(await countLeft(all.flatMap(({ id, session }) => [id, session]))).toEqual([]);
});

slowTest('counts and removes requests that no service has taken in yet', async () => {
	const { contact } = await hear('sales', byPhone.value);
	const { contacts, receipts } = await openChannels(hostOf());
	const stored = JSON.stringify({ from: byPhone.value, text: 'secret' });
	await receipts.accept({ tenant, channel: 'sales', key: 'waits', stored, receivedAt: Date.now() });
	const ofInbox = async () => {
		const { stored: counted } = await findPerson.perform({ person: contact }, { host: hostOf(), by: 'user:ana', signal });
		return counted.filter(({ store }) => store === 'state-inbox.db');
	};
	expect(await ofInbox()).toEqual([{ store: 'state-inbox.db', table: 'request', rows: 1, stays: null }]);
	const known = (await contacts.find(tenant, contact))!;
	const { receipt } = await forgetPerson({ person: contact, contact: known, by: 'user:ana' }, hostOf(), signal);
	expect(receipt!.places).toContainEqual({ place: 'state-inbox.db request', removed: 1 });
	expect([await ofInbox(), await findValues(home, '', [byPhone.value])]).toEqual([[], []]);
});

slowTest('counts, holds, exports and forgets what an agent remembers of a session in which it knew no person', async () => {
	const { contact, conversation } = await hear('sales', byPhone.value);
	const { contacts } = await openChannels(hostOf());
	const agent = await composeAgent({ kind: 'inline', definition }, { ...hostOf(), model: scriptedChatModel('Hi.') });
	await runAgent({ conversationId: `${conversation}-1`, message: 'hello' }, agent, signal);
	const ofMemory = async () => {
		const { stored } = await findPerson.perform({ person: contact }, { host: hostOf(), by: 'user:ana', signal });
		return stored.flatMap(({ store, table, rows }) => (store === 'memory.db' ? [[table, rows]] : []));
	};
	expect(await ofMemory()).toEqual([
		['memory_conversations', 1],
		['memory_turns', 1],
	]);
	const { rows } = await exportWhole(contact, hostOf());
	expect(rows.filter(({ table }) => table === 'memory_turns')).toHaveLength(1);
	const known = (await contacts.find(tenant, contact))!;
	const keys = await openVaultKeys(hostOf(), home);
	const held = listHoldNames(await namePerson(contact, known, hostOf()));
	expect(held).toContain(keys.pseudonym('subject', tenant, holderOf(`${conversation}-1`)));
	const { receipt } = await forgetPerson({ person: contact, contact: known, by: 'user:ana' }, hostOf(), signal);
	expect(receipt!.places).toContainEqual({ place: 'memory.db memory_turns', removed: 1 });
	expect(await ofMemory()).toEqual([]);
});
