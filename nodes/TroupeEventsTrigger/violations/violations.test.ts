import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import type { Violation } from '../../../core/guardrails/policy/guard';
import { composeViolationLog } from '../../../providers/compose/guardrails/violations';
import { announceBudget } from '../../../providers/compose/models/announce-budget';
import { openGate } from '../../../test/fakes/permissive-gate';
import { recordViolations } from '../../shared/guardrails/record-violations';
import { fakeExecuteFunctions } from '../../../test/support/n8n/fake-execute-functions';
import { fakeTriggerFunctions, type FakeTrigger } from '../../../test/support/n8n/fake-trigger-functions';
import { readFilter } from './read-filter';
import { trigger } from '../trigger';
import { slowTest } from '../../../test/support/slow-tests';
import { waitUntil } from '../../../test/support/wait-until';

let home: string;
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-violations-'))));
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const secret: Violation = {
	guardrail: 'secrets',
	code: 'SECRET',
	stage: 'output',
	action: 'block',
	matches: [{ type: 'AWS_KEY', start: 1, end: 5, score: 1 }],
	reason: 'It holds a key.',
};
const price: Violation = { ...secret, guardrail: 'no-price', code: 'PRICE', action: 'rewrite' };

const record = (violations: Violation[], conversationId?: string) =>
	recordViolations(fakeExecuteFunctions({ parameters: {} }), violations, conversationId);

async function start(options: Partial<FakeTrigger> = {}) {
	const emitted: IDataObject[] = [];
	const parameters = { source: 'violations', codes: [], actions: [], stages: [], guardrails: '', ...(options.parameters as IDataObject) };
	const { context } = fakeTriggerFunctions({ workflow: async (item) => (emitted.push(item), {}), ...options, parameters });
	const { closeFunction, manualTriggerFunction } = await trigger.call(context, openGate());
	return { given: emitted, close: closeFunction!, test: manualTriggerFunction };
}

/** All that was recorded has been given out, and a moment later no more. */
async function settled(given: unknown[], count: number): Promise<void> {
	await waitUntil(`${count} violations`, () => given.length >= count, { seen: () => given, everyMs: 5 });
	await wait(20);
}

test.each([
	[[], false],
	[['SECRET'], false],
	[['BUDGET_80'], true],
])('with the violations %j, a budget at 80 percent starts the workflow: %j', (codes, starts) => {
	const isWanted = readFilter({ getNodeParameter: ((name: string, other: unknown) => (name === 'codes' ? codes : other)) as never });
	const unknown = { person: null, key: null, run: null, agentVersion: null, agentSha256: null, policy: null, policyVersion: null };
	const nowhere = { ...unknown, conversation: null, agent: null, tool: null, argument: null, matches: [], matchCount: 0 };
	const event = { ...nowhere, id: 1, at: 0, host: 'worker', guardrail: 'month' };
	expect(isWanted({ ...event, code: 'BUDGET_80', stage: 'usage', action: 'log' })).toBe(starts);
	expect(isWanted({ ...event, code: 'CREDENTIAL_EXPIRED', stage: 'credentials', action: 'log' })).toBe(false);
});

slowTest('starts the workflow for each violation from now on, with what was found by type and position', async () => {
	await record([price]);
	const { given, close } = await start();
	await record([secret, price], 'conversation of Maria');
	await settled(given, 2);
	expect(given.map(({ code }) => code)).toEqual(['SECRET', 'PRICE']);
	expect(given[0]).toMatchObject({
		id: 2,
		guardrail: 'secrets',
		stage: 'output',
		matches: [{ type: 'AWS_KEY', start: 1, end: 5 }],
		host: 'n8n',
	});
	expect(given[0]!.at).toMatch(/^\d{4}-\d\d-\d\dT/);
	expect(JSON.stringify(given)).not.toContain('Maria');
	await close();
	await record([secret]);
	await settled(given, 2);
	expect(given).toHaveLength(2);
});

it.each([
	[{ codes: ['SECRET'] }, ['SECRET']],
	[{ actions: ['rewrite'] }, ['PRICE']],
	[{ stages: ['input'] }, []],
	[{ guardrails: ' no-price ,other' }, ['PRICE']],
	[{ codes: ['SECRET'], actions: ['rewrite'] }, []],
])('gives those that the form asks for: %j', async (parameters, expected) => {
	const { given, close } = await start({ parameters });
	await record([secret, price]);
	await settled(given, expected.length);
	expect(given.map(({ code }) => code)).toEqual(expected);
	await close();
});

it('goes on after the last one when n8n starts again: none twice, none left out', async () => {
	const staticData = {};
	const first = await start({ staticData });
	await record([secret]);
	await settled(first.given, 1);
	await first.close();
	await record([price]);
	const second = await start({ staticData, activationMode: 'init' });
	await settled(second.given, 1);
	expect(second.given.map(({ code }) => code)).toEqual(['PRICE']);
	await second.close();
});

it('begins with the next one when somebody publishes the workflow, and where the log was deleted', async () => {
	const staticData = { lastId: 90 };
	await record([secret]);
	const published = await start({ staticData });
	expect(staticData.lastId).toBe(1);
	await published.close();
	staticData.lastId = 90;
	const anew = await start({ staticData, activationMode: 'init' });
	await record([price]);
	await settled(anew.given, 1);
	expect(anew.given.map(({ code }) => code)).toEqual(['PRICE']);
	await anew.close();
});

it('gives one to the editor’s test', async () => {
	const { given, test, close } = await start({ mode: 'manual', parameters: { codes: ['SECRET'] } });
	await test!();
	await record([price, secret, secret]);
	await settled(given, 1);
	expect(given.map(({ code }) => code)).toEqual(['SECRET']);
	await close();
});

describe('tenants', () => {
	const recordFor = async (tenant: string, violation: Violation) =>
		(await composeViolationLog({ stateFolder: home, tenant })).record([violation], { host: 'worker' });
	afterEach(() => void delete process.env.TROUPE_TENANT);

	it('gives those of its own tenant only, budgets included', async () => {
		process.env.TROUPE_TENANT = 'acme';
		const { given, close } = await start({ parameters: { codes: ['SECRET', 'BUDGET_80'] } });
		await recordFor('globex', secret);
		const budget = { name: 'month', tenant: 'globex', per: 'month' } as const;
		const event = { budget, percent: 80, field: 'calls', cap: 10, spent: 8, resetsAt: null } as const;
		await announceBudget({ stateFolder: home }, { ...event, key: 'globex' });
		await announceBudget({ stateFolder: home }, { ...event, budget: { ...budget, tenant: 'acme' }, key: 'acme' });
		await recordFor('acme', secret);
		await settled(given, 2);
		expect(given.map(({ tenant, code }) => [tenant, code])).toEqual([
			['acme', 'BUDGET_80'],
			['acme', 'SECRET'],
		]);
		await close();
	});

	it('gives those of all tenants to an operator, each once, also of a tenant that is new and after a restart', async () => {
		const staticData = {};
		const parameters = { tenants: 'all' };
		await recordFor('acme', price);
		const first = await start({ staticData, parameters });
		await recordFor('acme', secret);
		await recordFor('globex', secret);
		await settled(first.given, 2);
		expect(first.given.map(({ tenant, id, code }) => [tenant, id, code]).sort()).toEqual([
			['acme', 2, 'SECRET'],
			['globex', 1, 'SECRET'],
		]);
		await first.close();
		await recordFor('globex', price);
		await recordFor('initech', price);
		const second = await start({ staticData, parameters, activationMode: 'init' });
		await settled(second.given, 2);
		expect(second.given.map(({ tenant, id }) => [tenant, id]).sort()).toEqual([
			['globex', 2],
			['initech', 1],
		]);
		await second.close();
	});

	it('refuses all tenants where the n8n or the credential belongs to one', async () => {
		process.env.TROUPE_TENANT = 'acme';
		await expect(start({ parameters: { tenants: 'all' } })).rejects.toThrow('This n8n (TROUPE_TENANT) belongs to the tenant "acme"');
		delete process.env.TROUPE_TENANT;
		const credentials = { troupeDatabaseApi: { host: '127.0.0.1', port: 1, user: 'u', database: 'd', tenant: 'globex' } };
		await expect(start({ parameters: { tenants: 'all' }, credentials })).rejects.toThrow('belongs to the tenant "globex"');
	});
});
