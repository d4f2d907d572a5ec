import { Faults, type FaultRule } from '../faults';
import { treeLimits } from '../limits';
import type { PlanTree } from '../plan-tree';
import { takeName, toId } from './names';

export type Raw = Record<string, unknown>;

export const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

/** XML 1.0, production 2, and halves of characters. */
const unusable = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const maxRepairs = 100;

/** Notes of one reading: faults, repairs, names that were changed, and how much was read. */
export class Reader {
	readonly faults: Faults;
	/** Repairs that may not be what was meant: whoever wrote it is asked once more, and people are told. */
	readonly doubts: Faults;
	readonly repaired: string[] = [];
	readonly ids = new Set<string>();
	readonly renamed = new Map<string, string>();
	readonly variables = new Set<string>();
	blocks = 0;

	constructor(
		readonly language: PlanTree['language'],
		/** True if blocks are read that other blocks are going to be put into. */
		readonly isPart = false,
	) {
		this.faults = new Faults(language);
		this.doubts = new Faults(language);
	}

	fault(path: string, rule: FaultRule, ...values: string[]): void {
		this.faults.add(path, rule, ...values);
	}

	doubt(path: string, rule: FaultRule, ...values: string[]): void {
		this.doubts.add(path, rule, ...values);
	}

	/** Notes a repair in English: it is read by developers and models only. */
	repair(path: string, what: string): void {
		if (this.repaired.length < maxRepairs) this.repaired.push(`${path}: ${what}`.slice(0, 300));
	}

	/** Returns the first text under one of the names, without what XML cannot hold. Undefined if there is none. */
	text(raw: Raw, names: readonly string[], path: string, max: number = treeLimits.text): string | undefined {
		for (const name of names) {
			const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
			const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
			if (typeof text !== 'string') continue;
			const clean = this.clean(text, `${path}/${name}`, max);
			if (clean !== '') return clean;
		}
		return undefined;
	}

	clean(text: string, path: string, max: number): string {
		const clean = text
			.slice(0, max * 4)
			.replaceAll(unusable, ' ')
			.trim();
		const characters = Array.from(clean);
		if (characters.length <= max && text.length <= max * 4) return clean;
		this.repair(path, `cut to ${max} characters`);
		return characters.slice(0, max).join('').trim();
	}

	/** Takes an id for a block or a branch: the one that was written, if it can be one, else one of the name. */
	id(written: unknown, name: string, fallback: string, path: string): string {
		const text = typeof written === 'string' || typeof written === 'number' ? String(written) : '';
		const id = takeName(toId(text || name, toId(name, fallback)), this.ids);
		if (id !== text) this.repair(path, text === '' ? `has the id "${id}" now` : `its id "${text.slice(0, 60)}" is "${id}" now`);
		return id;
	}
}

export function pick(raw: Raw, names: readonly string[]): unknown {
	const name = names.find((one) => Object.hasOwn(raw, one) && raw[one] !== undefined && raw[one] !== null);
	return name === undefined ? undefined : raw[name];
}

/** Returns the first text under one of the names, as it is; empty if there is none. */
export function pickWord(raw: Raw, names: readonly string[]): string {
	const value = pick(raw, names);
	return typeof value === 'string' ? value.trim() : '';
}
