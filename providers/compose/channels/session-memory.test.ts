import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import { rememberSession, rememberSessions, type SessionMemory } from '../../../core/channels/remember-session';
import type { MessageEvent } from '../../../core/ports/channels/channel-events';
import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { EndedSession } from '../../../core/ports/channels/sessions';
import type { ChatModel } from '../../../core/ports/models/models';
import type { TakenContent } from '../../../core/ports/work';
import { attemptWork } from '../../../core/work/attempt-work';
import { TroupeError } from '../../../core/base/errors';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { type ChannelStores, openChannelStores } from '../../state/channels/open-channel-stores';
import { composeAgent } from '../agents/agent';
import type { Host } from '../hosts/host';
import { openMemory, runMemoryTask } from '../memory/memory';
import { composeSessionMemory } from './session-memory';
import { slowTest } from '../../../test/support/slow-tests';

const never = new AbortController().signal;
const rules = { ...defaultMailboxRules, remember: true, maxQuietMs: 0, quietMs: 0 };
const of = [{ tenant: 'default', lanes: ['sales'] }];
const clerk = { kind: 'id' as const, id: 'clerk' };

let home: string;
let host: Host;
let stores: ChannelStores;
let now: number;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-session-'));
	mkdirSync(join(home, 'agents'));
	const guardrails = { personalData: { types: ['EMAIL_ADDRESS'] } };
	const definition = { id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'You help.', guardrails, limits: {} };
	writeFileSync(join(home, 'agents', 'clerk.json'), JSON.stringify({ ...definition, model: { extractive: false } }));
	host = { gate: openGate(), agentFolders: [join(home, 'agents')], providers: {}, stateFolder: join(home, 'state') };
	now = Date.now();
	stores = openChannelStores(':memory:', { clock: { now: () => now } });
});
afterEach(async () => {
	await stores.close();
	rmSync(home, { recursive: true, force: true });
});

let messages = 0;
async function write(text: string, author: MessageEvent['author'] = 'contact'): Promise<void> {
	messages += 1;
	const contact = [{ kind: 'phone' as const, value: '5544988887777', proof: 'provider' as const }];
	const about = { kind: 'message' as const, key: `m${messages}`, id: `m${messages}`, address: '5544988887777', at: now };
	const event = { ...about, author, contact, content: [{ kind: 'text' as const, text }] };
	await stores.mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, rules);
}

/** A session of a customer and a person of the company, which is over. */
async function endSession(): Promise<void> {
	await write('I need 40 mowers, write to maria@example.com');
	await write('I send you an offer.', 'account');
	now += rules.sessionMs;
}

const take = async (holder = 'a') => (await stores.sessions.ended.take(holder, { max: 1, leaseMs: 60_000, of }))[0];
const recall = async (person: string) => {
	const result = await runMemoryTask({ operation: 'recall', person }, host, never);
	return result.operation === 'recall' ? result.memories.map(({ text }) => text) : [];
};
const remember = (work: TakenContent<EndedSession>, memory: SessionMemory) => rememberSession(stores, memory, work, never);
const withModel = (model: ChatModel) => composeSessionMemory(clerk, { ...host, model });

it('stores what a model writes of a session, without personal data, and the next session knows it', async () => {
	await endSession();
	const model = scriptedChatModel('Needs 40 mowers. An offer is open.');
	const work = (await take())!;
	await remember(work, withModel(model));
	const [request] = model.requests;
	expect(request!.messages.at(-1)!.content).toMatch(/Customer: "I need 40 mowers[^]*Colleague: "I send you an offer\."/);
	expect(JSON.stringify(request)).not.toContain('maria@example.com');
	expect(request!.maxOutputTokens).toBeLessThanOrEqual(300);
	expect(await recall(work.content.contact)).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d: Needs 40 mowers\./)]);
	expect(await take()).toBeUndefined();
	// A model wrote it, of replies that can repeat a text of others.
	expect(await (await openMemory(host)).memories(work.content.contact)).toMatchObject([{ labels: { source: 'model' } }]);
	const agent = scriptedChatModel('Hello again.');
	const composed = await composeAgent(clerk, { ...host, model: agent, minMemories: 5 });
	await runAgent({ message: 'Hello', conversationId: 'next', person: work.content.contact }, composed, never);
	expect(agent.requests[0]!.messages[1]!.content).toContain('An offer is open.');
});

it('stores one summary when an attempt stops before its end, without a second call', async () => {
	await endSession();
	const memory = withModel(scriptedChatModel('Needs 40 mowers.'));
	const broken: SessionMemory = { ...memory, remember: () => Promise.reject(new Error('The store is away.')) };
	const work = (await take())!;
	await expect(remember(work, broken)).rejects.toThrow('away');
	now += 60_000;
	const again = (await take('b'))!;
	expect(again).toMatchObject({ attempts: 2, content: { summary: expect.stringContaining('mowers') as string } });
	await remember(again, memory);
	await remember(again, memory);
	expect(await recall(work.content.contact)).toHaveLength(1);
});

const attempt = (work: TakenContent<EndedSession>, model: ChatModel, faults: unknown[]) => {
	const { ended } = stores.sessions;
	const parts = { ended, remember: (one: TakenContent<EndedSession>) => remember(one, withModel(model)) };
	return attemptWork(work, rememberSessions({ ...parts, onFault: (fault) => faults.push(fault) }), never);
};

slowTest('gives up after three attempts, and tells of each', async () => {
	await endSession();
	const faults: unknown[] = [];
	for (const attempts of [1, 2, 3]) {
		const work = (await take())!;
		expect(work.attempts).toBe(attempts);
		await attempt(work, scriptedChatModel(' ', ' ', ' ', ' '), faults);
		now += 299_999;
		expect(await take()).toBeUndefined();
		now += 1;
	}
	expect(faults).toEqual(Array(3).fill(expect.objectContaining({ code: 'MODEL_OUTPUT_INVALID' })));
	expect(await take()).toBeUndefined();
});

it('waits while an operator has stopped the agent, however long that takes', async () => {
	await endSession();
	const stopped = new TroupeError({ code: 'RUN_STOPPED', message: 'Stopped.', fix: 'Start it.', retryable: true });
	const model: ChatModel = { ...scriptedChatModel(), generate: () => Promise.reject(stopped) };
	for (const attempts of [1, 2, 3, 4]) {
		const work = (await take())!;
		expect(work.attempts).toBe(attempts);
		await attempt(work, model, []);
		now += 300_000;
	}
	expect(await take()).toMatchObject({ attempts: 5, content: { summary: null } });
});

it('writes nothing without a model, and nothing of a session in which nobody answered', async () => {
	await endSession();
	const work = (await take())!;
	await remember(work, composeSessionMemory(clerk, host));
	await write('Anybody there?');
	now += rules.sessionMs;
	await remember((await take())!, withModel(scriptedChatModel()));
	expect([await recall(work.content.contact), await take()]).toEqual([[], undefined]);
});

it('leaves nothing of a contact who is forgotten while the summary is written', async () => {
	await endSession();
	const work = (await take())!;
	const memory = withModel(scriptedChatModel('Needs 40 mowers.'));
	const forgetful: SessionMemory = {
		...memory,
		async remember(contact, text, signal) {
			await memory.remember(contact, text, signal);
			await stores.contacts.forget('default', contact);
		},
	};
	await remember(work, forgetful);
	expect(await recall(work.content.contact)).toEqual([]);
});
