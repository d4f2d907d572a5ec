import { existsSync } from 'node:fs';
import { TroupeError } from '../../core/base/errors';
import type { Recordings } from '../../core/evaluation/traffic/recording';
import type { FoundSet } from '../../providers/compose/evaluation/find-set';
import { readRecordings } from '../../providers/compose/evaluation/recordings-file';
import type { SetRun } from '../../providers/compose/evaluation/run-set';
import type { Host } from '../../providers/compose/hosts/host';
import { readSet } from '../eval/read-set';
import { describeVariant } from '../eval/variant';
import type { Terminal } from '../terminal/terminal';
import type { NamedPrompt } from './read-prompt';

export interface CaseOptions {
	/** A file, or the name of a set. Default: the one beside the prompt. */
	set?: string;
	case?: string[];
	model?: string;
	value?: Record<string, string>;
	concurrency?: number;
}

const stem = (file: string): string => file.replace(/\.[^./\\]+$/, '');

/** `tone.md` has its recordings in `tone.recordings.json`. */
export const recordingsBeside = (file: string): string => `${stem(file)}.recordings.json`;

/** @throws TroupeError INPUT_INVALID, MANIFEST_* */
export async function findCases(prompt: NamedPrompt, options: CaseOptions, host: Host, terminal: Terminal): Promise<FoundSet> {
	return readSet(options.set ?? findBeside(prompt), { case: options.case }, host, terminal);
}

function findBeside({ file, name }: NamedPrompt): string {
	const beside = file === undefined ? [] : ['yaml', 'yml', 'json'].map((ending) => `${stem(file)}.eval.${ending}`);
	const found = beside.find((path) => existsSync(path));
	if (found !== undefined) return /[/\\]/.test(found) ? found : `./${found}`;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `No cases are named for the prompt ${name}${beside.length > 0 ? `, and there is no ${beside[0]}` : ''}.`,
		fix: 'Name a set with --set, or begin with `troupe prompt new`, which writes cases too.',
	});
}

/** The recordings beside the prompt; without a file there, those of the set. @throws TroupeError INPUT_INVALID */
export async function findRecordings({ file }: NamedPrompt, found: FoundSet): Promise<Recordings> {
	const beside = file === undefined ? undefined : recordingsBeside(file);
	return beside !== undefined && existsSync(beside) ? readRecordings(beside) : found.recordings;
}

/** Puts the prompt in place of the one of the set's agents, as a template. */
export function toPromptRun(prompt: NamedPrompt, found: FoundSet, recordings: Recordings, options: CaseOptions): SetRun {
	const { model, value = {}, concurrency } = options;
	const named = prompt.file ?? `${prompt.name}@${prompt.version}`;
	return {
		found,
		recordings,
		concurrency,
		prompt: prompt.content,
		values: value,
		variant: describeVariant({ model, prompt: named }),
		...(model !== undefined && { model }),
	};
}
