/**
 * Compares two ways to find the best of several versions by simulated rollouts: duels of two groups one after the other, whose winner
 * goes on, and all groups at once, with Holm's correction. Both look at 100, 200, 400, 800 and 1,600 runs a group, and err in at most 5 %. Prints the
 * runs that each needs and how often it names each version. The value is the share of runs that groups at once need of those of duels, over all rows.
 */
import { compareShares } from '../../../core/base/statistics/compare-shares';
import { createRandom } from '../../../core/base/statistics/bootstrap';

const rollouts = 2_000;
const firstLook = 100;
const looks = 5;
const error = 0.05;
const old = 0.8;
const rows = [
	[0.8, 0.8],
	[0.9, 0.8],
	[0.8, 0.9],
	[0.8, 0.9, 0.8],
	[0.85, 0.9],
	[0.8, 0.85, 0.8],
];

interface Found {
	/** The place of the version that won; undefined where none did. */
	winner: number | undefined;
	runs: number;
}

type Random = () => number;

class Group {
	passed = 0;
	size = 0;
	constructor(
		readonly place: number | undefined,
		private readonly share: number,
	) {}

	/** @returns the runs that were added */
	growTo(size: number, random: Random): number {
		const added = size - this.size;
		for (; this.size < size; this.size += 1) if (random() < this.share) this.passed += 1;
		return added;
	}
}

const compare = (one: Group, other: Group, chance: number) => {
	const [first, second] = [one, other].map(({ passed, size }) => ({ passed, failed: size - passed }));
	return compareShares(first!, second!, 2 * chance)!;
};

/** Compares all groups with the first one. Those that are worse are dropped; the first time that one is better, the best of these wins. */
function findAtOnce(shares: readonly number[], base: number, chance: number, random: Random): Found {
	const control = new Group(undefined, base);
	let live = shares.map((share, place) => new Group(place, share));
	let runs = 0;
	for (let look = 0; look < looks && live.length > 0; look += 1) {
		for (const group of [control, ...live]) runs += group.growTo(firstLook * 2 ** look, random);
		const ofLook = chance / 2 ** (look + 1);
		const better = new Set<Group>();
		// Holm (1979): each version that is better leaves more of the 5 % to the others.
		for (let before = -1; before < better.size;) {
			before = better.size;
			for (const group of live) if (compare(control, group, ofLook / Math.max(1, shares.length - better.size)).low > 0) better.add(group);
		}
		const [best] = [...better].sort((one, other) => other.passed - one.passed);
		if (best) return { winner: best.place, runs };
		live = live.filter((group) => compare(control, group, ofLook / shares.length).high >= 0);
	}
	return { winner: undefined, runs };
}

function findByDuels(shares: readonly number[], random: Random): Found {
	let winner: number | undefined;
	let runs = 0;
	for (const [place, share] of shares.entries()) {
		const duel = findAtOnce([share], winner === undefined ? old : shares[winner]!, error / shares.length, random);
		runs += duel.runs;
		if (duel.winner !== undefined) winner = place;
	}
	return { winner, runs };
}

export async function run(): Promise<number> {
	const random = createRandom(484);
	const sums = { duels: 0, atOnce: 0 };
	console.log(`shares that pass, old ${old} | way | mean runs | none, then each version wins, %`);
	for (const shares of rows)
		for (const [way, find] of [
			['duels', () => findByDuels(shares, random)],
			['atOnce', () => findAtOnce(shares, old, error, random)],
		] as const) {
			const found = Array.from({ length: rollouts }, find);
			const runs = found.reduce((sum, one) => sum + one.runs, 0) / rollouts;
			sums[way] += runs;
			const wins = [undefined, ...shares.keys()].map((place) => found.filter(({ winner }) => winner === place).length);
			console.log(
				[shares.join(' '), way, Math.round(runs), wins.map((count) => ((100 * count) / rollouts).toFixed(1)).join(' ')].join(' | '),
			);
		}
	return Math.floor((sums.atOnce / sums.duels) * 1000) / 1000;
}
