import { writeEmergency } from '../agents/definition/emergency-texts';
import type { Language } from '../base/text/languages';
import { describeWhy } from '../conversations/hand-over/describe-why';
import { handOverKey } from '../conversations/mailbox/hand-over-key';
import { listWords } from '../conversations/mailbox/list-words';
import { findEmergency } from '../guardrails/danger/find-emergency';
import type { Mailbox, Turn } from '../ports/channels/mailbox';
import type { HandOverRequest } from './hand-over';

interface EmergencyParts {
	mailbox: Pick<Mailbox, 'end'>;
	handOver(request: HandOverRequest): Promise<unknown>;
	/** The text of the agent. Default: the standard text. */
	writeEmergency?: (language: Language) => string;
	/** The country of the tenant, for the standard text. */
	country?: string | undefined;
}

/**
 * Gives a turn to people that no agent or process could answer, if the customer tells of an emergency: nobody in danger waits until a model is back.
 * @returns whether it was such a turn
 */
export async function giveEmergencyToPeople(parts: EmergencyParts, turn: Turn, holder: string): Promise<boolean> {
	const { tenant, id: conversation } = turn.conversation;
	const talk = turn.followUp ? undefined : findEmergency(listWords(turn.messages));
	if (talk === undefined) return false;
	await parts.handOver({
		...{ tenant, conversation, key: handOverKey(turn), reason: describeWhy('emergency'), talk, by: 'agent', turn: turn.id },
		lastWords: parts.writeEmergency?.(talk) ?? writeEmergency(talk, parts.country),
	});
	await parts.mailbox.end(turn, holder, { kind: 'done' });
	return true;
}
