import { type Range, validRange, Range as SemverRange } from 'semver';
import { isVersionLabel } from '../../../core/base/version-label';
import { inspectDocument } from '../../token/inspect-document';
import type { ManifestDocument } from '../../documents/documents';
import type { DrillCaller } from '../api/drill';
import { isInRange } from '../resolve/version-range';
import type { Connection, Database } from '../store/tables';

export interface StoppedName {
	kind: string;
	name: string;
	stops: readonly string[];
	/** By stopping version: remaining ones that run today in its place wherever a range has both. */
	ahead: ReadonlyMap<string, readonly string[]>;
	left: readonly string[];
	labels: ReadonlyMap<string, string>;
}

interface Reference {
	kind: 'agent' | 'prompt';
	name: string;
	range: string;
}

const maxCallers = 2_000;
const rowsAtOnce = 50;

/**
 * Finds agents and templates that refer to a stopping name: by tools, a published prompt, or a template's processes. @param isStopped says which of
 * them stop themselves
 */
export async function findCallers(
	connection: Database | Connection,
	names: readonly StoppedName[],
	isStopped: (sha256: string) => boolean,
): Promise<{ callers: DrillCaller[]; isCut: boolean }> {
	const called = names.filter(({ kind }) => kind === 'agent' || kind === 'prompt');
	const callers: DrillCaller[] = [];
	if (called.length === 0) return { callers, isCut: false };
	let last = Infinity;
	let read = 0;
	for (; read < maxCallers;) {
		const rows = await connection
			.selectFrom('manifests')
			.select(['sha256', 'sequence', 'kind', 'name', 'version', 'token'])
			.where('kind', 'in', ['agent', 'template'])
			.where('state', 'in', ['approved', 'deprecated'])
			.where('sequence', '<', Number.isFinite(last) ? last : Number.MAX_SAFE_INTEGER)
			.orderBy('sequence', 'desc')
			.limit(rowsAtOnce)
			.execute();
		for (const { sha256, kind, name, version, token } of rows) {
			if (isStopped(sha256)) continue;
			const { claimed } = inspectDocument(`The manifest ${sha256}`, Buffer.from(token, 'latin1'));
			for (const reference of listReferences(claimed as ManifestDocument)) {
				const goesTo = findSuccessor(reference, called);
				if (goesTo !== undefined)
					callers.push({ kind, name, version, calls: `${reference.kind}:${reference.name}`, range: reference.range, goesTo });
			}
		}
		read += rows.length;
		if (rows.length < rowsAtOnce) return { callers: failuresFirst(callers), isCut: false };
		last = rows.at(-1)!.sequence;
	}
	return { callers: failuresFirst(callers), isCut: true };
}

export const failuresFirst = <One extends { goesTo: string | null }>(all: readonly One[]): One[] =>
	all.toSorted((one, other) => Number(one.goesTo !== null) - Number(other.goesTo !== null));

/** True if the range leads to this version today, not only to those ahead of it. */
export const runsToday = ({ version, ahead }: { version: string; ahead: readonly string[] }, range: Range): boolean =>
	isInRange(version, range) && !ahead.some((one) => isInRange(one, range));

/** Returns null without a successor; undefined if nothing in the range stops. */
function findSuccessor({ kind, name, range }: Reference, names: readonly StoppedName[]): string | null | undefined {
	const stopped = names.find((one) => one.kind === kind && one.name === name);
	if (!stopped) return undefined;
	if (isVersionLabel(range)) return stopped.stops.includes(stopped.labels.get(range) ?? '') ? null : undefined;
	if (validRange(range) === null) return undefined;
	const parsed: Range = new SemverRange(range);
	if (!stopped.stops.some((version) => runsToday({ version, ahead: stopped.ahead.get(version) ?? [] }, parsed))) return undefined;
	return stopped.left.find((version) => isInRange(version, parsed)) ?? null;
}

function listReferences(manifest: ManifestDocument): Reference[] {
	if (manifest.kind === 'agent') return listOfAgent(manifest.content, manifest.prompt);
	return manifest.kind === 'template' ? listOfTemplate(manifest.content) : [];
}

interface Definition {
	tools?: { define?: Array<{ kind?: string; agent?: string; range?: string }> };
}

function listOfAgent(content: string, prompt?: { name: string; range: string }): Reference[] {
	const { tools } = JSON.parse(content) as Definition;
	const agents = (tools?.define ?? []).flatMap(({ kind, agent, range = '*' }) =>
		kind === 'agent' && agent !== undefined ? [{ kind: 'agent' as const, name: agent, range }] : [],
	);
	return [...agents, ...(prompt ? [{ kind: 'prompt' as const, name: prompt.name, range: prompt.range }] : [])];
}

interface Template {
	files?: Array<{ path: string; kind: string; content?: string }>;
}

function listOfTemplate(content: string): Reference[] {
	const { files = [] } = JSON.parse(content) as Template;
	const own = new Set(files.flatMap(({ kind, content: text }) => (kind === 'agent' ? [readId(text)] : [])));
	const named = files.flatMap(({ kind, content: text = '' }) => (kind === 'process' ? listNamedAgents(text) : []));
	return named.filter(({ name }) => !own.has(name)).map(({ name, range }) => ({ kind: 'agent', name, range }));
}

/** An unfilled template file need not be JSON. */
const readId = (text = ''): string | undefined => /"id"\s*:\s*"([^"]+)"/.exec(text)?.[1];

const header = /<zeebe:header\s+key="agent"\s+value="([^"@]{1,200})(?:@([^"]{1,100}))?"/g;

const listNamedAgents = (xml: string): Array<{ name: string; range: string }> =>
	[...xml.matchAll(header)].map(([, name = '', range = '*']) => ({ name, range }));
