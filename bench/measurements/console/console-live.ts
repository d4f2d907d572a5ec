/**
 * Milliseconds (p95) from an event of the embedded engine until the token that it moved is painted in a browser: on a diagram of 500 elements, with 50
 * tokens that come or go each second, all other parts of the page in use, and the service and the browser on one machine. Fails if the page ends
 * with other tokens than the engine has. Goal: 150.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { jobType, moves, moving } from '../../../test/support/processes/moving-process';
import { openServed } from '../../console/open-served';
import { watchBadges } from '../../console/watch-badges';

type Served = Awaited<ReturnType<typeof openServed>>;
/** A move takes a token from one element and gives it to another one. */
const movesPerSecond = Number(process.env.BENCH_EVENTS ?? 50) / 2;

export async function run(): Promise<number> {
	const served = await openServed();
	try {
		await served.deploy([moving]);
		const instance = await served.call('POST', '/v2/process-instances', { processDefinitionId: moving.name.replace('.bpmn', '') });
		const key = instance.processInstanceKey as string;
		const page = await (await served.signIn()).newPage();
		await page.goto(`${served.service.url}/console/processes/instances/${key}`);
		const readBadges = await watchBadges(page);
		await move(served);
		return await report(served, page, key, await readBadges());
	} finally {
		await served.close();
	}
}

/** Completes jobs at the rate; one that is late is not waited for. */
async function move({ call }: Served): Promise<void> {
	const taken: string[] = [];
	const working: Array<Promise<unknown>> = [];
	const begun = performance.now();
	const take = async () => {
		for (let count = 0; count < moves;) {
			const body = { type: jobType, worker: 'bench', timeout: 60_000, maxJobsToActivate: 100, requestTimeout: 5_000 };
			const jobs = (await call('POST', '/v2/jobs/activation', body)).jobs as Array<{ jobKey: string }>;
			taken.push(...jobs.map(({ jobKey }) => jobKey));
			count += jobs.length;
		}
	};
	const taking = take();
	for (let done = 0; done < moves;) {
		const due = begun + (done / movesPerSecond) * 1_000;
		await sleep(Math.max(1, due - performance.now()));
		const key = taken.shift();
		if (key === undefined) continue;
		working.push(call('POST', `/v2/jobs/${key}/completion`, { variables: {} }));
		done += 1;
	}
	await Promise.all([taking, ...working]);
	const seconds = (performance.now() - begun) / 1_000;
	console.log(`${moves} moves in ${seconds.toFixed(1)} s: ${((2 * moves) / seconds).toFixed(0)} tokens a second`);
}

interface TokenEvent {
	kind: string;
	elementId: string;
	timestamp: string;
	elementType: string;
}

async function report({ call }: Served, page: Page, key: string, seen: Map<string, { came?: number; went?: number }>): Promise<number> {
	const events: TokenEvent[] = [];
	for (let after = 0; ;) {
		const kinds = 'element-activated,element-completed';
		const answer = await call('GET', `/v2/events?follow=false&processInstanceKey=${key}&after=${after}&kinds=${kinds}`);
		const more = answer.events as TokenEvent[];
		events.push(...more);
		if (more.length === 0) break;
		after = answer.cursor as number;
	}
	const times: number[] = [];
	let missed = 0;
	// The first of each branch were there before the page.
	for (const { kind, elementId, timestamp } of events.filter(({ elementId: id }) => /^task-\d+-[1-9]/.test(id))) {
		const shown = kind === 'element-activated' ? seen.get(elementId)?.came : seen.get(elementId)?.went;
		if (shown === undefined) missed += 1;
		else times.push(shown - Date.parse(timestamp));
	}
	if (missed > 0) throw new Error(`${missed} of ${events.length} events were never shown.`);
	const left = await page.locator('.abpmn-badge-tokens:not([hidden])').allTextContents();
	if (left.length > 0) throw new Error(`All tokens have ended, and the page shows ${left.join(', ')}.`);
	times.sort((one, other) => one - other);
	const at = (share: number) => Math.round(times[Math.floor(times.length * share)]!);
	console.log(`${times.length} tokens: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${Math.round(times.at(-1)!)} ms`);
	console.log(
		`load of the machine: ${loadavg()
			.map((load) => load.toFixed(1))
			.join(', ')}`,
	);
	return at(0.95);
}
