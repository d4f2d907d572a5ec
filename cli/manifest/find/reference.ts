import { TroupeError } from '../../../core/base/errors';
import { type ManifestKind, manifestKinds } from '../../../manifests/documents/document-words';
import { canHaveSeveralManifests } from '../../../manifests/documents/several-manifests';
import type { ManifestSummary } from '../../../manifests/registry/registry-api';
import { isVersion } from '../../../manifests/registry/rules/version-line';
import { allOf, wrongUse, type OpenRegistry } from '../shared/open-registry';

/** A manifest as people name one: `support@1.2.0`, `agent:support@1.2.0`, `package:weather@1.0.0#ab12` by the first digits of its hash, or its SHA-256. */
interface Reference {
	kind?: ManifestKind;
	name: string;
	version: string;
	prefix?: string;
}

const hash = /^[0-9a-f]{64}$/;

/** @throws TroupeError INPUT_INVALID */
export function parseReference(text: string, kind?: ManifestKind): Reference {
	const { kind: said, rest } = splitKind(text);
	const [, name, version, prefix] = /^(.+)@([^@#]+)(?:#([0-9a-fA-F]*))?$/.exec(rest) ?? [];
	if (name === undefined || version === undefined)
		throw wrongUse(`${text} is not NAME@VERSION, nor a manifest's SHA-256`, 'Write it like support@1.2.0 or agent:support@1.2.0.');
	if (prefix !== undefined && (prefix.length < 4 || prefix.length > 64))
		throw wrongUse(
			`${text} has only ${prefix.length} digits of the hash`,
			'Write at least 4 digits of the SHA-256 after the #, as the list shows them.',
		);
	return { kind: said ?? kind, name, version, ...(prefix && { prefix: prefix.toLowerCase() }) };
}

/** `agent:`, `prompt:`, `policy:` or `package:` before a name. */
export function splitKind(text: string): { kind?: ManifestKind; rest: string } {
	const kind = manifestKinds.find((one) => text.startsWith(`${one}:`));
	return kind === undefined ? { rest: text } : { kind, rest: text.slice(kind.length + 1) };
}

/** @throws TroupeError MANIFEST_NOT_FOUND, INPUT_INVALID when several are */
export async function findManifest(
	registry: OpenRegistry,
	text: string,
	kind?: ManifestKind,
	preferred?: ManifestSummary['state'],
): Promise<ManifestSummary> {
	const meant = await findManifests(registry, text, kind);
	const [first, ...others] = meant;
	if (others.length === 0) return first;
	const [fitting, ...more] = meant.filter(({ state }) => state === preferred);
	if (fitting !== undefined && more.length === 0) return fitting;
	throw several(text, more.length > 0 ? [fitting!, ...more] : meant);
}

/** @throws TroupeError MANIFEST_NOT_FOUND, INPUT_INVALID when things of several kinds are */
export async function findManifests(
	{ api, caller }: OpenRegistry,
	text: string,
	kind?: ManifestKind,
): Promise<[ManifestSummary, ...ManifestSummary[]]> {
	if (hash.test(text)) return [await api.manifest(caller, text)];
	const { prefix, ...reference } = parseReference(text, kind);
	if (!isVersion(reference.version))
		throw wrongUse(
			`${reference.version} in ${text} is not a version`,
			'Write one such as 1.2.0. `troupe manifest label --list` shows what a label points to.',
		);
	const find = async (version?: string) => {
		const filter = { name: reference.name, ...(version && { version }), ...(reference.kind && { kind: reference.kind }), limit: 500 };
		const manifests: ManifestSummary[] = [];
		for await (const one of allOf((cursor) => api.list(caller, { ...filter, cursor })))
			if (one.name === reference.name) manifests.push(one);
		return manifests;
	};
	const ofVersion = (await find(reference.version)).filter(({ version }) => version === reference.version);
	if (ofVersion.length === 0) throw unknown(reference, await find());
	const [first, ...others] = ofVersion.filter(({ sha256 }) => sha256.startsWith(prefix ?? ''));
	if (first === undefined) throw unknownHash(text, ofVersion);
	if (others.some((one) => one.kind !== first.kind)) throw several(text, [first, ...others]);
	return [first, ...others];
}

/** Shortens a hash to as few digits as tell a manifest from others of its version, 8 at least. */
export function hashAmong(sha256: string, others: readonly Pick<ManifestSummary, 'sha256'>[]): string {
	let length = 8;
	while (length < 64 && others.some((one) => one.sha256 !== sha256 && one.sha256.startsWith(sha256.slice(0, length)))) length += 4;
	return sha256.slice(0, length);
}

/**
 * Returns the shortest reference for each manifest of a list: with digits of its hash where a version has several.
 * @param isWhole true if the list has every manifest of its versions
 */
export function typedNames(listed: readonly ManifestSummary[], isWhole: boolean): (one: ManifestSummary) => string {
	const nameAtVersion = ({ name, version }: ManifestSummary) => `${name}@${version}`;
	const versions = Map.groupBy(listed, (one) => `${one.kind}:${nameAtVersion(one)}`);
	return (one) => {
		const others = versions.get(`${one.kind}:${nameAtVersion(one)}`) ?? [];
		const isOneOfMore = others.length > 1 || (!isWhole && canHaveSeveralManifests(one));
		return isOneOfMore ? `${nameAtVersion(one)}#${hashAmong(one.sha256, others)}` : nameAtVersion(one);
	};
}

export function several(text: string, meant: readonly ManifestSummary[]): TroupeError {
	const { rest } = splitKind(text);
	const [nameAtVersion] = rest.split('#');
	const isOfOneKind = meant.every(({ kind }) => kind === meant[0]?.kind);
	const choices = meant.map((one) =>
		isOfOneKind
			? `${one.kind}:${nameAtVersion}#${hashAmong(one.sha256, meant)} (${one.state}, by ${one.author}, ${one.publishedAt})`
			: `${one.kind}:${rest}`,
	);
	return wrongUse(`${text} is ambiguous: it can be ${choices.join(' or ')}`, 'Specify one of these.');
}

function unknownHash(text: string, ofVersion: readonly ManifestSummary[]): TroupeError {
	const known = ofVersion.map(({ sha256 }) => sha256);
	return new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The registry has no ${text}; of this version it has ${ofVersion.map((one) => `#${hashAmong(one.sha256, ofVersion)} (${one.state})`).join(', ')}`,
		fix: 'Specify one of these.',
		details: { known },
	});
}

function unknown({ name, version }: Reference, versions: ManifestSummary[]): TroupeError {
	const known = [...new Set(versions.map((one) => one.version))].slice(-20);
	return new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The registry has no ${name}@${version}${known.length > 0 ? `; it has ${known.join(', ')}` : ''}`,
		fix: known.length > 0 ? 'Specify one of these.' : 'List existing manifests with `troupe manifest list`.',
		details: { name, version, known },
	});
}
