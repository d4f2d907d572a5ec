import { findPersonalData } from '../../core/guardrails/personal-data/find-personal-data';
import type { PersonalDataOptions } from '../../core/guardrails/personal-data/recognizers';
import { createChance, type SampleMaker } from './sample';

export interface Quality {
	/** Of the values in the samples, how many were found with exactly their span and type. 0 to 1. */
	recall: number;
	/** Of what was found as the maker's type, how much overlaps a value of it. 0 to 1. */
	precision: number;
}

/** How well a type is recognised in `count` samples with a value and as many without one; all recognisers are on unless `options` says otherwise. */
export function measureSamples(maker: SampleMaker, seed: number, count: number, options: PersonalDataOptions = {}): Quality {
	const chance = createChance(seed);
	const counts = { values: 0, exact: 0, found: 0, right: 0 };
	for (let index = 0; index < count * 2; index++) {
		const { text, spans } = index % 2 === 0 ? maker.positive(chance) : maker.negative(chance);
		const values = spans.filter(({ type }) => type === maker.type);
		const found = findPersonalData(text, options).filter(({ type }) => type === maker.type);
		counts.values += values.length;
		counts.found += found.length;
		counts.exact += values.filter((value) => found.some(({ start, end }) => start === value.start && end === value.end)).length;
		counts.right += found.filter((match) => values.some(({ start, end }) => start < match.end && end > match.start)).length;
	}
	return { recall: counts.exact / counts.values, precision: counts.found === 0 ? 1 : counts.right / counts.found };
}
