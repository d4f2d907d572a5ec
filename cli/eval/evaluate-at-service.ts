import { TroupeError } from '../../core/base/errors';
import { maxPackedCharacters } from '../../core/evaluation/cases/evaluation-set';
import { packRecordings } from '../../core/evaluation/traffic/pack-recordings';
import { toAgentReference } from '../../providers/compose/agents/agent-reference';
import { chooseCases } from '../../providers/compose/evaluation/choose-cases';
import type { EvaluatedSet } from '../../providers/compose/evaluation/evaluate-set';
import { runEvaluation } from '../../service/operations/evaluations/run-evaluation';
import { callOperation } from '../services/call-operation';
import { onlyHere } from '../services/only-here';
import { readTextFile } from '../terminal/read-text-file';
import { printable, type Terminal } from '../terminal/terminal';
import { checkNamed, isSetFile, readSetFile, type SetOptions } from './read-set';
import { readNamedRecordings } from './recordings-file';
import { describeVariant } from './variant';

interface Uses {
	store: boolean;
	basis: boolean;
}

/** Evaluates agents of a service. A set of this machine goes along with its recordings; a name is the one of a set of the service. */
export async function evaluateAtService(name: string | undefined, options: SetOptions & Uses, terminal: Terminal): Promise<EvaluatedSet> {
	const { agent, model, prompt, store, basis, concurrency } = options;
	checkNamed(name, options);
	if (concurrency !== undefined) onlyHere('--concurrency', terminal);
	if (agent !== undefined && toAgentReference(agent).kind === 'file') onlyHere('--agent with a path', terminal);
	const replaced = prompt !== undefined && {
		prompt: { name: describeVariant({ prompt }).prompt!, text: (await readTextFile(prompt)).trimEnd() },
	};
	const input = { ...(await describeSent(name, options)), agent, model, ...replaced, store, basis };
	const { warnings, ...evaluated } = await callOperation(runEvaluation, input, terminal);
	for (const warning of warnings) terminal.note(`warning: ${printable(warning)}`);
	return evaluated;
}

/** @throws TroupeError INPUT_INVALID for a set that cannot be read, or whose recordings are too large to send */
async function describeSent(name: string | undefined, options: SetOptions) {
	const { kind, case: cases } = options;
	const named = options.recordings === undefined ? undefined : await readNamedRecordings(options.recordings);
	if (kind !== undefined || !isSetFile(name!)) return { ...(kind === undefined ? { set: name } : { kind }), cases, ...(await pack(named)) };
	const { set, recordings } = await readSetFile(name!, options);
	const document = { ...set, cases: chooseCases(set, cases, name!) };
	return { document, ...(await pack(named ?? (set.recordings ? undefined : recordings))) };
}

async function pack(recordings: Parameters<typeof packRecordings>[0] | undefined) {
	if (!recordings) return {};
	const packed = await packRecordings(recordings);
	if (packed.gzip.length <= maxPackedCharacters) return { recordings: packed };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The recordings have ${packed.gzip.length} characters when they are packed; a service takes ${maxPackedCharacters}.`,
		fix: 'Split the set into several with their own recordings, or run it on the machine of the service.',
	});
}
