import { add, isNumber, type FeelNumber } from '../../feel/numbers';
import type { Scope } from '../../feel/scope';
import { equal, order } from '../../feel/standard/values';
import type { Aggregation, DecisionTable } from '../reading/decision-model';
import type { Language } from './language';
import type { Compiled } from '../../feel/compiled';

export interface Output {
	name: string;
	typeRef?: string;
	/** Evaluates to the allowed values, best first. */
	values?: Compiled;
	default?: Compiled;
}

/** A rule that matches, counted from one, and what it gives. */
export interface Hit {
	rule: number;
	row: unknown[];
	value: unknown;
}

export interface Hits {
	table: DecisionTable;
	outputs: Output[];
	hits: Hit[];
	language: Language;
	scope: Scope;
}

/** DMN 1.5, 8.2.10, for at least one hit. */
export function applyHitPolicy(context: Hits): unknown {
	const { table, hits, language, scope } = context;
	const values = hits.map(({ value }) => value);
	switch (table.hitPolicy) {
		case 'UNIQUE':
			return hits.length === 1
				? values[0]
				: language.violate(scope, `the rules ${listRules(hits)} match, and the hit policy UNIQUE allows one`);
		case 'ANY': {
			const isSame = values.every((value) => equal(value, values[0]) === true);
			return isSame
				? values[0]
				: language.violate(scope, `the rules ${listRules(hits)} match and differ, which the hit policy ANY forbids`);
		}
		case 'FIRST':
			return values[0];
		case 'RULE ORDER':
			return values;
		case 'PRIORITY':
			return sortByPriority(context)[0]!.value;
		case 'OUTPUT ORDER':
			return sortByPriority(context).map(({ value }) => value);
		case 'COLLECT':
			return table.aggregation ? aggregate(table.aggregation, values, context) : values;
	}
}

const listRules = (hits: Hit[]): string => hits.map(({ rule }) => rule).join(', ');

/** By the place of each output among its allowed values, the first output first. Rules of the same priority keep their order. */
function sortByPriority({ outputs, hits, language, scope }: Hits): Hit[] {
	const lists = outputs.map(({ values }) => values?.(scope));
	const placeOf = (value: unknown, column: number): number => {
		const list = lists[column];
		const place = Array.isArray(list) ? list.findIndex((expected) => language.matches(value, expected)) : -1;
		return place === -1 ? Number.MAX_SAFE_INTEGER : place;
	};
	const ranked = hits.map((hit) => ({ hit, places: outputs.map((_, column) => placeOf(hit.row[column], column)) }));
	ranked.sort((a, b) => {
		const column = a.places.findIndex((place, index) => place !== b.places[index]);
		return column === -1 ? 0 : a.places[column]! - b.places[column]!;
	});
	return ranked.map(({ hit }) => hit);
}

function aggregate(aggregation: Aggregation, values: unknown[], { language, scope }: Hits): unknown {
	if (aggregation === 'COUNT') return values.length;
	const isValid =
		aggregation === 'SUM' || language.aggregatesNumbersOnly
			? values.every(isNumber)
			: values.every((value) => order(value, values[0]) !== undefined);
	if (!isValid) return language.violate(scope, `the aggregation ${aggregation} has no result for these outputs`);
	if (aggregation === 'SUM') return (values as FeelNumber[]).reduce(add);
	const sign = aggregation === 'MIN' ? -1 : 1;
	return values.reduce((best, value) => (order(value, best)! * sign > 0 ? value : best));
}
