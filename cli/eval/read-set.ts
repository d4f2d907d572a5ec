import type { SetKind } from '../../core/evaluation/cases/set-kinds';
import type { Recordings } from '../../core/evaluation/traffic/recording';
import { TroupeError } from '../../core/base/errors';
import { chooseCases } from '../../providers/compose/evaluation/choose-cases';
import { admitSet, findKind, findSet, type FoundSet, readSetText } from '../../providers/compose/evaluation/find-set';
import { noRecordings } from '../../providers/compose/evaluation/recordings-file';
import type { SetRun } from '../../providers/compose/evaluation/run-set';
import type { Host } from '../../providers/compose/hosts/host';
import { toAgentReference } from '../../providers/compose/agents/agent-reference';
import { readTextFile } from '../terminal/read-text-file';
import { printable, type Terminal } from '../terminal/terminal';
import { describeVariant } from './variant';

export interface SetOptions {
	kind?: SetKind;
	case?: string[];
	agent?: string;
	model?: string;
	prompt?: string;
	recordings?: string;
	concurrency?: number;
}

export const isSetFile = (name: string): boolean => /[/\\]|\.(?:ya?ml|json)$/i.test(name);

/**
 * Reads a set, from a file, by its name or of a kind, with the cases that the options name.
 * @throws TroupeError INPUT_INVALID, MANIFEST_*
 */
export async function readSet(name: string | undefined, options: SetOptions, host: Host, terminal: Terminal): Promise<FoundSet> {
	const found = await find(name, options, host);
	for (const warning of found.warnings) terminal.note(`warning: ${printable(warning)}`);
	return { ...found, set: { ...found.set, cases: chooseCases(found.set, options.case, describeSet(name, options)) } };
}

async function find(name: string | undefined, options: SetOptions, host: Host): Promise<FoundSet> {
	checkNamed(name, options);
	if (options.kind !== undefined) return findKind(options.kind);
	return isSetFile(name!) ? admitSet(await readSetFile(name!, options), host) : findSet(name!, host);
}

/** @throws TroupeError INPUT_INVALID unless either a set or a kind is named */
export function checkNamed(name: string | undefined, { kind }: Pick<SetOptions, 'kind'>): void {
	if ((name === undefined) !== (kind === undefined)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: name === undefined ? 'No set is named.' : 'Both a set and --kind are named.',
		fix: 'Name the file or the name of a set, or one that comes with Troupe with --kind.',
	});
}

/** Reads a set with its recordings. Those beside it do not count where others are named, and may be broken. */
export async function readSetFile(name: string, { recordings }: Pick<SetOptions, 'recordings'>): Promise<FoundSet> {
	return readSetText(await readTextFile(name), name, 'file', recordings === undefined ? undefined : () => Promise.resolve(noRecordings));
}

export const describeSet = (name: string | undefined, { kind }: Pick<SetOptions, 'kind'>): string => name ?? kind!;

/** @throws TroupeError INPUT_INVALID */
export async function toSetRun(found: FoundSet, recordings: Recordings, options: SetOptions): Promise<SetRun> {
	const { agent, model, prompt, concurrency } = options;
	return {
		found,
		recordings,
		concurrency,
		variant: describeVariant(options),
		...(agent !== undefined && { agent: toAgentReference(agent) }),
		...(model !== undefined && { model }),
		...(prompt !== undefined && { prompt: (await readTextFile(prompt)).trimEnd() }),
	};
}
