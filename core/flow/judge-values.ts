import type { JsonSchema } from '../ports/models/models';
import type { TextSource } from '../ports/runs/run-text';
import type { ValueOrigin } from './find-origins';
import type { OriginName } from './flow-preset';
import { isDestination } from './destination';
import { listListedPaths } from './list-listed-paths';
import { isShort, listValues, restOfValues, type ListedValue } from './list-values';
import { isIdName } from './named-record';

export interface ValuesToJudge {
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

export function nameOrigin({ trusted, places }: ValueOrigin): OriginName {
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
