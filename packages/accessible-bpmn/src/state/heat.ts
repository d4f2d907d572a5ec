import { cleanText } from '../names/clean-text';
import type { HeatValue } from './element-state';

export const heatLevels = 5;
const maxText = 40;

export interface HeatOptions {
	/** Writes a value for people: `(value) => currency.format(value)`. Without it, the number is written in the language of the messages. */
	readonly format?: (value: number) => string;
	/** What the values are: "Cost". */
	readonly label?: string;
}

/** A level of the legend that has elements. */
export interface HeatLevel {
	readonly level: number;
	readonly from: string;
	readonly to: string;
	readonly count: number;
}

export interface Heat {
	readonly label: string;
	readonly values: ReadonlyMap<string, HeatValue>;
	readonly levels: readonly HeatLevel[];
}

/** @throws TypeError for a value that is not a finite number */
export function readHeat(values: Readonly<Record<string, number>>, options: HeatOptions, language: string): Heat {
	const entries = Object.entries(values);
	for (const [id, value] of entries)
		if (typeof value !== 'number' || !Number.isFinite(value))
			throw new TypeError(`The heat of element "${id}" is ${String(value)}. Pass a finite number.`);
	const label = cleanText(options.label, maxText);
	const write = (value: number): string => cleanText(options.format ? options.format(value) : value.toLocaleString(language), maxText);
	const sorted = entries.map(([, value]) => value).sort((one, other) => one - other);
	const min = sorted[0] ?? 0;
	const width = (sorted.at(-1) ?? 0) - min;
	const levelOf = (value: number): number =>
		width === 0 ? heatLevels : Math.min(heatLevels, 1 + Math.floor(((value - min) / width) * heatLevels));
	const levels = Array.from({ length: heatLevels }, (_, index) => sorted.filter((value) => levelOf(value) === index + 1)).flatMap(
		(members, index) => {
			const [smallest] = members;
			const largest = members.at(-1);
			if (smallest === undefined || largest === undefined) return [];
			return [{ level: index + 1, from: write(smallest), to: write(largest), count: members.length }];
		},
	);
	return {
		label,
		values: new Map(entries.map(([id, value]) => [id, { label, value, text: write(value), level: levelOf(value) }])),
		levels,
	};
}
