import { fillTemplate, type Part, withNoiseAround } from './noise';
import type { Chance, Sample } from './sample';
import templates from './templates.json';

/** How people, forms and systems name a type: `label` in sentences, `key` in data. */
export interface Wording {
	labels: readonly string[];
	keys: readonly string[];
	/** Sentences of its own, with `{}` for the value. */
	sentences: readonly string[];
}

/**
 * With a name beside the value, in texts of all genres; with the value alone; around numbers that are nobody's data; and where the type's name is near,
 * but the number is another thing's.
 */
const { withLabel, withoutWords, otherNumbers, misleading } = templates;

export function positiveText(wording: Wording, chance: Chance, value: () => Part, needsWords = false): Sample {
	const kind = chance.below(needsWords ? 9 : 10);
	const template = kind < 6 ? chance.pick(withLabel) : kind < 9 ? chance.pick(wording.sentences) : chance.pick(withoutWords);
	return withNoiseAround(fillTemplate(named(template, wording, chance), chance, value), chance);
}

/** `value` looks like the type and is none, or is another type's. */
export function negativeText(
	kind: 'labelled' | 'other' | 'misleading' | 'bare',
	wording: Wording,
	chance: Chance,
	value: () => Part,
): Sample {
	const templates = { labelled: withLabel, other: otherNumbers, misleading: misleading, bare: withoutWords }[kind];
	return withNoiseAround(fillTemplate(named(chance.pick(templates), wording, chance), chance, value), chance);
}

function named(template: string, { labels, keys }: Wording, chance: Chance): string {
	const label = chance.pick(labels);
	const key = chance.pick(keys);
	return template.replaceAll('{label}', label).replaceAll('{key}', key);
}
