import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { toTime } from './fields';

/** Numbers, keys (numbers in texts, too long for a double), dates and texts. */
export function compare(left: unknown, right: unknown): number {
	if (typeof left === 'number' && typeof right === 'number') return left - right;
	const since = toTime(left);
	const until = toTime(right);
	if (since !== undefined && until !== undefined) return since - until;
	const first = toText(left);
	const second = toText(right);
	if (/^\d+$/.test(first) && /^\d+$/.test(second) && first.length !== second.length) return first.length - second.length;
	return first < second ? -1 : first > second ? 1 : 0;
}

/** Two values have the same one if `compare` finds no difference. */
export const identify = (value: unknown): unknown => toTime(value) ?? toText(value);

export const toText = (value: unknown): string => (typeof value === 'string' ? value : stringifyJson(value ?? null));
