import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { TroupeError } from '../../core/errors';
import type { ManifestKind } from '../../manifests/documents/documents';
import type { Caller, ManifestAnswer, RegistryApi } from '../../manifests/registry/registry-api';

/** What a locator says, trimmed. @throws TroupeError INPUT_INVALID where it is empty */
export function readLocator(context: IExecuteFunctions, item: number, name: string): string {
	const given = context.getNodeParameter(name, item) as INodeParameterResourceLocator | string | undefined;
	const value = String((typeof given === 'object' ? given?.value : given) ?? '').trim();
	if (value) return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The parameter "${name}" is empty.`,
		fix: 'Choose one, or correct its expression.',
	});
}

/**
 * The manifest that a locator names by its hash, or by name and version.
 * @throws TroupeError MANIFEST_NOT_FOUND, also where it is of another kind: who revokes an agent does not mean a package
 */
export async function readManifest(
	context: IExecuteFunctions,
	item: number,
	name: string,
	{ api, caller, kind }: { api: RegistryApi; caller: Caller; kind: ManifestKind },
): Promise<ManifestAnswer> {
	const named = readLocator(context, item, name);
	const sha256 = /^[0-9a-f]{64}$/i.test(named) ? named.toLowerCase() : await findVersion(api, caller, kind, named);
	const found = await api.manifest(caller, sha256);
	if (found.kind === kind) return found;
	throw notFound(kind, named, `it is of the kind ${found.kind}`, `Choose the resource ${found.kind}.`);
}

/** The last @: names of packages may begin with one. */
async function findVersion(api: RegistryApi, caller: Caller, kind: ManifestKind, named: string): Promise<string> {
	const at = named.lastIndexOf('@');
	if (at < 1) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `"${named}" names no version.`,
			fix: 'Write the name, @ and the version, such as support@1.2.0, or the SHA-256 of the manifest.',
		});
	}
	const [name, version] = [named.slice(0, at), named.slice(at + 1)];
	let cursor: string | undefined;
	do {
		const page = await api.list(caller, { kind, name, limit: 500, ...(cursor && { cursor }) });
		const found = page.items.find((summary) => summary.name === name && summary.version === version);
		if (found) return found.sha256;
		cursor = page.cursor;
	} while (cursor);
	throw notFound(kind, named, 'the registry has no such version', 'Look at what there is with the operation Get Many.');
}

function notFound(kind: ManifestKind, named: string, why: string, fix: string): TroupeError {
	return new TroupeError({ code: 'MANIFEST_NOT_FOUND', message: `There is no ${kind} ${named}: ${why}.`, fix });
}
