import type { JsonSchema } from '../ports/models/models';
import type { TextSource } from '../ports/runs/run-text';
import type { ValueOrigin } from './find-origins';
import type { OriginName } from './flow-preset';
import { isDestination } from './destination';
import { isShort, joinPath, listValues, restOfValues, type ListedValue } from './list-values';
import { isIdName } from './named-record';

const maxDepth = 20;

/** Lists paths of schema-defined values (`enum`, `const`), which the schema's author chose. */
function listListedPaths(input: unknown, schema: JsonSchema): Set<string> {
	const found = new Set<string>();
	const visit = (value: unknown, at: unknown, path: string, depth: number): void => {
		if (!isObject(at) || depth > maxDepth) return;
		if (typeof at.$ref === 'string') visit(value, follow(schema, at.$ref), path, depth + 1);
		const listed = [...(Array.isArray(at.enum) ? (at.enum as unknown[]) : []), ...('const' in at ? [at.const] : [])];
		if (listed.includes(value)) found.add(path);
		for (const inner of [at.anyOf, at.oneOf, at.allOf].flatMap((some) => (Array.isArray(some) ? (some as unknown[]) : [])))
			visit(value, inner, path, depth + 1);
		if (Array.isArray(value)) value.forEach((item, index) => visit(item, at.items, joinPath(path, index), depth + 1));
		else if (isObject(value) && isObject(at.properties))
			for (const [name, item] of Object.entries(value))
				if (Object.hasOwn(at.properties, name)) visit(item, at.properties[name], joinPath(path, name), depth + 1);
	};
	visit(input, schema, '', 0);
	return found;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Follows `#/$defs/Permission`: Python servers write enumerations so. */
function follow(schema: JsonSchema, reference: string): unknown {
	if (!reference.startsWith('#/')) return undefined;
	const names = reference
		.slice(2)
		.split('/')
		.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
	return names.reduce<unknown>((at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined), schema);
}

interface ValuesToJudge {
	origins: readonly ValueOrigin[];
	parameters: JsonSchema;
	input: unknown;
	/** Arguments covered by a rule: the origin of their values does not matter. `*`: all. */
	ruled: readonly string[];
}

export interface JudgedValues {
	/**
	 * Values only in texts of unauthorised writers that nobody authorised requested; values too long to judge; destinations without a text: an order
	 * can spell an account so that only the model reads it.
	 */
	foreign: ValueOrigin[];
	/** A value comes from an authorised writer: the call is about their subject. */
	isAnchored: boolean;
}

/**
 * Judges the values of a call. Values listed by schema or rule are the builder's choice. Listed values, small numbers, documents and values approved
 * for another call do not anchor a call.
 */
export function judgeValues({ origins, parameters, input, ruled }: ValuesToJudge): JudgedValues {
	const listed = listListedPaths(input, parameters);
	const values = listValues(input);
	const anywhere = new Set(values.flatMap((value) => (standsAnywhere(value) ? [value.path] : [])));
	const destinations = new Set(values.flatMap((value) => (isDestination(value) ? [value.path] : [])));
	const isForeign = (origin: ValueOrigin) => {
		const name = nameOrigin(origin);
		return origin.cut || origin.strange || (name === 'untrusted' && !origin.asked) || (name === 'own' && destinations.has(origin.path));
	};
	const isFree = ({ path }: ValueOrigin) =>
		listed.has(path) || anywhere.has(path) || ruled.includes('*') || ruled.includes(nameArgument(path));
	return {
		foreign: origins.filter((origin) => isForeign(origin) && !isFree(origin)),
		isAnchored: origins.some((origin) => speaksOf(origin) && !listed.has(origin.path) && !anywhere.has(origin.path)),
	};
}

/** A document's word is a value, and an approval counts for one call; neither shows that another call is about it. */
const speaksOf = ({ trusted, asked, places }: ValueOrigin): boolean =>
	asked === 'template' || (trusted && places.some((place) => place.trusted && !givesValues.has(place.source)));

const givesValues: ReadonlySet<TextSource> = new Set(['document', 'approval']);

const standsAnywhere = ({ name, value }: ListedValue): boolean => isShort(value) && /^[\d.,-]+$/.test(value) && !isIdName(name);

function nameOrigin({ trusted, places }: ValueOrigin): OriginName {
	if (trusted) return 'trusted';
	return places.length > 0 ? 'untrusted' : 'own';
}

/**
 * True if argument values match a rule's origins: all of them for an allowing rule, one for a restricting rule. Values beyond the limit count for
 * each argument.
 */
export function fitsOrigins(from: Record<string, OriginName>, origins: readonly ValueOrigin[], isAllowing: boolean): boolean {
	return Object.entries(from).every(([name, wanted]) => {
		const values = origins.filter(({ path }) => nameArgument(path) === name || name === '*' || path === restOfValues);
		const fits = (origin: ValueOrigin) => nameOrigin(origin) === wanted || (!isAllowing && origin.cut === true);
		return isAllowing ? values.length > 0 && values.every(fits) : values.some(fits);
	});
}

const nameArgument = (path: string): string => /^[^.[]*/.exec(path)![0];
