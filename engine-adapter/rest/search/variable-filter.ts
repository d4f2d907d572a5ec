import { readVariables, searchScopes, type VariableSummary } from '../../embedded/state/instances/element-directory';
import type { TenantEngine } from '../../embedded/tenant-engine';
import type { StructuredField } from './fields';
import { buildFilter, type Item } from './filter';
import { invalidSearch } from './invalid-search';
import type { SearchRequest } from './search-shape';

const maxConditions = 100;

/** Filter `[{name, value}]`: the item has all of the variables. A value is JSON: a text has quotes. */
export function variables<Name extends string>(name: Name): StructuredField<Name> {
	return {
		name,
		buildTest(condition) {
			const conditions = needList(name, condition).map((one) => buildCondition(name, one));
			return (item) => conditions.every((isMet) => (item[name] as VariableSummary[]).some(isMet));
		},
	};
}

function buildCondition(field: string, condition: unknown): (variable: VariableSummary) => boolean {
	const { name, value, ...others } = (condition ?? {}) as { name?: unknown; value?: unknown };
	if (typeof name !== 'string' || value === undefined || Object.keys(others).length > 0)
		throw invalidSearch(
			`The filter "${field}" has an entry without name or value, or with another field.`,
			'Pass [{"name": "orderId", "value": "\\"A-1\\""}].',
		);
	const matches = buildFilter(['value'], { value });
	return (variable) => variable.name === name && matches({ value: variable.value });
}

/** Filter `$or`: one of several filters must match, besides the other fields of the filter. */
export function eitherOf(fields: readonly (string | { name: string })[]): StructuredField<'$or'> {
	return {
		name: '$or',
		buildTest(condition) {
			const filters = needList('$or', condition);
			// Each condition on a variable is tried on each item: all filters count together.
			needList(
				'$or',
				filters.flatMap((one) =>
					Object.values(one)
						.filter((value): value is unknown[] => Array.isArray(value))
						.flat(),
				),
			);
			const tests = filters.map((one) => buildFilter(fields as Parameters<typeof buildFilter>[0], one as Item));
			return (item) => tests.some((test) => test(item));
		},
	};
}

function needList(name: string, condition: unknown): object[] {
	if (Array.isArray(condition) && condition.length <= maxConditions && condition.every(isObject)) return condition;
	throw invalidSearch(`The filter "${name}" is not a list of at most ${maxConditions} objects.`, 'Pass an array.');
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

type Scopes = { instanceKey: string } | { scopeKey: string };

/** Items with their variables, which are not part of the answer, if the request filters by them. */
export function withVariables<T extends Item>(
	engine: TenantEngine,
	portions: AsyncIterable<T[]>,
	request: SearchRequest | null,
	scopes: Record<string, (item: T) => Scopes>,
): AsyncIterable<T[]> {
	const used = Object.entries(scopes).filter(([name]) => mentions(request?.filter, name));
	return used.length === 0 ? portions : addVariables(engine, portions, used);
}

const mentions = (filter: Record<string, unknown> | undefined, name: string): boolean =>
	filter !== undefined &&
	(Object.hasOwn(filter, name) || (Array.isArray(filter.$or) && filter.$or.some((one) => Object.hasOwn((one ?? {}) as object, name))));

async function* addVariables<T extends Item>(
	engine: TenantEngine,
	portions: AsyncIterable<T[]>,
	used: Array<[name: string, scopesOf: (item: T) => Scopes]>,
): AsyncGenerator<T[]> {
	for await (const portion of portions) {
		for (const item of portion) {
			for (const [name, scopesOf] of used) {
				const value = await engine.read((kernel, tenants) => {
					const scope = scopesOf(item);
					return readVariables(kernel, 'scopeKey' in scope ? [scope.scopeKey] : searchScopes(kernel, { ...scope, tenants }));
				});
				Object.defineProperty(item, name, { value, enumerable: false });
			}
		}
		yield portion;
	}
}
