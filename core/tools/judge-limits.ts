import type { ToolCall } from '../ports/models/models';
import { type Permissions, speaksOf } from './permissions';
import { fitsName } from './tool-names';

export interface CountedCall {
	id: ToolCall['id'];
	names: string[];
	masked: Record<string, unknown>;
	input: Record<string, unknown>;
	isUnread?: boolean;
}

interface SummedArgument {
	/** Path, such as `items[].price`. */
	argument: string;
	/** Sums of earlier calls, oldest first; null cannot be added. Only the newest of many. */
	earlier: Array<number | null>;
	total: number | null;
	/** Null if it cannot be added. */
	adds: number | null;
	max: number;
}

export interface LimitReached {
	tool: string;
	calls: number;
	maxCalls?: number;
	sums?: SummedArgument[];
}

const maxShown = 20;
/** Sums of decimal fractions are not exact. */
const tiny = 1e-9;

/** Undefined within the limits of the rule. */
export function judgeLimits(
	rule: Permissions[number],
	call: Pick<CountedCall, 'masked'>,
	earlier: readonly CountedCall[],
): LimitReached | undefined {
	const { calls: maxCalls, sum = {} } = rule.limits ?? {};
	const counted = earlier.filter((one) => (one.isUnread ? one.names.some((name) => fitsName(rule.tool, name)) : speaksOf(rule, one)));
	const sums = Object.entries(sum).map(([argument, max]) => addUp(argument, max, call, counted));
	const isBeyond = (maxCalls !== undefined && counted.length >= maxCalls) || sums.some(isBeyondSum);
	if (!isBeyond) return undefined;
	return {
		tool: rule.tool,
		calls: counted.length,
		...(maxCalls !== undefined && { maxCalls }),
		...(sums.length > 0 && { sums: sums.map((one) => ({ ...one, earlier: one.earlier.slice(-maxShown) })) }),
	};
}

function addUp(argument: string, max: number, { masked }: Pick<CountedCall, 'masked'>, counted: readonly CountedCall[]): SummedArgument {
	const earlier = counted.map((one) => readAmount(one.masked, argument));
	return { argument, earlier, total: total(earlier), adds: readAmount(masked, argument), max };
}

const isBeyondSum = ({ total: before, adds, max }: SummedArgument): boolean =>
	before === null || adds === null || before + adds > max + tiny;

/** Null without a value, or if one is not a plain number: servers may read a negative amount, a token, or `1.250` and `1.250,00` differently. */
export function readAmount(input: unknown, path: string): number | null {
	const values = listAt(
		input,
		path.split(/\.|(?=\[\])/).filter((step) => step !== ''),
	);
	return values === undefined || values.length === 0 ? null : total(values.map(toAmount));
}

const total = (amounts: ReadonlyArray<number | null>): number | null =>
	amounts.reduce<number | null>((sum, amount) => (sum === null || amount === null ? null : sum + amount), 0);

/** `[]` stands for each item of a list; undefined if the path leads nowhere, even for one item. */
function listAt(value: unknown, [step, ...rest]: string[]): unknown[] | undefined {
	if (step === undefined) return [value];
	if (step === '[]') {
		if (!Array.isArray(value)) return undefined;
		const found = value.map((item: unknown) => listAt(item, rest));
		return found.every((one) => one !== undefined) ? found.flat() : undefined;
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step)) return undefined;
	return listAt((value as Record<string, unknown>)[step], rest);
}

function toAmount(value: unknown): number | null {
	if (typeof value === 'string' && /^\d{1,15}(?:\.\d{1,2})?$/.test(value)) return Number(value);
	return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
