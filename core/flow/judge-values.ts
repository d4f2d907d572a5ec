import type { JsonSchema } from '../ports/models/models';
import type { TextSource } from '../ports/runs/run-text';
import type { ValueOrigin } from './find-origins';
import type { OriginName } from './flow-preset';
import { isDestination } from './destination';
import { listListedPaths } from './list-listed-paths';
import { isShort, listValues, restOfValues, type ListedValue } from './list-values';
import { isIdName } from './named-record';

/** A call whose values are judged by where they come from. */
export interface ValuesToJudge {
	origins: readonly ValueOrigin[];
	/** The schema of the arguments. */
	parameters: JsonSchema;
	/** Masked. */
	input: unknown;
	/** Names of arguments that a rule spoke about: where their values come from does not matter. `*` stands for all. */
	ruled: readonly string[];
}

/** What the origins of a call say. */
export interface JudgedValues {
	/**
	 * Values that stand only in texts of people who may not decide, unless somebody who may asked for them; those that are too long to be judged; and
	 * destinations that stand nowhere: an order can spell an account in a way that only the model reads.
	 */
	foreign: ValueOrigin[];
	/** A value has the word of somebody who may decide: the call is about what they spoke of. */
	isAnchored: boolean;
}

/**
 * Judges the values of a call. What the schema or a rule lists is the builder's choice. Neither what the schema lists, nor a small number, nor a
 * document, nor what a person approved for another call anchors a call.
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

/** What a document says is a value, and so is what a person approved for one call; that another call is about it, nobody said. */
const speaksOf = ({ trusted, asked, places }: ValueOrigin): boolean =>
	asked === 'template' || (trusted && places.some((place) => place.trusted && !givesValues.has(place.source)));

const givesValues: ReadonlySet<TextSource> = new Set(['document', 'approval']);

/** A small number stands in most results, whether it was taken from them or not; an id is looked for with its record. */
const standsAnywhere = ({ name, value }: ListedValue): boolean => isShort(value) && /^[\d.,-]+$/.test(value) && !isIdName(name);

export function nameOrigin({ trusted, places }: ValueOrigin): OriginName {
	if (trusted) return 'trusted';
	return places.length > 0 ? 'untrusted' : 'own';
}

/**
 * Returns whether the values of the arguments come from where a rule says. An allowing rule needs all of them, a restricting rule one. Values beyond the
 * first ones count as values of each argument.
 */
export function fitsOrigins(from: Record<string, OriginName>, origins: readonly ValueOrigin[], isAllowing: boolean): boolean {
	return Object.entries(from).every(([name, wanted]) => {
		const values = origins.filter(({ path }) => nameArgument(path) === name || name === '*' || path === restOfValues);
		const fits = (origin: ValueOrigin) => nameOrigin(origin) === wanted || (!isAllowing && origin.cut === true);
		return isAllowing ? values.length > 0 && values.every(fits) : values.some(fits);
	});
}

const nameArgument = (path: string): string => /^[^.[]*/.exec(path)![0];
