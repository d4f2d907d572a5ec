import { addShape, createShapeTree, type DigitGroups } from '../../digit-groups';

/** `score`: without any word. */
export interface Shape {
	digits: RegExp;
	code: '55' | '1';
	/** Completes a number without area, to check its plan. */
	area: string;
	score: number;
}

/** Brazil: country, or trunk prefix with carrier code (Anatel, Plano Geral de Códigos Nacionais); area; mobile or fixed line. */
const brazilForm = /^(?:55)?(?:0(?:1[1-9]|2[1-9]|3[1-9]|4[1-9]|5[1-9]|6[1-9]|7[1-9]|8[1-9]|9[1-9])?)?([1-9][1-9](?:9\d{8}|[2-5]\d{7}))$/;
const brazilLocalForm = /^(9\d{8}|[2-5]\d{7})$/;
const northAmericaForm = /^1?(\d{10})$/;
const northAmericaLocal = /^([2-9]\d{6})$/;

export const nationalShapes = createShapeTree<Shape>();
/** Possible second lengths by first length, as bits; bit 0 if none must follow. */
const follow = new Uint32Array(32);

function add(groupings: ReadonlyArray<readonly number[]>, shape: Shape): void {
	for (const grouping of groupings) {
		follow[grouping[0]!]! |= 1 << (grouping[1] ?? 0);
		addShape(nationalShapes, grouping, shape);
	}
}

const before = (prefixes: ReadonlyArray<readonly number[]>, locals: ReadonlyArray<readonly number[]>): number[][] =>
	prefixes.flatMap((prefix) => locals.map((local) => [...prefix, ...local]));
/** Groupings that join the prefix's last group with the number's first. */
const stuckTo = (prefixes: ReadonlyArray<readonly number[]>, locals: ReadonlyArray<readonly number[]>): number[][] =>
	prefixes.flatMap((prefix) => locals.map(([first, ...rest]) => [...prefix.slice(0, -1), prefix.at(-1)! + first!, ...rest]));

const mobile = [
	[5, 4],
	[1, 4, 4],
];
const mobileSloppy = [
	[4, 5],
	[3, 3, 3],
	[2, 3, 4],
	[5, 2, 2],
	[1, 8],
];
const fixed = [[4, 4]];
const area = [[2]];
const trunk = [[3], [1, 2], [3, 2], [1, 2, 2], [5], [1, 4]];
const country = [[2, 2], [4], [2, 3], [2, 1, 2], [2, 3, 2]];
const brazil = (score: number): Shape => ({ digits: brazilForm, code: '55', area: '', score });
const brazilLocal = (score: number): Shape => ({ digits: brazilLocalForm, code: '55', area: '11', score });
const northAmerica = (score: number): Shape => ({ digits: northAmericaForm, code: '1', area: '', score });

add(before(area, mobile), brazil(0.8));
add(before(area, fixed), brazil(0.65));
add(before(area, mobileSloppy), brazil(0.5));
add(
	[
		[2, 9],
		[7, 4],
	],
	brazil(0.65),
);
add(
	[
		[2, 8],
		[6, 4],
	],
	brazil(0.5),
);
add([[11]], brazil(0.6));
add([[10]], brazil(0.25));
add([...before(trunk, [...mobile, ...fixed]), ...before(trunk, [[9], [8]])], brazil(0.7));
add([...stuckTo(trunk.slice(0, 1), [...mobile, ...fixed]), [12], [14]], brazil(0.55));
add([...before(country, [...mobile, ...fixed, ...mobileSloppy]), ...before(country, [[9], [8]]), [2, 11], [2, 10]], brazil(0.8));
add([[13]], brazil(0.65));
add(
	[
		[9, 4],
		[8, 4],
	],
	brazil(0.6),
);
add([[5, 4]], brazilLocal(0.4));
add([[1, 4, 4], [9]], brazilLocal(0.2));
add([[4, 4], [8]], brazilLocal(0.2));
add([[3, 3, 4]], northAmerica(0.75));
add([[1, 3, 3, 4]], northAmerica(0.8));
add(
	[
		[3, 7],
		[6, 4],
		[1, 10],
		[4, 3, 4],
	],
	northAmerica(0.4),
);
add([[10]], northAmerica(0.2));
add([[11]], northAmerica(0.25));
add([[3, 4]], { digits: northAmericaLocal, code: '1', area: '212', score: 0.2 });

/** Quick check of two lengths: few groups begin a number. */
export function mayBeNational(groups: DigitGroups, first: number): boolean {
	const lengths = follow[Math.min(31, groups.ends[first]! - groups.starts[first]!)]!;
	if ((lengths & 1) !== 0 || first + 1 >= groups.count || groups.separators[first + 1] === 0) return (lengths & 1) !== 0;
	return (lengths & (1 << Math.min(31, groups.ends[first + 1]! - groups.starts[first + 1]!))) !== 0;
}
