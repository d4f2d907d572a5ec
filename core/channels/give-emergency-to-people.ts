import { chooseEmergencyText } from '../agents/definition/standard-texts';
import { detectLanguage } from '../base/text/language';
import type { Language } from '../base/text/languages';
import { describeWhy, type WhyPerson } from '../conversations/hand-over/describe-why';
import { handOverKey } from '../conversations/mailbox/hand-over-key';
import { listWords } from '../conversations/mailbox/list-words';
import { findEmergency } from '../guardrails/danger/find-emergency';
import { isAccident } from '../guardrails/danger/is-accident';
import { suspectDanger } from '../guardrails/danger/suspect-danger';
import type { Mailbox, Turn } from '../ports/channels/mailbox';
import type { HandOverRequest } from './hand-over';

interface EmergencyParts {
	mailbox: Pick<Mailbox, 'end'>;
	handOver(request: HandOverRequest): Promise<unknown>;
	/** The text of the agent. Default: the standard text. */
	writeEmergency?: (language: Language, isAccident: boolean) => string;
	/** The country of the tenant, for the standard text. */
	country?: string | undefined;
	/** The customer has read that the agent has no answer. */
	isTold?: boolean;
}

/**
 * Gives a turn to people that no agent or process could answer, if the customer tells of an emergency or can mean one: nobody in danger waits until a
 * model is back.
 * @returns whether it was such a turn
 */
export async function giveEmergencyToPeople(parts: EmergencyParts, turn: Turn, holder: string): Promise<boolean> {
	const { tenant, id: conversation } = turn.conversation;
	const found = await hearDanger(turn);
	if (found === undefined) return false;
	const { why, language: talk } = found;
	await parts.handOver({
		...{ tenant, conversation, key: handOverKey(turn), reason: describeWhy(why), talk, by: 'agent', turn: turn.id },
		lastWords: chooseLastWords(parts, why, talk, await isAccident([listWords(turn.messages)])),
	});
	await parts.mailbox.end(turn, holder, { kind: 'done' });
	return true;
}

/** A suspicion can be wrong: whoever asks for a price reads no numbers. Whoever speaks of dying reads them, as from the guardrail of an agent that runs. */
function chooseLastWords(
	{ writeEmergency: write, country, isTold }: EmergencyParts,
	why: WhyPerson,
	talk: Language,
	isHurt: boolean,
): string {
	if (why === 'emergency' || why === 'self-harm')
		return write?.(talk, isHurt) ?? chooseEmergencyText({}, talk, { isAccident: isHurt, isTold: true, country });
	return isTold ? '' : unanswered[talk];
}

/** Returns why people are to look at a turn at once that nothing answers. */
export async function hearDanger(turn: Turn): Promise<{ why: WhyPerson; language: Language } | undefined> {
	if (turn.followUp) return undefined;
	const words = listWords(turn.messages);
	const language = findEmergency(words);
	if (language !== undefined) return { why: 'emergency', language };
	const why = await suspectDanger(words);
	return why && { why, language: detectLanguage(words, turn.language) };
}

const unanswered: Record<Language, string> = {
	en: 'I could not answer you here right now. A person of our team will get back to you.',
	pt: 'Não consegui responder por aqui agora. Uma pessoa da nossa equipe vai retornar para você.',
};
