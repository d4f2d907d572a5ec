import { TroupeError } from '../../core/errors';
import { manifestKinds, type ManifestKind } from '../../manifests/documents/documents';
import type { ManifestSummary } from '../../manifests/registry/registry-api';
import { allOf, wrongUse, type OpenRegistry } from './registry';

/** A manifest as people name one: `support@1.2.0`, `agent:support@1.2.0`, or its SHA-256. */
interface Reference {
	kind?: ManifestKind;
	name: string;
	version: string;
}

const hash = /^[0-9a-f]{64}$/;

/** @throws TroupeError INPUT_INVALID */
function parseReference(text: string, kind?: ManifestKind): Reference {
	const { kind: said, rest } = splitKind(text);
	const at = rest.lastIndexOf('@');
	if (at > 0 && at < rest.length - 1) return { kind: said ?? kind, name: rest.slice(0, at), version: rest.slice(at + 1) };
	throw wrongUse(`${text} is not NAME@VERSION, nor a manifest's SHA-256`, 'Write it as support@1.2.0, or agent:support@1.2.0.');
}

/** `agent:`, `prompt:` or `package:` before a name. */
export function splitKind(text: string): { kind?: ManifestKind; rest: string } {
	const kind = manifestKinds.find((one) => text.startsWith(`${one}:`));
	return kind === undefined ? { rest: text } : { kind, rest: text.slice(kind.length + 1) };
}

/**
 * The manifest that is meant.
 * @throws TroupeError MANIFEST_NOT_FOUND, INPUT_INVALID when several are
 */
export async function findManifest({ api, caller }: OpenRegistry, text: string, kind?: ManifestKind): Promise<ManifestSummary> {
	if (hash.test(text)) return api.manifest(caller, text);
	const reference = parseReference(text, kind);
	const filter = { name: reference.name, ...(reference.kind && { kind: reference.kind }), limit: 500 };
	const versions: ManifestSummary[] = [];
	for await (const one of allOf((cursor) => api.list(caller, { ...filter, cursor }))) if (one.name === reference.name) versions.push(one);
	const meant = versions.filter(({ version }) => version === reference.version);
	const [first, second] = meant;
	if (first === undefined) throw unknown(reference, versions);
	if (second === undefined) return first;
	const choices = meant.map((one) => (first.kind === second.kind ? `${one.sha256} (${one.state})` : `${one.kind}:${text}`));
	throw wrongUse(`${text} may be ${choices.join(' or ')}`, 'Name the one that you mean in this way.');
}

function unknown({ name, version }: Reference, versions: ManifestSummary[]): TroupeError {
	const known = versions.map((one) => one.version).slice(-20);
	return new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The registry has no ${name}@${version}${known.length > 0 ? `; it has ${known.join(', ')}` : ''}`,
		fix: known.length > 0 ? 'Name one of these.' : 'See what there is: `troupe manifest list`.',
		details: { name, version, known },
	});
}
