import { knownSchemas } from '../../../state/known-schemas';

/** The latest schema that this version of Troupe knows, by the file of the store: the file carries the number of its migrations, or its version. */
export const knownVersions: Readonly<Record<string, number>> = Object.fromEntries(
	Object.entries(knownSchemas)
		.map(([file, { version, migrations }]): [string, number] => [file, version || migrations.length])
		.filter(([file]) => file !== 'registry.db'),
);
