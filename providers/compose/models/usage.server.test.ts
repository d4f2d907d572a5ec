import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import { TroupeError } from '../../../core/base/errors';
import { budgetsFile } from '../../../core/base/home-folders';
import type { ChatModel } from '../../../core/ports/models/models';
import { openGate } from '../../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { waitUntil } from '../../../test/support/wait-until';
import { composeAgent } from '../agents/agent';
import type { Host } from '../hosts/host';
import { openSwitches } from '../state/host-switches';
import { composeViolationLog } from '../guardrails/violations';
import { listenToBudgets } from './announce-budget';
import { composeJudge } from './models';
import { composeMeter, composeUsageStore } from './usage';

type Server = Awaited<ReturnType<typeof startOpenAiServer>>;

let server: Server;
let home: string;
beforeAll(async () => (server = await startOpenAiServer({ respond: () => ({ text: 'Yes.' }) })));
afterAll(() => server.close());
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-usage-'))));
afterEach(() => rmSync(home, { recursive: true }));

const never = new AbortController().signal;

function hostWith(change: Partial<Host> = {}): Host {
	return {
		...{ name: 'test', tenant: 't', gate: openGate(), agentFolders: [home], stateFolder: home },
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } },
		budgetsFile: budgetsFile({ TROUPE_HOME: home }),
		...change,
	};
}

function writeBudgets(document: unknown): void {
	writeFileSync(join(home, 'budgets.json'), JSON.stringify(document));
}

async function ask(host: Host, change: object = {}, route: object = {}) {
	const definition = definitionWith(change, route);
	return runAgent({ message: 'May I?', conversationId: 'c' }, await composeAgent({ kind: 'inline', definition }, host), never);
}

function definitionWith(change: object = {}, route: object = {}) {
	return {
		...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'Answer.' },
		model: { extractive: false, route: [{ provider: 'openai', model: 'gpt-4.1-mini', ...route }] },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
		limits: { messageCharacters: 100 },
		...change,
	};
}

const entries = async () => (await composeUsageStore({ stateFolder: home })).entries(0, 10, Date.now());
const limitOf = (outcome: Awaited<ReturnType<typeof ask>> | Error) => JSON.stringify(outcome, ['limit', 'code', 'details', 'budget']);

describe('what a host’s models use', () => {
	it('is in the ledger of its state folder, for its tenant and the agent, and in the outcome', async () => {
		const { usage } = await ask(hostWith());
		expect(usage).toMatchObject({ priceTable: expect.stringMatching(/^litellm /), costUsd: expect.any(Number) });
		expect(await entries()).toMatchObject([
			{ tenant: 't', agent: 'clerk', host: 'test', provider: 'openai', model: 'gpt-4.1-mini', state: 'ok', costUsd: usage.costUsd },
		]);
	});

	it('is in the ledger with the API key whose caller asked', async () => {
		const parts = () => composeAgent({ kind: 'inline', definition: definitionWith() }, hostWith());
		for (const by of ['mcp:key:k1', 'terminal:ana', 'a2a:key:k2', undefined])
			await runAgent({ message: 'May I?', conversationId: 'c', ...(by && { by }) }, await parts(), never);
		expect((await entries()).map(({ key }) => key)).toEqual(['k1', undefined, 'k2', undefined]);
		const totals = await (await composeUsageStore({ stateFolder: home })).totals({ by: ['key'] }, Date.now());
		expect(totals.map(({ group, calls }) => [group.key, calls]).sort()).toEqual(
			[
				['k1', 1],
				['k2', 1],
				[null, 2],
			].sort(),
		);
	});

	it('is priced by the definition, then by the host, then by the table', async () => {
		writeBudgets({ prices: { 'openai:gpt-4.1-mini': { input: 0, output: 0 } } });
		expect((await ask(hostWith())).usage).toMatchObject({ priceTable: 'host', costUsd: 0 });
		expect((await ask(hostWith(), {}, { price: { input: 1, output: 1 } })).usage).toMatchObject({ priceTable: 'definition' });
	});

	it('is in the ledger also after an outage of its database that was longer than calls wait for', async () => {
		const store = await composeUsageStore({ stateFolder: home });
		const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'away', retryable: true });
		const settle = jest.spyOn(store, 'settle').mockRejectedValue(away);
		let time = 0;
		const clock = jest.spyOn(performance, 'now').mockImplementation(() => (time += 60_000));
		const warned = jest.spyOn(process, 'emitWarning').mockImplementation();
		await ask(hostWith());
		clock.mockRestore();
		const kept = ['What a call of openai:gpt-4.1-mini of the run', 'is recorded when it answers'].map((part) =>
			expect.stringContaining(part),
		);
		for (const part of kept) expect(warned).toHaveBeenCalledWith(part, { code: 'TROUPE_USAGE' });
		warned.mockRestore();
		expect(await entries()).toMatchObject([{ state: 'open' }]);
		const lost = jest.fn();
		process.once('warning', lost);
		process.emit('exit', 0);
		expect(lost).toHaveBeenCalledWith(
			expect.objectContaining({ code: 'TROUPE_USAGE', message: expect.stringMatching(/mini of the run \S+\.$/) }),
		);
		settle.mockRestore();
		await waitUntil('the settlement', async () => (await entries())[0]!.state === 'ok');
	});

	it('is written down for guardrails’ judges too', async () => {
		const judge = await composeJudge(hostWith());
		await judge!.generate({ messages: [{ role: 'user', content: 'Is it?' }] }, never);
		expect(await entries()).toMatchObject([{ agent: null, model: 'gpt-4.1-mini', state: 'ok' }]);
	});
});

describe('a call of a model outside of a run', () => {
	/** Ends only when it is told to, as a model does that thinks for long. */
	const slow = (began: () => void): ChatModel => {
		const wait = (signal: AbortSignal) => {
			began();
			return new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(cancelled(signal)), { once: true }));
		};
		return {
			id: 'slow:model',
			generate: (_request, signal) => wait(signal),
			async *stream(_request, signal) {
				yield { kind: 'text', text: 'Yes, ' };
				await wait(signal);
			},
		};
	};
	const cancelled = (signal: AbortSignal) => new TroupeError({ code: 'CANCELLED', message: 'Cancelled.', cause: signal.reason });
	const request = { messages: [{ role: 'user' as const, content: 'Is it?' }] };
	const readAll = async (parts: AsyncIterable<unknown>) => {
		for await (const _part of parts);
	};

	it.each<[how: string, call: (model: ChatModel) => Promise<unknown>]>([
		['asked for a whole answer', (model) => model.generate(request, never)],
		['asked for a stream', (model) => readAll(model.stream(request, never))],
	])('ends when its tenant is stopped, and not when another is: %s (langgenius/dify#36164)', async (_how, call) => {
		const switches = (await openSwitches({ stateFolder: home }))!;
		const stop = (tenant: string) => switches.turnOff({ tenant, target: 'all', reason: 'wrong prices', changedBy: 'user:ana' });
		await stop('other');
		let began!: () => void;
		const begun = new Promise<void>((resolve) => (began = resolve));
		const calling = call((await composeMeter(hostWith())).chat(slow(began)));
		await Promise.race([begun, calling]);
		const stoppedAt = performance.now();
		await stop('t');
		await expect(calling).rejects.toMatchObject({ code: 'RUN_STOPPED', details: { changedBy: 'user:ana' } });
		expect(performance.now() - stoppedAt).toBeLessThan(5_000);
		expect(await entries()).toMatchObject([{ state: 'failed', errorCode: 'RUN_STOPPED', usage: { inputTokens: expect.any(Number) } }]);
		await expect(call((await composeMeter(hostWith())).chat(slow(began)))).rejects.toMatchObject({ code: 'RUN_STOPPED' });
	});
});

describe('what is known of an agent’s models', () => {
	it('is the smallest context and the dearest price of those that can be asked', async () => {
		const route = [
			{ provider: 'openai', model: 'gpt-4.1-mini' },
			{ provider: 'openai', model: 'gpt-4o', price: { input: 1, output: 100 } },
			{ provider: 'anthropic', model: 'claude-haiku-4-5' },
		];
		const parts = await composeAgent({ kind: 'inline', definition: { ...definitionWith(), model: { route } } }, hostWith());
		expect(parts.modelFacts?.contextTokens).toBe(128_000);
		expect(parts.modelFacts?.costUsd?.(1_000_000, 1000)).toBeCloseTo(1.1);
	});

	it('is nothing of one that nobody knows', async () => {
		const host = hostWith({ model: scriptedChatModel(), providers: {} });
		const parts = await composeAgent({ kind: 'inline', definition: definitionWith() }, host);
		expect(parts.modelFacts).toEqual({ costUsd: undefined });
	});
});

describe('a model that is metered by the node that it comes from', () => {
	const model = { ...scriptedChatModel('Yes.', 'Yes.'), metered: true };

	it('is not counted twice', async () => {
		await ask(hostWith({ model }));
		expect(await entries()).toEqual([]);
	});

	it('is refused where the agent’s own budgets would not count it', async () => {
		const refused = ask(hostWith({ model }), { budgets: [{ name: 'own', per: 'day', calls: 5 }] });
		await expect(refused).rejects.toMatchObject({ code: 'AGENT_INVALID', fix: expect.stringContaining('in that node') });
	});
});

describe('budgets', () => {
	it('are those of the file, of the host and of the agent', async () => {
		const none = { per: 'day', calls: 0 } as const;
		const refused = async (host: Host, change?: object) => limitOf(await ask(host, change).catch((error: Error) => error));
		writeBudgets({ budgets: [{ name: 'of the file', ...none, agent: 'clerk' }] });
		expect(await refused(hostWith())).toMatch(/budget|of the file/);
		writeBudgets({ budgets: [{ name: 'of the file', ...none, agent: 'another' }] });
		await ask(hostWith());
		expect(await refused(hostWith({ budgets: [{ name: 'of the host', ...none }] }))).toMatch(/budget|of the host/);
		expect(await refused(hostWith(), { budgets: [{ name: 'of the agent', per: 'day', calls: 1 }] })).toMatch(/budget|of the agent/);
		expect(await entries()).toHaveLength(1);
	});

	it('in a file with a fault are an error, and so is a file that is named and not there', async () => {
		writeBudgets({ budgets: [{ name: 'a', per: 'day' }] });
		await expect(ask(hostWith())).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('budgets.0 needs costUsd'),
		});
		const named = budgetsFile({ TROUPE_HOME: home, TROUPE_BUDGETS: join(home, 'elsewhere.json') });
		await expect(ask(hostWith({ budgetsFile: named }))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	it('hold also where nothing is kept', async () => {
		const host = hostWith({ stateFolder: undefined, budgetsFile: undefined, tenant: 'nowhere' });
		const budgets = [{ name: 'one call', tenant: 'nowhere', per: 'total' as const, calls: 1 }];
		await ask({ ...host, budgets });
		expect(limitOf(await ask({ ...host, budgets }).catch((error: Error) => error))).toMatch(/budget|one call/);
	});
});

describe('a budget that is nearly or entirely used', () => {
	it('is announced once in each period at 80 and at 100 percent, to listeners and in the log of violations', async () => {
		writeBudgets({
			budgets: [
				{ name: 'five calls', per: 'total', calls: 5 },
				{ name: 'rate', per: 'minute', calls: 5 },
			],
		});
		const told: Array<[string, number, number]> = [];
		const end = listenToBudgets(({ budget, percent, spent }) => void told.push([budget.name, percent, spent]));
		const host = hostWith({ clock: { now: () => Date.UTC(2026, 10, 20, 12) } });
		for (let number = 0; number < 3; number += 1) await ask(host);
		expect(told).toEqual([]);
		for (let number = 0; number < 4; number += 1) await ask(host).catch(() => undefined);
		end();
		expect(told).toEqual([
			['five calls', 80, 4],
			['five calls', 100, 5],
		]);
		const log = await composeViolationLog({ stateFolder: home });
		expect(await log.read()).toMatchObject([
			{ guardrail: 'five calls', code: 'BUDGET_80', stage: 'usage', action: 'log', host: 'test' },
			{ guardrail: 'five calls', code: 'BUDGET_100', stage: 'usage', action: 'block' },
		]);
	});
});
