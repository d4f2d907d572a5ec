import { isPostgresAddress } from './database-place';
import { holdSchema } from './legal-holds';
import type { StateSchema, StateDatabase, StateDatabaseOptions } from './state-schema';

export { everyTenant } from '../../core/base/tenant';
export * from './state-schema';

const inMemory = ':memory:';
export const stateFile = 'state.db';

/**
 * Opens and creates tables of a subject. Its transactions can use further subjects. @param place `postgres://…`, the path of a file, or `:memory:`
 * for a private store that ends with the process
 */
export function openStateDatabase(
	place: string,
	schema: StateSchema | readonly [StateSchema, ...StateSchema[]],
	options: StateDatabaseOptions = {},
): StateDatabase {
	const named = 'name' in schema ? ([schema] as const) : schema;
	// Every store asks for holds before it removes something.
	const subjects = named.some(({ isAlone, name }) => isAlone || name === holdSchema.name) ? named : ([...named, holdSchema] as const);
	let opened: Promise<StateDatabase> | undefined;
	const open = async () => {
		await options.before?.();
		if (isPostgresAddress(place)) return (await import('./state-postgres')).openStatePostgres(place, subjects);
		return (await import('./state-file')).openStateFile(place, subjects, options);
	};
	const use = <Result>(act: (database: StateDatabase) => Promise<Result>): Promise<Result> => {
		opened ??= open().catch((cause: unknown) => {
			opened = undefined;
			throw cause;
		});
		return opened.then(act);
	};
	return {
		...(place !== inMemory && { place }),
		read: (tenant, work) => use((database) => database.read(tenant, work)),
		change: (tenant, work, changeOptions) => use((database) => database.change(tenant, work, changeOptions)),
		emptyLog: () => use((database) => database.emptyLog()),
		async close() {
			const closing = opened;
			opened = undefined;
			await closing?.then(
				(database) => database.close(),
				() => undefined,
			);
		},
	};
}
