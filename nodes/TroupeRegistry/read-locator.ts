import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { ManifestKind } from '../../manifests/documents/document-words';
import type { Caller, ManifestAnswer, ManifestSummary, RegistryApi } from '../../manifests/registry/registry-api';
import { nameField } from '../shared/name-field';
import { properties } from './properties';

/**
 * Reads a locator, trimmed.
 * @throws TroupeError INPUT_INVALID where it is empty
 */
export function readLocator(context: IExecuteFunctions, item: number, name: string): string {
	const parameter = context.getNodeParameter(name, item) as INodeParameterResourceLocator | string | undefined;
	const value = String((typeof parameter === 'object' ? parameter?.value : parameter) ?? '').trim();
	if (value) return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${nameField(properties, name)} is empty.`,
		fix: 'Choose a value, or correct its expression.',
	});
}

/** @throws TroupeError MANIFEST_NOT_FOUND, also where it is of another kind: who revokes an agent does not mean a package */
export async function readManifest(
	context: IExecuteFunctions,
	item: number,
	name: string,
	{ api, caller, kind }: { api: RegistryApi; caller: Caller; kind: ManifestKind },
): Promise<ManifestAnswer> {
	const named = readLocator(context, item, name);
	const sha256 = /^[0-9a-f]{64}$/i.test(named) ? named.toLowerCase() : await findVersion(api, caller, kind, named);
	const manifest = await api.manifest(caller, sha256);
	if (manifest.kind === kind) return manifest;
	throw notFound(kind, named, `it is of the kind ${manifest.kind}`, `Set "Resource" to ${manifest.kind}.`);
}

/** The last @: names of packages may begin with one. */
async function findVersion(api: RegistryApi, caller: Caller, kind: ManifestKind, named: string): Promise<string> {
	const at = named.lastIndexOf('@');
	if (at < 1) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `"${named}" has no version.`,
			fix: 'Enter the name, @ and the version, such as support@1.2.0, or the SHA-256 of the manifest.',
		});
	}
	const name = named.slice(0, at);
	const [version, prefix = ''] = named.slice(at + 1).split('#');
	const ofVersion: ManifestSummary[] = [];
	let cursor: string | undefined;
	do {
		const page = await api.list(caller, { kind, name, limit: 500, ...(cursor && { cursor }) });
		ofVersion.push(...page.items.filter((summary) => summary.name === name && summary.version === version));
		cursor = page.cursor;
	} while (cursor);
	const [match, ...others] = ofVersion.filter(({ sha256 }) => sha256.startsWith(prefix.toLowerCase()));
	if (match && others.length === 0) return match.sha256;
	if (match) throw several(named, [match, ...others]);
	throw notFound(kind, named, 'the registry has no such version', 'List existing versions with Get Many.');
}

/** A version of a third-party package has a manifest for each reviewed installation. */
function several(named: string, meant: readonly ManifestSummary[]): TroupeError {
	const [nameAtVersion] = named.split('#');
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${named} matches several manifests: ${meant.map(({ sha256, state }) => `${nameAtVersion}#${sha256.slice(0, 8)} (${state})`).join(', ')}.`,
		fix: 'Add # and the first digits of the SHA-256, or choose the version from the list.',
	});
}

function notFound(kind: ManifestKind, named: string, why: string, fix: string): TroupeError {
	return new TroupeError({ code: 'MANIFEST_NOT_FOUND', message: `There is no ${kind} ${named}: ${why}.`, fix });
}
