import { TroupeError } from '../../core/base/errors';
import type { Plan } from '../plan';
import { listBeginning } from './find-begun';
import { listLive } from './live-runs';

export interface RunAct {
	act: 'retry' | 'cancel';
	instanceKey?: string;
	/** As the person said it. */
	text: string;
}

/** The whole text has to be the answer: `What happens if I cancel?` is a question. */
const shapes: Array<[act: RunAct['act'], shape: RegExp]> = [
	[
		'retry',
		/^(?:please )?(?:retry|(?:try|do)(?: it| them)? again)(?: (?:it|them|the (?:step|instance)))?(?: (?<key>\d+))?(?:,? please)?[.!]?$/i,
	],
	[
		'retry',
		/^(?:por favor,? )?(?:repetir|repita|repete|(?:tentar|tente|tenta)(?: de novo| outra vez| novamente))(?: a (?:etapa|instância))?(?: (?<key>\d+))?(?:,? por favor)?[.!]?$/i,
	],
	['cancel', /^(?:please )?cancel(?: (?:it|the instance))?(?: (?<key>\d+))?(?:,? please)?[.!]?$/i],
	['cancel', /^(?:por favor,? )?(?:cancelar?|cancele|encerrar?|encerre)(?: a instância)?(?: (?<key>\d+))?(?:,? por favor)?[.!]?$/i],
];

/** @throws TroupeError INPUT_INVALID for an instance with another answer */
export function findRunActs(plan: Plan, text: string | undefined, answers: Record<string, string> = {}): RunAct[] {
	if (plan.state === 'asking') return [];
	const keys = new Set(plan.runs?.map(({ instanceKey }) => instanceKey));
	const named = Object.entries(answers).filter(([key]) => keys.has(key));
	if (named.length > 0) return named.map(([key, answer]) => requireAct(`${answer.trim()} ${key}`));
	const mayRun = listLive(plan).length > 0 || listBeginning(plan).length > 0;
	const act = text === undefined || !mayRun ? undefined : readRunAct(text);
	return act ? [act] : [];
}

function readRunAct(text: string): RunAct | undefined {
	const said = text.trim().replaceAll(/\s+/g, ' ');
	for (const [act, shape] of shapes) {
		const found = shape.exec(said);
		if (found) return { act, text, ...(found.groups?.key !== undefined && { instanceKey: found.groups.key }) };
	}
	return undefined;
}

function requireAct(text: string): RunAct {
	const act = readRunAct(text);
	if (act) return act;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The answer about an instance is not one: ${JSON.stringify(text.slice(0, 80))}.`,
		fix: 'Answer with retry or cancel, by the key of the instance.',
	});
}
