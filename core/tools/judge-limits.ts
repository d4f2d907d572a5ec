import type { ToolCall } from '../ports/models/models';
import { type Permissions, speaksOf } from './permissions';
import { fitsName } from './tool-names';

/** A call that was made, or will be. */
export interface CountedCall {
	id: ToolCall['id'];
	/** All names of the tool. */
	names: string[];
	/** What the model wrote, with tokens in place of personal data. */
	masked: Record<string, unknown>;
	/** The same as the tool gets it. */
	input: Record<string, unknown>;
	/** They are not known as the tool got them. */
	isUnread?: boolean;
}

/** The values of an argument that a rule adds up. */
export interface SummedArgument {
	/** Its path, such as `items[].price`. */
	argument: string;
	/** The sum in each earlier call, oldest first; null is one that cannot be added. Of many, only the newest. */
	earlier: Array<number | null>;
	/** The sum in all earlier calls, if each can be added. */
	total: number | null;
	/** What this call would add; null if it cannot be added. */
	adds: number | null;
	max: number;
}

/** Why a call is beyond the limits of the rule that would allow it. */
export interface LimitReached {
	/** The rule's name of the tools. */
	tool: string;
	/** Calls of the run before this one. */
	calls: number;
	maxCalls?: number;
	sums?: SummedArgument[];
}

const maxShown = 20;
/** Sums of decimal fractions are not exact. */
const tiny = 1e-9;

/** Judges a call by the limits of its rule, and by the earlier calls that the rule speaks of; undefined if it is within them. */
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
		...{ tool: rule.tool, calls: counted.length, ...(maxCalls !== undefined && { maxCalls }) },
		...(sums.length > 0 && { sums: sums.map((one) => ({ ...one, earlier: one.earlier.slice(-maxShown) })) }),
	};
}

function addUp(argument: string, max: number, { masked }: Pick<CountedCall, 'masked'>, counted: readonly CountedCall[]): SummedArgument {
	const earlier = counted.map((one) => readAmount(one.masked, argument));
	return { argument, earlier, total: total(earlier), adds: readAmount(masked, argument), max };
}

const isBeyondSum = ({ total: before, adds, max }: SummedArgument): boolean =>
	before === null || adds === null || before + adds > max + tiny;

/**
 * Reads the sum of an argument's values. Null without a value, and if one is not a plain number: what a server would make of a negative amount, of a
 * token, or of `1.250` and `1.250,00` is not known.
 */
export function readAmount(input: unknown, path: string): number | null {
	const values = listAt(
		input,
		path.split(/\.|(?=\[\])/).filter((step) => step !== ''),
	);
	return values === undefined || values.length === 0 ? null : total(values.map(toAmount));
}

const total = (amounts: ReadonlyArray<number | null>): number | null =>
	amounts.reduce<number | null>((sum, amount) => (sum === null || amount === null ? null : sum + amount), 0);

/** Returns the values at a path, `[]` for each item of a list; undefined if it leads nowhere, even for one of the items. */
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
