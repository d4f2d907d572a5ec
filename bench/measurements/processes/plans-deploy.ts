/**
 * Measures the share of plans that deploy and reach their end, on the embedded engine, Zeebe 8.6 and Zeebe 8.8. Goal: 1.0.
 * The plans are the trees of the folder that PLANS names, else the 20 of bench/plans; each is read, checked, built, linted and played with
 * answers as people and workers give them. ENGINES chooses some of them: `embedded,8.6,8.8`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../test/contract/random/random';
import { buildProcess } from '../../../planner/build/build-process';
import { lintPlan } from '../../../planner/build/lint-plan';
import { playToEnd } from '../../../test/support/plans/test-play';
import { checkTree } from '../../../planner/tree/check-tree';
import type { PlanTree } from '../../../planner/tree/plan-tree';
import { readTree } from '../../../planner/tree/read-tree';
import { startServer, stopServer } from '../../../test/zeebe/broker/start-server.mjs';
import { createContractTarget, type RealEngine } from '../../../test/zeebe/broker/real-engine';
import { playOnEngine } from '../../plans/real-plays';
import { trees } from '../../plans/trees';

type Play = (tree: PlanTree, files: Array<{ name: string; content: string }>, seed: number) => Promise<string>;

const servers = {
	'8.6': { name: 'Zeebe 8.6 broker', script: 'zeebe-broker.mjs', variable: 'TROUPE_TEST_ZEEBE' },
	'8.8': { name: 'Zeebe 8.8 engine', script: 'zeebe-engine.mjs', variable: 'TROUPE_TEST_ZEEBE_88' },
} as const;

export async function run(): Promise<number> {
	const names = (process.env.ENGINES ?? 'embedded,8.6,8.8').split(',');
	const plans = await Promise.all(readPlans().map(buildPlan));
	const shares: number[] = [];
	for (const name of names) shares.push(await measure(name, plans));
	return Math.round((shares.reduce((sum, share) => sum + share, 0) / shares.length) * 1_000) / 1_000;
}

function readPlans(): unknown[] {
	const folder = process.env.PLANS;
	if (folder === undefined) return trees;
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown);
}

interface Built {
	tree: PlanTree;
	files: Array<{ name: string; content: string }>;
	problems: string[];
}

async function buildPlan(written: unknown): Promise<Built> {
	const { tree, faults } = readTree(written);
	if (!tree) return { tree: { id: '?' } as PlanTree, files: [], problems: ['is not a tree'] };
	const found = [...faults, ...(await checkTree(tree))];
	const files = found.length === 0 ? await buildProcess(tree) : [];
	const all = [...found, ...(await lintPlan(tree, files))];
	return { tree, files, problems: all.map(({ path, rule, message }) => `${path} ${rule}: ${message}`) };
}

async function measure(name: string, plans: Built[]): Promise<number> {
	const { play, stop } = await openPlay(name);
	let ended = 0;
	for (const [seed, { tree, files, problems }] of plans.entries()) {
		const outcome = problems.length > 0 ? problems.join('; ') : await play(tree, files, seed).catch((error: unknown) => String(error));
		if (outcome === 'completed') ended++;
		else console.log(`${name}: ${tree.id}: ${outcome}`);
	}
	await stop();
	console.log(`${name}: ${ended} of ${plans.length} plans deploy and reach their end`);
	return ended / plans.length;
}

async function openPlay(name: string): Promise<{ play: Play; stop: () => Promise<void> }> {
	const server = name === '8.6' || name === '8.8' ? servers[name] : undefined;
	if (!server) {
		const playEmbedded: Play = async (tree, files, seed) => {
			const { outcome, incidents } = await playToEnd(tree, files, new Random(seed));
			return [outcome, ...incidents].join('; ');
		};
		return { play: playEmbedded, stop: () => Promise.resolve() };
	}
	await startServer(server.name, server.script, server.variable);
	const target = await createContractTarget(JSON.parse(process.env[server.variable]!) as RealEngine);
	return {
		play: (tree, files, seed) => playOnEngine(target, tree, files, new Random(seed)),
		stop: async () => {
			await target.stop();
			await stopServer(server.variable);
		},
	};
}
