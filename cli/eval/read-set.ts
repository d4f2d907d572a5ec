import { dirname, resolve } from 'node:path';
import type { EvaluationCase, EvaluationSet } from '../../core/evaluation/cases/evaluation-set';
import { parseEvaluationSet } from '../../core/evaluation/cases/parse-evaluation-set';
import { TroupeError } from '../../core/base/errors';
import type { AgentReference } from '../../providers/compose/agents/agent';
import { toAgentReference } from '../agent/agent-documents';
import { readTextFile } from '../terminal/read-text-file';

/** Which cases run, and how they differ from the set. */
export interface SetOptions {
	case?: string[];
	agent?: string;
	/** `provider:model`. */
	model?: string;
	/** A path. */
	prompt?: string;
	/** A path. */
	recordings?: string;
	concurrency: number;
}

/** Reads a set, with the cases that the options name. @throws TroupeError INPUT_INVALID */
export async function readSet(file: string, { case: names }: Pick<SetOptions, 'case'>): Promise<EvaluationSet> {
	const set = await parseEvaluationSet(await readTextFile(file), file);
	if (!names) return set;
	const missing = names.filter((name) => !set.cases.some((one) => one.name === name));
	if (missing.length === 0) return { ...set, cases: set.cases.filter(({ name }) => names.includes(name)) };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${file} has no case ${missing.map((name) => JSON.stringify(name)).join(', ')}.`,
		fix: `Name cases of the set: ${set.cases
			.slice(0, 20)
			.map(({ name }) => JSON.stringify(name))
			.join(', ')}.`,
	});
}

/** Finds the agent of a case: the one of the command, of the case, or of the set. Paths in a set are relative to it. */
export function findAgentOf(one: EvaluationCase, set: EvaluationSet, file: string, chosen?: string): AgentReference {
	if (chosen !== undefined) return toAgentReference(chosen);
	const agent = one.agent ?? set.agent;
	if (typeof agent !== 'string') return { kind: 'inline', definition: agent };
	const reference = toAgentReference(agent);
	return reference.kind === 'file' ? { kind: 'file', path: resolve(dirname(file), agent) } : reference;
}

const stripEnding = (file: string): string => file.replace(/(?:\.eval)?\.(?:ya?ml|json)$/i, '');

/** `support.eval.yaml` has its recordings in `support.recordings.json`. */
export const recordingsFileOf = (file: string): string => `${stripEnding(file)}.recordings.json`;

/** `support.eval.yaml` has its signed result in `support.evaluation.jwt`. */
export const signedFileOf = (file: string): string => `${stripEnding(file)}.evaluation.jwt`;
