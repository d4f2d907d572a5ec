import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import type { NodeDescription } from './node-description';
import type { CredentialNames } from './write-credentials';

/** Descriptions in a package of nodes, from which templates are made. */
export interface DescribedPackage {
	name: string;
	version: string;
	folder: string;
	nodes: NodeDescription[];
	credentialNames: CredentialNames;
}

/** No code of the package runs. @returns undefined for a package without descriptions @throws TroupeError INPUT_INVALID if they cannot be read */
export function readNodePackage({
	name,
	version,
	folder,
}: Pick<DescribedPackage, 'name' | 'version' | 'folder'>): DescribedPackage | undefined {
	const file = join(folder, 'dist', 'types', 'nodes.json');
	if (!existsSync(file)) return undefined;
	const credentials = join(folder, 'dist', 'types', 'credentials.json');
	return {
		name,
		version,
		folder,
		nodes: readList<NodeDescription>(file),
		credentialNames: existsSync(credentials) ? nameCredentials(readList(credentials)) : {},
	};
}

export const nameCredentials = (types: Array<{ name: string; displayName: string }>): CredentialNames =>
	Object.fromEntries(types.map(({ name, displayName }) => [name, displayName]));

function readList<Item>(file: string): Item[] {
	try {
		const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
		if (Array.isArray(list)) return list as Item[];
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} is not a JSON list of descriptions.`,
		fix: 'Install the package again.',
	});
}
