/**
 * Measures recall and precision of each type on texts generated from the definitions of the standards, with all recognisers on: 300 texts with
 * a value of the type and 300 with a lookalike. A value counts as found when its type and both ends are right. A false match lowers the
 * precision of its type, also in the texts of other types. VALUE is the smallest figure. The tests use other seeds; BENCH_SEED sets one.
 */
import { findPersonalData } from '../../../core/guardrails/personal-data/find-personal-data';
import { type PersonalDataType, personalDataTypes } from '../../../core/guardrails/personal-data/types';
import { sampleMakers } from '../../samples/personal-data';
import { createChance, type Sample } from '../../samples/sample';

const count = Number(process.env.BENCH_COUNT ?? 300);
const seed = Number(process.env.BENCH_SEED ?? 20_261_120);
/** `BENCH_SHOW=BR_RG` prints the missed values and the false matches of a type. */
const shown = process.env.BENCH_SHOW;

interface Tally {
	values: number;
	found: number;
	/** Values that overlap any match of any type, and so are hidden from a model. */
	hidden: number;
	right: number;
	inVain: number;
}

export async function run(): Promise<string> {
	const tallies = new Map<string, Tally>(personalDataTypes.map((type) => [type, { values: 0, found: 0, hidden: 0, right: 0, inVain: 0 }]));
	for (const maker of sampleMakers) {
		const chance = createChance(seed);
		for (let made = 0; made < count; made++) {
			judge(maker.positive(chance), maker.type, tallies);
			judge(maker.negative(chance), maker.type, tallies);
		}
	}
	return print(tallies).toFixed(3);
}

/** Names occur in texts of all types, but only the samples of names mark them. */
function judge({ text, spans }: Sample, maker: PersonalDataType, tallies: ReadonlyMap<string, Tally>): void {
	const types = personalDataTypes.filter((type) => type !== 'PERSON' || maker === 'PERSON');
	const matches = findPersonalData(text, { types });
	for (const { type, start, end } of spans) {
		const tally = tallies.get(type)!;
		tally.values++;
		if (matches.some((match) => match.start < end && start < match.end)) tally.hidden++;
		if (matches.some((match) => match.type === type && match.start === start && match.end === end)) tally.found++;
		else if (type === shown) console.log(`missed ${JSON.stringify(text.slice(start, end))} in ${JSON.stringify(text)}`);
	}
	for (const { type, start, end } of matches) {
		const tally = tallies.get(type)!;
		if (spans.some((span) => span.type === type && span.start < end && start < span.end)) tally.right++;
		else {
			tally.inVain++;
			if (type === shown) console.log(`false match ${JSON.stringify(text.slice(start, end))} in ${JSON.stringify(text)}`);
		}
	}
}

function print(tallies: ReadonlyMap<string, Tally>): number {
	let smallest = 1;
	console.log(`${'type'.padEnd(20)} values  recall  hidden  precision`);
	for (const [type, { values, found, hidden, right, inVain }] of tallies) {
		if (values === 0) continue;
		const recall = found / values;
		const precision = right / Math.max(1, right + inVain);
		console.log(
			`${type.padEnd(20)} ${String(values).padStart(6)} ${percent(recall)} ${percent(hidden / values)} ${percent(precision).padStart(10)}`,
		);
		smallest = Math.min(smallest, recall, precision);
	}
	return smallest;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`.padStart(7);
