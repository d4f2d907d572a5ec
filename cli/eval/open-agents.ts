import type { EvaluationAgent } from '../../core/evaluation/run-case';
import type { EvaluationCase, EvaluationSet } from '../../core/evaluation/cases/evaluation-set';
import type { Host } from '../../providers/compose/host';
import { splitModelName } from '../../providers/models/split-model-name';
import { hostFor } from '../agent/agent-documents';
import { readTextFile } from '../terminal/read-text-file';
import { findAgentOf, type SetOptions } from './read-set';

/** Adds what the command replaces of the definitions. @throws TroupeError INPUT_INVALID */
export async function withVariant(host: Host, { model, prompt }: Pick<SetOptions, 'model' | 'prompt'>): Promise<Host> {
	const variant = {
		...(model !== undefined && { model: { route: [splitModelName(model)] } }),
		...(prompt !== undefined && { prompt: (await readTextFile(prompt)).trimEnd() }),
	};
	return Object.keys(variant).length > 0 ? { ...host, variant } : host;
}

/** Returns what composes the agent of a case, each agent once. */
export function createAgentOpener(
	set: EvaluationSet,
	file: string,
	host: Host,
	chosen?: string,
): (one: EvaluationCase) => Promise<EvaluationAgent> {
	const opened = new Map<string, Promise<EvaluationAgent>>();
	return async (one) => {
		const { composeEvaluationAgent } = await import('../../providers/compose/evaluation/evaluation-agent');
		const reference = findAgentOf(one, set, file, chosen);
		const name = JSON.stringify(reference);
		const agent = opened.get(name) ?? composeEvaluationAgent(reference, hostFor(reference, host), set.judge);
		opened.set(name, agent);
		return agent;
	};
}
