import { chooseEmergencyText, chooseLimitText, chooseText } from '../../definition/standard-texts';
import { suspectDanger } from '../../../guardrails/danger/suspect-danger';
import { listHandedOver } from '../answer-faults/list-handed-over';
import type { Run } from '../run/run';
import type { Ending } from '../trail/trail-entry';

/**
 * Returns the ending of a run with the text for an emergency, where the agent gave one to a person and came to no words of its own, such as at its limit of
 * time: whoever is in danger reads where help is, and nothing of trying later.
 */
export async function tellEmergency(run: Run, ending: Ending): Promise<Ending> {
	const { definition, country } = run.parts;
	const { language } = run.context;
	if (!isStandard(run, ending) || definition.output) return ending;
	const given = listHandedOver(run);
	const asked = run.trail.entries.flatMap((entry) => (entry.kind === 'prepared' ? [entry.message] : []));
	if (given.length === 0) return ending;
	const dangers = await Promise.all([...asked, ...given].map((text) => suspectDanger(text, 'agent')));
	if (dangers.every((danger) => danger === undefined)) return ending;
	return { ...ending, reply: chooseEmergencyText(definition, language, country) };
}

function isStandard({ parts: { definition }, context: { language } }: Run, { kind, reply, ...ending }: Ending): boolean {
	if (kind === 'limit-reached') return 'limit' in ending && reply === chooseLimitText(definition, ending.limit, language);
	if (kind === 'needs-human')
		return (['notCovered', 'limitReached'] as const).some((name) => reply === chooseText(definition, name, language));
	return kind === 'blocked' && reply.startsWith(chooseText(definition, 'blocked', language));
}
