/** Finds evaluation sets by name: in the registry, beside the agents of the host, or in the package. */
import { hash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { packagedTemplatesFolder } from '../../../core/base/package-folder';
import { TroupeError } from '../../../core/base/errors';
import { decodeText } from '../../../core/base/text/decode-text';
import { isDefinitionId } from '../../../core/base/text/definition-id';
import type { EvaluationSet } from '../../../core/evaluation/cases/evaluation-set';
import { type SetKind, setKinds } from '../../../core/evaluation/cases/set-kinds';
import { parseEvaluationSet, parseSetDocument } from '../../../core/evaluation/cases/parse-evaluation-set';
import { unpackRecordings } from '../../../core/evaluation/traffic/pack-recordings';
import type { Recordings } from '../../../core/evaluation/traffic/recording';
import { describeRefusal, readConfinedFile } from '../../files/confined-file';
import { parsePublished, readAgentName } from '../agents/published';
import type { Host } from '../hosts/host';
import { noRecordings, readRecordings, recordingsFileOf } from './recordings-file';

type SetHost = Pick<Host, 'gate' | 'published' | 'agentFolders'>;

export interface FoundSet {
	set: EvaluationSet;
	recordings: Recordings;
	source: 'registry' | 'package' | 'file' | 'inline';
	/** SHA-256 of its document, in hex. */
	sha256: string;
	/** Paths of agents are relative to it. */
	folder?: string;
	/** For example: deprecated, go to 1.4.0. */
	warnings: string[];
}

const maxSetBytes = 4 * 1024 * 1024;
const endings = ['yaml', 'yml', 'json'];

/** Finds a set by `support`, or by `support@^1.2` in the registry alone, and asks the gate. @throws TroupeError INPUT_INVALID, MANIFEST_* */
export async function findSet(text: string, host: SetHost): Promise<FoundSet> {
	const { id, isPublished } = readAgentName(text);
	const found = await findSetIfAny(text, host);
	if (found) return found;
	throw notFound(id, isPublished, host);
}

/** Returns undefined if there is none. @throws TroupeError INPUT_INVALID, MANIFEST_* */
export async function findSetIfAny(text: string, host: SetHost): Promise<FoundSet | undefined> {
	const { id, range, isPublished } = readAgentName(text);
	const published = await findPublishedSet(id, range, host);
	if (published) return published;
	const stored = isPublished || !isDefinitionId(id) ? undefined : await findStored(id, host);
	return stored && admitSet(stored, host);
}

export async function findKind(kind: SetKind): Promise<FoundSet> {
	const folder = join(packagedTemplatesFolder(), 'evaluations', kind);
	const set = await tryFile(join(folder, `${kind}.eval.yaml`), folder, 'package');
	if (set) return set;
	throw new TroupeError({ code: 'INTERNAL', message: `The package lacks the set ${kind}.`, fix: 'Reinstall it.' });
}

/** Reads a set that came as data, such as a job variable, and asks the gate. @throws TroupeError INPUT_INVALID, MANIFEST_* */
export async function readInlineSet(value: unknown, where: string, host: Pick<SetHost, 'gate'>): Promise<FoundSet> {
	const set = typeof value === 'string' ? await parseEvaluationSet(value, where) : await parseSetDocument(value, where);
	const sha256 = hash('sha256', typeof value === 'string' ? value : JSON.stringify(value));
	return admitSet({ set, recordings: await readOwn(set, where), source: 'inline', sha256, warnings: [] }, host);
}

/** Asks the gate about a set that is neither published nor in the package. @throws TroupeError MANIFEST_* */
export async function admitSet(found: FoundSet, { gate }: Pick<SetHost, 'gate'>): Promise<FoundSet> {
	const { set, source, sha256 } = found;
	if (source === 'package') return found;
	await gate.admit({ kind: 'evaluation', name: set.id ?? set.name, version: set.version ?? '0.0.0', sha256 });
	return found;
}

/** Recordings are in the set or in a file beside it. @param read reads those beside it @throws TroupeError INPUT_INVALID */
export async function readSetText(text: string, path: string, source: FoundSet['source'], read = readRecordings): Promise<FoundSet> {
	const set = await parseEvaluationSet(text, path);
	const recordings = set.recordings ? await readOwn(set, path) : await read(recordingsFileOf(path));
	return { set, recordings, source, sha256: hash('sha256', text), folder: dirname(path), warnings: [] };
}

const readOwn = async ({ recordings }: EvaluationSet, where: string): Promise<Recordings> =>
	recordings ? unpackRecordings(recordings, where) : noRecordings;

async function findPublishedSet(id: string, range: string | undefined, { gate, published }: SetHost): Promise<FoundSet | undefined> {
	const version = await published?.find('evaluation', id, range);
	if (!version) return undefined;
	const { name, version: number, sha256, warnings } = version;
	await gate.admit({ kind: 'evaluation', name, version: number, sha256 });
	const where = `The published evaluation set ${name} ${number}`;
	const set = await parseSetDocument(parsePublished(version), where);
	return { set, recordings: await readOwn(set, where), source: 'registry', sha256, warnings };
}

async function findStored(id: string, { agentFolders }: SetHost): Promise<FoundSet | undefined> {
	for (const folder of agentFolders)
		for (const name of endings.flatMap((ending) => [`${id}.eval.${ending}`, join(id, `${id}.eval.${ending}`)])) {
			const found = await tryFile(join(folder, name), folder, 'file');
			if (found) return found;
		}
	const kind = setKinds.find((one) => one === id);
	return kind && findKind(kind);
}

async function tryFile(path: string, folder: string, source: FoundSet['source']): Promise<FoundSet | undefined> {
	const read = await readConfinedFile(path, [folder], maxSetBytes);
	if (read.kind === 'missing') return undefined;
	if (read.kind === 'file') return readSetText(decodeText(read.bytes, path), path, source);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The evaluation set ${path} ${describeRefusal(read)}.`,
		fix: 'Put a readable file there.',
	});
}

function notFound(id: string, isPublished: boolean, { published }: SetHost): TroupeError {
	const named = JSON.stringify(id.slice(0, 64));
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: isPublished
			? `No evaluation set ${named} is published${published ? ' for this tenant' : ': no registry is configured'}.`
			: `There is no evaluation set ${named}: neither in the registry, nor as ID.eval.yaml beside the agents, nor among ${setKinds.join(', ')}.`,
		fix: 'Publish and approve it (`troupe manifest publish SET.eval.yaml`, `approve`), or put it beside the agent.',
		details: { id: id.slice(0, 64) },
	});
}
