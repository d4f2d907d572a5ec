/** Confidentiality and trust of all that a text can repeat. */
export interface Sensitivity {
	class?: string[];
	trust?: string[];
}

const bounds = { values: 50, characters: 200 };

type Labelled = { class?: string | readonly string[]; trust?: string | readonly string[] };

/** Each label once; undefined for none. Labels have no order, so none is left out. */
export function joinSensitivity(all: ReadonlyArray<Labelled | undefined>): Sensitivity | undefined {
	const of = (name: keyof Sensitivity) => [...new Set(all.flatMap((one) => one?.[name] ?? []))].sort().slice(0, bounds.values);
	const classes = of('class');
	const trust = of('trust');
	if (classes.length + trust.length === 0) return undefined;
	return { ...(classes.length > 0 && { class: classes }), ...(trust.length > 0 && { trust }) };
}

/** Leaves out malformed values. */
export function readSensitivity(value: unknown): Sensitivity | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const texts = (list: unknown) =>
		[list].flat().filter((one): one is string => typeof one === 'string' && one !== '' && one.length <= bounds.characters);
	const { class: classes, trust } = value as Record<string, unknown>;
	return joinSensitivity([{ class: texts(classes), trust: texts(trust) }]);
}
