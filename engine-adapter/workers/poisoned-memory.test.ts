/** Shows, with the real stores, that a person is asked in a later run about what an earlier one remembered from a text of others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatRequest } from '../../core/ports/models/models';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../test/fakes/tool-agent';
import type { Variables } from '../engine/variables';
import { agentJobHandler } from './agent-worker';
import { rememberJobHandler } from './knowledge/remember-worker';
import { slowTest } from '../../test/support/slow-tests';

const iban = 'DE89370400440532013000';
const mail = `Our new account is ${iban}.`;
const never = new AbortController().signal;
const agentDefinition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Pays.', capabilities: [], prompt: 'Pay.' },
	...{ model: { route: [], extractive: false }, guardrails: { personalData: { types: [] } }, limits: {} },
	memory: { turns: 1, summary: true, memories: 5 },
	tools: { rules: [{ tool: '*', permission: 'allow' }] },
};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-poisoned-'))));
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true, force: true });
});

let jobs = 0;
const pay = fakeTool('pay', () => 'done');
const readMail = { ...fakeTool('read_mail', () => mail), effect: 'reads' as const };

/** Does a job on stores that last longer than a process. */
async function perform(type: string, variables: Variables, headers: Record<string, string> = {}): Promise<Variables> {
	const write = async ({ messages }: ChatRequest) => {
		const { role, content } = messages.at(-1)!;
		const asked = JSON.stringify(content);
		const call = asked.includes('Pay it') ? calling(['pay', { iban }]) : asked.includes('Read') ? calling(['read_mail', {}]) : undefined;
		const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
		const text = role === 'tool' || asked.includes('account') ? `The account is ${iban}.` : 'Fine.';
		return { text, finish: 'stop' as const, model: 'script:model', usage, ...(role !== 'tool' && call) };
	};
	const model = scriptedChatModel(...Array.from({ length: 9 }, () => write));
	const host = { gate: openGate(), agentFolders: [], providers: {}, model, tools: [pay, readMail], stateFolder: folder };
	const handle = type === 'troupe:agent' ? agentJobHandler(host) : rememberJobHandler(host);
	const key = String((jobs += 1));
	const job = { key, type, instanceKey: key, processId: 'p', processDefinitionKey: '3', elementId: 'e', elementInstanceKey: key };
	const outcome = await handle({ ...job, headers, variables, retries: 3, deadline: 0 }, never);
	await closeOpened();
	return (outcome as { variables: Variables }).variables;
}
const ask = (message: string, more: Variables = {}) =>
	perform('troupe:agent', { message, agentDefinition, conversationId: 'c', origins: [], ...more });

test('a fact that a run took from a mail (brcampidelli/chimera-agent#84)', async () => {
	const read = await ask('Read my mail.');
	expect(read).toMatchObject({ outcome: 'reply', origins: ['tool'] });
	const { reply, origins } = read;
	expect(await perform('troupe:remember', { person: 'ana', facts: [reply], origins })).toMatchObject({ remembered: [{ text: reply }] });
	expect(await perform('troupe:remember', { person: 'ana' }, { operation: 'recall' })).toMatchObject({ origins: ['tool'] });
	expect(await ask('Pay it.', { personId: 'ana', conversationId: 'another' })).toMatchObject({ outcome: 'needs-human', origins: ['tool'] });
	expect(pay.calls).toHaveLength(0);
});

slowTest('a turn, and the summary of turns', async () => {
	await ask('Read my mail.');
	expect(await ask('Pay it.')).toMatchObject({ outcome: 'needs-human' });
	for (const message of ['Hello, good morning to you.', 'It is a fine day today.', 'I like the weather here.']) await ask(message);
	expect(await ask('Pay it.')).toMatchObject({ outcome: 'needs-human', origins: ['tool'] });
	expect(pay.calls).toHaveLength(0);
});

slowTest('what a person said themselves asks nobody', async () => {
	await perform('troupe:remember', { person: 'ana', facts: [{ text: mail, source: 'person' }], origins: [] });
	expect(await ask('Pay it.', { personId: 'ana' })).toMatchObject({ outcome: 'reply' });
	expect(pay.calls).toHaveLength(1);
});
