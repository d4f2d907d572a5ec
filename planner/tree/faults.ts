import { faultWords } from './fault-words';
import type { Fault, PlanTree } from './plan-tree';

export type FaultRule = keyof typeof faultWords;

const maxFaults = 50;

/** Collects the faults of a tree, in its language. */
export class Faults {
	readonly list: Fault[] = [];

	constructor(readonly language: PlanTree['language']) {}

	/** Adds a fault with its values; the last value takes the place of the fix if the rule's fix is `{fix}`. */
	add(path: string, rule: FaultRule, ...values: string[]): void {
		if (this.list.length >= maxFaults || this.list.some((one) => one.path === path && one.rule === rule)) return;
		const [message, fix] = faultWords[rule][this.language];
		this.list.push({ path, rule, message: fill(message, values), fix: fill(fix, values) });
	}
}

const fill = (text: string, values: string[]): string =>
	text.replace(/\{(\d)\}/g, (_, index: string) => shorten(values[Number(index)] ?? ''));

/** Values are quoted from what a model wrote. */
const shorten = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
