import { basename } from 'node:path';
import type { EvaluationResult } from '../../core/evaluation/evaluation-result';

type Variant = EvaluationResult['variant'];

/** Describes how a run differs from its set. Paths depend on the machine; names of files do not. */
export const describeVariant = ({ agent, model, prompt }: Variant): Variant => ({
	...(agent !== undefined && { agent: /[/\\]/.test(agent) ? basename(agent) : agent }),
	...(model !== undefined && { model }),
	...(prompt !== undefined && { prompt: basename(prompt) }),
});

export function nameVariant({ set, variant, cases }: EvaluationResult): string {
	const replaced = Object.entries(variant).map(([field, value]) => `${field} ${value}`);
	const { agent, model } = cases.find((each) => each.agent) ?? {};
	const version = agent ? [`${agent.id} ${agent.version}`, ...(model ? [model] : [])] : [set];
	return [...version, ...replaced].join(', ');
}
