/**
 * Lets 1,000 customers write through seven providers to one service of two processes while everything fails that can: it is killed, its agent is not
 * permitted yet, models, accounts, CRM and Supabase are down, people take over and resolve, customers opt out, send pictures and old messages.
 * The value is the number of customers whose last message got no answer, and of whom no person was told. Goal: 0.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../../test/contract/random/random';
import type { ProviderSide } from '../../../test/support/channels/provider-side';
import { createFaults } from '../../unanswered/faults';
import { openProcessScene } from '../../unanswered/process-scene';
import type { Fault, Scene } from '../../unanswered/scene';
import { openStage } from '../../unanswered/stage';
import { Talk } from '../../unanswered/talk';
import { Told } from '../../unanswered/told';

const count = Number(process.env.BENCH_CONVERSATIONS ?? 1_000);
/** Only faults whose names have this text. */
const only = process.env.BENCH_FAULTS ?? '';
const seed = Number(process.env.BENCH_SEED ?? Date.now() % 1_000_000);
/** Customers who write at the same time. */
const atOnce = 40;
/** Beyond the minute after which people are told, and the two in which an echo can come. */
const settleMs = 240_000;
const started = performance.now();

export async function run(): Promise<number> {
	console.log(`seed ${seed}`);
	const scenes: Scene[] = [];
	let isOver = false;
	try {
		const stage = await openStage(count);
		scenes.push({ ...stage, faults: createFaults(stage) });
		scenes.push(await openProcessScene(count));
		const talks = planTalks(scenes, new Random(seed));
		const echo = async () => {
			for (; !isOver; await sleep(50)) for (const side of Object.values(stage.sides)) await side.echo().catch(() => undefined);
		};
		void echo();
		for (const { faults } of scenes) for (const fault of faults) await play(fault, talks);
		return await judge(scenes, talks);
	} finally {
		isOver = true;
		for (const scene of scenes) await scene.close();
	}
}

/** Shares the customers out, until all have a fault. A provider can have no more of them. */
function planTalks(scenes: readonly Scene[], random: Random): Talk[] {
	const places = scenes.flatMap(({ faults }) =>
		faults.filter(({ name }) => name.includes(only)).flatMap((fault) => fault.on.map((side) => ({ fault, side }))),
	);
	const used = new Map<ProviderSide, number>();
	const talks: Talk[] = [];
	for (let index = 0; talks.length < count; index++) {
		const { fault, side } = places[index % places.length]!;
		const address = side.conversations[used.get(side) ?? 0];
		if (address === undefined) continue;
		used.set(side, (used.get(side) ?? 0) + 1);
		talks.push(new Talk(side, address, fault, random));
	}
	return talks;
}

async function play(fault: Fault, all: readonly Talk[]): Promise<void> {
	const { name, play: act = (talk: Talk) => talk.ask(), lastsMs = 0 } = fault;
	const talks = all.filter((talk) => talk.fault === fault);
	const waiting = [...talks];
	const takeAll = async () => {
		for (let talk = waiting.shift(); talk; talk = waiting.shift())
			await act(talk).catch((error: unknown) => console.log(`${name}: ${String(error).slice(0, 200)}`));
	};
	await fault.begin?.();
	if (talks.length > 0) {
		await Promise.all([fault.meanwhile?.(), ...Array.from({ length: atOnce }, takeAll)]);
		await sleep(lastsMs);
	}
	await fault.end?.();
	console.log(`${((performance.now() - started) / 1_000).toFixed(0)} s: ${name}, ${talks.length} customers`);
}

async function judge(scenes: readonly Scene[], talks: readonly Talk[]): Promise<number> {
	const look = async () => {
		const toldOf = await Promise.all(scenes.map(async (scene) => [scene, await Told.open(scene)] as const));
		return toldOf.flatMap(([scene, told]) => {
			const own = talks.filter(({ fault }) => scene.faults.includes(fault));
			return own.map((talk) => ({ talk, by: talk.isAnswered() ? 'answer' : told.find(talk), seen: told.describe(talk) }));
		});
	};
	const until = performance.now() + settleMs;
	let found = await look();
	while (found.some(({ by }) => by === undefined) && performance.now() < until) {
		await sleep(2_000);
		found = await look();
	}
	for (const fault of scenes.flatMap(({ faults }) => faults)) {
		const sums = new Map<string, number>();
		for (const { talk, by = 'nothing' } of found) if (talk.fault === fault) sums.set(by, (sums.get(by) ?? 0) + 1);
		console.log(`${fault.name}: ${[...sums].map(([by, sum]) => `${by} ${sum}`).join(', ')}`);
	}
	const left = found.filter(({ by }) => by === undefined);
	for (const { talk, seen } of left)
		console.log(`left without a word: ${talk.side.name} ${talk.address}, ${talk.fault.name}; after the last message: ${seen}`);
	return left.length;
}
