import type { Field } from './collect-fields';
import type { DisplayRule } from './display-rules';
import { type All, isBlank, type Presence, readIds, writeEmpty, writeFilled, writeHas, writeHasNot } from './value-conditions';

/** Above this, a parameter would be written too often into the template. */
const maxVariants = 12;

interface WrittenConditions {
	/** Active if one of the lists is met. Templates write the property once for each: their conditions have no "or". */
	variants: All[];
	/** The rules that a template cannot express. Without them, the field is active too often. */
	unsupported: string[];
}

type Conditional = Pick<Field, 'id' | 'rules'>;

export const nameVariant = (id: string, index: number): string => (index === 0 ? id : `${id}:or${index}`);

/** Translates when n8n shows a parameter into conditions of a template. */
export class ConditionWriter {
	readonly #fieldsByPath: Map<string, Field[]>;
	readonly #written = new Map<string, WrittenConditions>();
	/** A field whose conditions are being written: its rules can lead back to it. */
	readonly #started = new Set<string>();

	constructor(fields: Field[]) {
		this.#fieldsByPath = Map.groupBy(fields, ({ path }) => path);
	}

	/** Without a variant, the field is never active. */
	write(field: Conditional): WrittenConditions {
		const known = this.#written.get(field.id);
		if (known) return known;
		this.#started.add(field.id);
		const written = this.#combine(field);
		this.#started.delete(field.id);
		this.#written.set(field.id, written);
		return written;
	}

	#combine(field: Conditional): WrittenConditions {
		let variants: All[] = [[]];
		const unsupported: string[] = [];
		for (const rule of field.rules) {
			const ways = this.#writeRule(rule, field);
			if (ways === undefined) unsupported.push(describeRule(rule));
			else variants = variants.flatMap((all) => ways.map((way) => [...all, ...way]));
		}
		if (variants.length > maxVariants) return { variants: [[]], unsupported: [`${variants.length} alternatives`] };
		return { variants: variants.map(removeRepeated), unsupported };
	}

	/** The ways in which a rule can hold; none if it never does. Undefined if a template cannot express it. */
	#writeRule(rule: DisplayRule, field: Conditional): All[] | undefined {
		const targets = this.#findTargets(rule, field);
		const [target] = targets;
		if (target === undefined) return rule.kind === 'has' || rule.kind === 'filled' ? [] : [[]];
		const known = this.#readConstant(targets);
		if (known !== undefined) return holds(rule, known.value) ? [[]] : [];
		if (rule.kind === 'filled') return writeFilled(target);
		if (rule.kind === 'unfilled') return [writeEmpty(target)];
		const presence = this.#findPresence(targets, field);
		return rule.kind === 'has' ? writeHas(rule.values, target, presence) : writeHasNot(rule.values, targets, presence);
	}

	/** The other fields that a rule is about, if they are ever active. */
	#findTargets({ path }: DisplayRule, { id }: Conditional): Field[] {
		const others = (this.#fieldsByPath.get(path) ?? []).filter((target) => target.id !== id);
		return others.filter((target) => this.#started.has(target.id) || this.write(target).variants.length > 0);
	}

	#findPresence(targets: Field[], { rules }: Conditional): Presence {
		const isCertain = targets.some((target) =>
			target.rules.every((needed) => this.#isConstant(needed, target) || rules.some((rule) => implies(rule, needed))),
		);
		if (targets.some(({ id }) => this.#started.has(id))) return { isCertain };
		const none = targets.flatMap((target) =>
			this.write(target).variants.flatMap((_, index) =>
				readIds(target).map((id) => ({ type: 'simple' as const, property: nameVariant(id, index), isActive: false })),
			),
		);
		return { isCertain, none };
	}

	#isConstant(rule: DisplayRule, field: Field): boolean {
		return this.#readConstant(this.#findTargets(rule, field)) !== undefined;
	}

	/** The value of a hidden parameter that is always there. */
	#readConstant([only, ...others]: Field[]): { value: unknown } | undefined {
		if (only?.parameter.type !== 'hidden' || others.length > 0 || this.#started.has(only.id)) return undefined;
		const isAlways = this.write(only).variants.some((all) => all.length === 0);
		return isAlways ? { value: only.parameter.default } : undefined;
	}
}

function holds(rule: DisplayRule, value: unknown): boolean {
	if (rule.kind === 'has') return rule.values.includes(value);
	if (rule.kind === 'has-not') return !rule.values.includes(value);
	return isBlank(value) === (rule.kind === 'unfilled');
}

function implies(rule: DisplayRule, needed: DisplayRule): boolean {
	if (rule.path !== needed.path) return false;
	if (rule.kind === 'has' && needed.kind === 'has') return rule.values.every((value) => needed.values.includes(value));
	if (rule.kind === 'has' && needed.kind === 'has-not') return rule.values.every((value) => !needed.values.includes(value));
	if (rule.kind === 'has-not' && needed.kind === 'has-not') return needed.values.every((value) => rule.values.includes(value));
	return rule.kind === needed.kind && !('values' in rule);
}

function describeRule(rule: DisplayRule): string {
	const verb = rule.kind === 'has' || rule.kind === 'filled' ? 'show' : 'hide';
	return `${verb} if ${rule.path} ${'values' in rule ? JSON.stringify(rule.values) : 'has a value'}`;
}

function removeRepeated(conditions: All): All {
	const seen = new Set<string>();
	return conditions.filter((condition) => {
		const text = JSON.stringify(condition);
		return !seen.has(text) && seen.add(text);
	});
}
