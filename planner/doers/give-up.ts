import type { Language } from '../../core/base/text/languages';
import type { AgentStep, Field, NodeStep, UnsupportedStep } from '../tree/plan-tree';
import type { DoerSources } from './doer';
import { listDetails, listShown } from './show-data';
import { listAlternatives } from './unsupported';
import { doerWords } from './words';

export type NeedingStep = AgentStep | NodeStep | UnsupportedStep;

/** Says why a step is by hand already, where somebody said it. */
export const ownReason = (step: NeedingStep): string[] => (step.kind === 'unsupported' && step.reason.trim() !== '' ? [step.reason] : []);

/** Leaves a step that nobody here can do to a person, with what it needs to be done. */
export async function giveUp(
	step: NeedingStep,
	needs: string,
	told: string[],
	known: readonly Field[],
	sources: DoerSources,
	language: Language,
): Promise<UnsupportedStep> {
	const { id, name, why, writes, onError, deadline } = step;
	const words = doerWords[language];
	const shows = listShown(step, known);
	const details = step.kind === 'unsupported' ? (step.details ?? []) : step.kind === 'node' ? listDetails(step.parameters) : [];
	return {
		...{ id, name, ...(why !== undefined && { why }), ...(writes && { writes }) },
		...{ ...(onError && { onError }), ...(deadline && { deadline }) },
		...{
			kind: 'unsupported',
			needs,
			reason: [...ownReason(step), ...told, words.nobody(step.kind === 'agent' ? 'agent' : 'node')].join(' '),
		},
		alternatives: await listAlternatives(needs, sources, language),
		...(step.kind === 'unsupported' && step.who !== undefined && { who: step.who }),
		...{ ...(shows.length > 0 && { shows }), ...(details.length > 0 && { details }) },
	};
}
