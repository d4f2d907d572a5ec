import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { TroupeError } from '../../../core/base/errors';
import { runAgent } from '../../../core/agents/run-agent';
import { eventKinds } from '../../../core/events/event-types';
import type { Gate } from '../../../core/ports/manifests';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { openEvents } from '../events/events';
import type { Host } from '../hosts/host';
import { openRuns } from '../state/host-runs';
import { composeAgent } from './agent';
import { beforeRun } from './before-run';
import type { AgentReference } from './agent-reference';

const clerk = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Helps.', prompt: 'Help.', limits: {} },
	...{ model: { extractive: false }, guardrails: { personalData: { types: ['BR_CPF'] } } },
};
const never = new AbortController().signal;
const message = 'I am Ana, 529.982.247-25.';
let stateFolder: string;
beforeEach(() => (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-before-run-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

const host = (more: Partial<Host> = {}): Host => ({
	...{ name: 'worker', tenant: 'acme', gate: openGate(), agentFolders: [], providers: {}, stateFolder, model: scriptedChatModel() },
	...more,
});
const refusing = (code: TroupeError['code']): Gate => ({
	...openGate(),
	admit: () => Promise.reject(new TroupeError({ code, message: 'no', fix: 'Approve it.' })),
});
const run = async (reference: AgentReference, more: Partial<Host> = {}, request: object = {}) => {
	const asked = { message, conversationId: 'c1', runId: 'r1', ...request };
	return runAgent(asked, await composeAgent(reference, host(more), asked), never);
};
const inline = { kind: 'inline', definition: clerk } as const;

async function published() {
	const events = await (await openEvents({ stateFolder })).read('acme', 0, 100);
	const ajv = addFormats.default(new Ajv({ strict: false }));
	for (const { type, data } of events) expect([ajv.validate(eventKinds[type].schema, data), ajv.errors]).toEqual([true, null]);
	expect(JSON.stringify(events)).not.toMatch(/Ana|529\.?982/);
	return events.map(({ type, data }) => ({ type, ...data }));
}

const noUsage = { inputTokens: 0, outputTokens: 0, costUsd: 0, modelCalls: 0, toolCalls: 0 };

it.each<[string, () => Promise<unknown>, object]>([
	[
		'whose agent does not exist',
		() => run({ kind: 'id', id: 'registry:nobody@^1' }),
		{ code: 'AGENT_NOT_FOUND', agent: { id: 'nobody', version: '' } },
	],
	[
		'whose agent has a text as its name',
		() => run({ kind: 'id', id: message }),
		{ code: 'AGENT_NOT_FOUND', agent: { id: '', version: '' } },
	],
	[
		'whose definition is invalid',
		() => run({ kind: 'inline', definition: { ...clerk, limits: 3 } }),
		{ code: 'AGENT_INVALID', agent: { id: 'clerk', version: '' } },
	],
	[
		'whose agent is not approved',
		() => run(inline, { gate: refusing('MANIFEST_NOT_APPROVED') }),
		{ code: 'MANIFEST_NOT_APPROVED', agent: { id: 'clerk', version: '1.0.0' } },
	],
	['whose input is refused', () => run(inline, {}, { message: ' ' }), { code: 'INPUT_INVALID', agent: { id: 'clerk', version: '1.0.0' } }],
	[
		'whose state is invalid',
		() => run(inline, {}, { resume: { state: { runId: 'waits' }, decisions: [] } }),
		{ code: 'RUN_STATE_INVALID', agent: { id: 'clerk', version: '1.0.0' }, runId: 'waits' },
	],
])('a run %s is published as failed, once, and its fault names it', async (_what, begin, expected) => {
	const { code, runId: named = 'r1' } = expected as { code: string; runId?: string };
	await expect(begin()).rejects.toMatchObject({ code, details: { runId: named } });
	const [event, ...others] = await published();
	expect([event, others]).toEqual([
		{ type: 'agent.run.failed', runId: 'r1', host: 'worker', durationMs: 0, usage: noUsage, ...expected },
		[],
	]);
	const store = await openRuns(host(), stateFolder);
	const { runId, code: errorCode } = event as unknown as { runId: string; code: string };
	const [record] = await store.list(10);
	expect(record).toMatchObject({ runId, state: 'failed', outcome: 'refused', errorCode, host: 'worker', attempts: 1, entries: 0 });
	expect(JSON.stringify(record)).not.toMatch(/Ana|529\.?982/);
	expect(record!.agent?.id ?? '').toBe((expected as { agent: { id: string } }).agent.id);
});

it('a fault of what comes before is told once, by the innermost that knows most; dry runs and replays are not told of', async () => {
	const compose = () => composeAgent({ kind: 'id', id: 'nobody' }, host(), { runId: 'r1' });
	await expect(beforeRun(host(), {}, compose)).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND', details: { runId: 'r1' } });
	expect(await published()).toMatchObject([{ runId: 'r1', agent: { id: 'nobody' } }]);
	await expect(composeAgent({ kind: 'id', id: 'nobody' }, host(), { runId: 'x'.repeat(5_000) })).rejects.toThrow();
	expect(await published()).toMatchObject([{}, { runId: 'x'.repeat(1_000) }]);
	await expect(composeAgent({ kind: 'id', id: 'nobody' }, host(), { mode: 'dry-run' })).rejects.toThrow();
	await expect(composeAgent({ kind: 'id', id: 'nobody' }, host(), { trail: [] })).rejects.toThrow();
	expect(await published()).toHaveLength(2);
});
