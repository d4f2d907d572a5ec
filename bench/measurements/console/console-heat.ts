/**
 * US dollars by which costs on the page of a process instance differ from the ledger: the sum of the heat map, its elements, the sums that are shown, and
 * the table; for instances with loops, called processes, repeated and failed calls. They are read as a browser has them, while the instances run
 * and afterwards. Goal: 0.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { LedgerEntry } from '../../../core/ports/usage';
import { composeUsageStore } from '../../../providers/compose/models/usage';
import { waitUntil } from '../../../test/support/wait-until';
import { called, calling, startModels } from '../../console/costing-process';
import { openServed } from '../../console/open-served';
import { readCosts } from '../../console/read-costs';

type Served = Awaited<ReturnType<typeof openServed>>;
const texts = ['a lamp', 'two lamps', 'a chair and a table'];
/** The ledger counts in billionths. */
const nano = 1e9;
/** Time for a page to show what has happened. */
const settleMs = 20_000;

export async function run(): Promise<number> {
	const models = await startModels();
	const served = await openServed({ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${models.url}/v1` });
	try {
		await served.deploy([called]);
		await served.deploy([calling]);
		const keys = await Promise.all(texts.map((text, index) => start(served, text, index)));
		// This page is there from the beginning, and follows.
		const watching = await openInstance(served, keys[0]!);
		const isOver = async () => (await countIncidents(served)) === keys.length;
		await waitUntil('the last element of each instance to fail', isOver, { forMs: 300_000, everyMs: 500 });
		const ledger = await readLedger(served.home);
		let differs = await compareSettled(watching, keys[0]!, ledger);
		const instances = [...new Set(ledger.map(({ instance }) => instance!))];
		if (instances.length !== 2 * texts.length) throw new Error(`The ledger has ${instances.length} instances.`);
		for (const key of instances) {
			const page = await openInstance(served, key);
			differs += await compareSettled(page, key, ledger);
			await page.close();
		}
		return differs / nano;
	} finally {
		await served.close();
		await models.close();
	}
}

async function start({ call }: Served, text: string, index: number): Promise<string> {
	const variables = { text, items: Array.from({ length: 4 + 3 * index }, (_, item) => item) };
	return (await call('POST', '/v2/process-instances', { processDefinitionId: 'calling', variables })).processInstanceKey as string;
}

async function countIncidents({ call }: Served): Promise<number> {
	const { page } = await call('POST', '/v2/incidents/search', { filter: { state: 'ACTIVE' } });
	return (page as { totalItems: number }).totalItems;
}

async function openInstance(served: Served, key: string): Promise<Page> {
	const page = await (await served.signIn()).newPage();
	await page.goto(`${served.service.url}/console/processes/instances/${key}`);
	await page.getByLabel('Show cost').check();
	return page;
}

/** The entries, past all that the console reads them with. */
async function readLedger(home: string): Promise<LedgerEntry[]> {
	const store = await composeUsageStore({ stateFolder: home });
	const entries = await store.entries(0, 10_000, Date.now());
	const count = (is: (entry: LedgerEntry) => boolean) => entries.filter(is).length;
	const failed = count(({ state }) => state === 'failed');
	const sum = entries.reduce((all, { costUsd }) => all + (costUsd ?? 0), 0);
	console.log(
		`ledger: ${entries.length} calls, ${failed} failed, ${count(({ costUsd }) => costUsd === null)} unpriced, $${sum.toFixed(9)}`,
	);
	return entries;
}

async function compareSettled(page: Page, key: string, ledger: LedgerEntry[]): Promise<number> {
	for (const end = performance.now() + settleMs; ; await sleep(200)) {
		const differs = await compare(page, key, ledger);
		if (differs === 0 || performance.now() > end) return differs;
	}
}

/** In billionths. */
async function compare(page: Page, key: string, ledger: LedgerEntry[]): Promise<number> {
	const byElement = new Map<string, number>();
	for (const { instance, element, costUsd } of ledger)
		if (instance === key) byElement.set(element!, (byElement.get(element!) ?? 0) + toNano(costUsd ?? 0));
	const whole = sumOf(byElement.values());
	const { heat, rows, sums, besides, rounding } = await readCosts(page);
	const ofElements = [...byElement].map(([id, cost]) => cost - toNano(heat[id] ?? 0));
	const differences = [
		...ofElements,
		whole - sumOf(Object.values(heat).map(toNano)) - toNano(besides),
		whole - sumOf(rows.map(toNano)),
		...sums.map((sum) => whole - toNano(sum)),
		...(sums.length === 2 ? [] : [whole]),
		...rounding.map(toNano),
	];
	const differs = sumOf(differences.map(Math.abs));
	console.log(`${key}: ledger ${whole}, on ${Object.keys(heat).length} of ${byElement.size} elements, differs by ${differs} nano dollars`);
	return differs;
}

const toNano = (dollars: number) => Math.round(dollars * nano);
const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
