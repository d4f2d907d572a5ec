import { isMap, isSeq, parseDocument } from 'yaml';
import { hostileYaml } from '../../base/text/hostile-yaml';
import { parseIfJson } from '../../base/text/json/parse-if-json';

interface Records {
	texts: readonly string[];
	/** A writer can begin another record inside one, so later text can belong to it. */
	isOpen: boolean;
	/** Returns undefined if nothing would be left. */
	replace(withheld: ReadonlySet<number>, by: string): string | undefined;
}

const maxDepth = 4;

/**
 * Finds the records of a JSON list, of YAML whose records have the same fields, or of a text with points. Only the author of a program decides where
 * a record of the first two begins.
 */
export function findRecords(text: string): Records | undefined {
	return /^\s*[[{]/.test(text) ? findInJson(text) : (findInYaml(text) ?? findPoints(text));
}

function findInJson(text: string): Records | undefined {
	const whole = parseIfJson(text);
	const list = findList(whole, maxDepth);
	if (!list) return undefined;
	return {
		texts: list.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))),
		isOpen: false,
		replace: (withheld, by) => {
			const left = list.map((record, at) => (withheld.has(at) ? by : record));
			return JSON.stringify(whole === list ? left : replaceList(whole, list, left));
		},
	};
}

function findList(value: unknown, depth: number): unknown[] | undefined {
	if (typeof value !== 'object' || value === null || depth === 0) return undefined;
	if (Array.isArray(value) && value.length > 1) return value as unknown[];
	const members = Object.values(value) as unknown[];
	return (
		members.find((one): one is unknown[] => Array.isArray(one) && one.length > 1) ??
		members.map((one) => findList(one, depth - 1)).find((one) => one)
	);
}

function replaceList(value: unknown, list: readonly unknown[], by: readonly unknown[]): unknown {
	if (value === list) return by;
	if (Array.isArray(value)) return value.map((one) => replaceList(one, list, by));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaceList(one, list, by)]));
}

type Place = readonly [start: number, end: number];

function findInYaml(text: string): Records | undefined {
	if (!/^(?:- |[\w-]{1,64}:(?: |\n))/.test(text)) return undefined;
	try {
		const { contents, errors } = parseDocument(text, hostileYaml);
		const places = errors.length === 0 ? findMaps(contents, maxDepth) : undefined;
		return places && cut(text, places, false);
	} catch {
		return undefined; // its message quotes the text
	}
}

function findMaps(node: unknown, depth: number): Place[] | undefined {
	if (depth === 0) return undefined;
	if (isSeq(node)) return readRecords(node.items);
	if (!isMap(node)) return undefined;
	for (const { value } of node.items) {
		const places = findMaps(value, depth - 1);
		if (places) return places;
	}
	return undefined;
}

const fewestFields = 2;

function readRecords(items: readonly unknown[]): Place[] | undefined {
	const maps = items.filter(isMap);
	const [first, ...others] = maps.map((map) => new Set(map.items.map(({ key }) => String(key))));
	if (!first || others.length === 0 || maps.length < items.length) return undefined;
	const shared = [...first].filter((name) => others.every((names) => names.has(name)));
	if (shared.length < fewestFields) return undefined;
	return maps.flatMap(({ range }) => (range ? [[range[0], range[1]] as const] : []));
}

const point = /^(?:[-*+•]|\d{1,3}[.)])[ \t]+/gm;

function findPoints(text: string): Records | undefined {
	const starts = [...text.matchAll(point)].map(({ 0: mark, index }) => ({ line: index, start: index + mark.length }));
	if (starts.length < 2) return undefined;
	return cut(
		text,
		starts.map(({ start }, at) => [start, starts[at + 1]?.line ?? text.length] as const),
		true,
	);
}

function cut(text: string, places: readonly Place[], isOpen: boolean): Records {
	return {
		texts: places.map(([start, end]) => text.slice(start, end)),
		isOpen,
		replace: (withheld, by) => {
			const first = Math.min(...withheld);
			if (isOpen) return first > 0 ? text.slice(0, places[first]![0]) + by : undefined;
			return places.reduceRight(
				(left, [start, end], at) => (withheld.has(at) ? `${left.slice(0, start)}${by}\n${left.slice(end).replace(/^\n/, '')}` : left),
				text,
			);
		},
	};
}
