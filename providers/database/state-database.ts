import { isPostgresAddress } from './database-place';
import { holdSchema } from './legal-holds';
import type { StateSchema, StateDatabase, StateDatabaseOptions } from './state-schema';

export { everyTenant } from '../../core/base/tenant';
export * from './state-schema';

const inMemory = ':memory:';
/** The file of a home that holds the state of all subjects. */
export const stateFile = 'state.db';

/**
 * Opens tables of a subject, and creates those that are missing. Its transactions can use the tables of the further subjects too.
 * @param place `postgres://…`, the path of a file, or `:memory:` for a store that nobody shares and that ends with the process
 */
export function openStateDatabase(
	place: string,
	schema: StateSchema | readonly [StateSchema, ...StateSchema[]],
	options: StateDatabaseOptions = {},
): StateDatabase {
	const named = 'name' in schema ? ([schema] as const) : schema;
	// Every store asks what is held before it removes something.
	const subjects = named.some(({ isAlone, name }) => isAlone || name === holdSchema.name) ? named : ([...named, holdSchema] as const);
	let opened: Promise<StateDatabase> | undefined;
	const open = async () => {
		await options.before?.();
		if (isPostgresAddress(place)) return (await import('./state-postgres')).openStatePostgres(place, subjects);
		return (await import('./state-file')).openStateFile(place, subjects, options);
	};
	const use = <Result>(act: (database: StateDatabase) => Promise<Result>): Promise<Result> => {
		opened ??= open().catch((cause: unknown) => {
			opened = undefined; // the next use tries again
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
				() => undefined, // who opened it was told
			);
		},
	};
}
