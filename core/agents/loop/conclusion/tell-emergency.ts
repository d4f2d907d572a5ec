import { chooseEmergencyText, chooseLimitText, chooseText } from '../../definition/standard-texts';
import { isAccident } from '../../../guardrails/danger/is-accident';
import { suspectDanger } from '../../../guardrails/danger/suspect-danger';
import { listHandedOver } from '../answer-faults/list-handed-over';
import type { Run } from '../run/run';
import { listMessages } from '../trail/list-messages';
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
	const asked = listMessages(run);
	if (given.length === 0) return ending;
	const dangers = await Promise.all([...asked, ...given].map((text) => suspectDanger(text, 'agent')));
	if (dangers.every((danger) => danger === undefined)) return ending;
	const emergency = { isAccident: await isAccident(asked, given), isTold: true, country };
	return { ...ending, reply: chooseEmergencyText(definition, language, emergency) };
}

/** Returns the ending of a run whose message tells of an emergency. The language is that of the words that tell of it. */
export async function endEmergency(run: Run): Promise<Ending> {
	const { definition, country, givesToPeople: isTold } = run.parts;
	const language = run.trail.recorded('prepared')?.language ?? run.context.language;
	const emergency = { isAccident: await isAccident([...listMessages(run), run.words]), isTold, country };
	return { kind: 'needs-human', reason: 'emergency', reply: chooseEmergencyText(definition, language, emergency) };
}

function isStandard({ parts: { definition }, context: { language } }: Run, { kind, reply, ...ending }: Ending): boolean {
	if (kind === 'limit-reached') return 'limit' in ending && reply === chooseLimitText(definition, ending.limit, language);
	if (kind === 'needs-human')
		return (['notCovered', 'limitReached'] as const).some((name) => reply === chooseText(definition, name, language));
	return kind === 'blocked' && reply.startsWith(chooseText(definition, 'blocked', language));
}
