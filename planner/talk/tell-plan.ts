import { sayPlan } from '../explain/say-plan';
import type { Plan } from '../plan';
import { listProblems } from '../words/say-proof';
import { converseTexts } from './converse-texts';

const maxProblems = 10;

/** @param before lines that are said first @param link where people look at it */
export function tellPlan(plan: Plan, before: readonly string[] = [], link?: string): string {
	const wrong = plan.proof ? listProblems(plan.proof).slice(0, maxProblems) : [];
	const found = [...(plan.proof?.unplayed ?? []), ...wrong.map((one) => `✗ ${one}`)];
	return [before.join('\n'), sayPlan(plan), found.join('\n'), tellNext(plan, link)].filter((part) => part !== '').join('\n\n');
}

/** Says what can be done with a plan, in its state. */
export function tellNext({ id, state, language, hash, proof, explanation }: Plan, link?: string): string {
	const texts = converseTexts[language];
	if (state === 'asking') return texts.asking;
	if (state === 'failed') return texts.failed;
	const isMissing = (explanation?.missing ?? []).length > 0;
	const next =
		state === 'confirmed'
			? texts.confirmed
			: state === 'running' || state === 'ended'
				? ''
				: proof?.passed
					? isMissing
						? texts.missing
						: texts.proved
					: texts.notProved;
	return [...(hash === undefined ? [] : [texts.hash(hash)]), texts.place(id, link), next].filter((line) => line !== '').join('\n');
}
