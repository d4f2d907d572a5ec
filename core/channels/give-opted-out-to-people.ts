import { detectLanguage } from '../base/text/language';
import type { Language } from '../base/text/languages';
import { readWords } from '../conversations/hand-over/describe-unsent';
import { describeBurst } from '../conversations/mailbox/describe-burst';
import type { HandOvers } from '../ports/channels/hand-overs';
import type { Mailbox, Turn } from '../ports/channels/mailbox';
import type { PeopleFacts } from '../ports/channels/people-facts';
import type { ChannelParts } from './channel-parts';
import { handOverKey } from '../conversations/mailbox/hand-over-key';
import { handOver } from './hand-over';

const maxNotes = 2_000;

const reasons: Record<Language, string> = {
	en: 'the customer opted out and writes again: Troupe sends nothing',
	pt: 'o cliente pediu para não receber mensagens e escreveu de novo: o Troupe não envia nada',
};

const restricted: Record<Language, string> = {
	en: 'the customer writes, and the processing of their data is restricted: no agent reads it, and Troupe sends nothing',
	pt: 'o cliente escreveu, e o tratamento dos dados dele está bloqueado: nenhum agente lê, e o Troupe não envia nada',
};

type OptedOutParts = Pick<ChannelParts, 'rights' | 'directory'> & {
	mailbox: Pick<Mailbox, 'find' | 'beginEffects' | 'end'>;
	handOvers: Pick<HandOvers, 'begin' | 'list'>;
};

/**
 * Hands a turn of an opted-out contact over to people, once, without an agent, process, workflow or a word to the customer. @returns whether it was
 * such a turn
 */
export async function giveOptedOutToPeople(parts: OptedOutParts, turn: Turn, holder: string, people: PeopleFacts = {}): Promise<boolean> {
	const { tenant, channel, id: conversation, contact } = turn.conversation;
	const isRestricted = (await parts.rights.findRestriction(tenant, contact)) !== undefined;
	if (!isRestricted && !(await parts.rights.isOptedOut(tenant, contact))) return false;
	const [before] = await parts.handOvers.list(tenant, { conversation }, 1);
	if (before !== undefined && before.at >= Math.max(...turn.messages.map(({ arrivedAt }) => arrivedAt))) {
		if ((await parts.mailbox.beginEffects(turn, holder)) === 'go') await parts.mailbox.end(turn, holder, { kind: 'done' });
		return true;
	}
	const language = people.language ?? detectLanguage(turn.messages.flatMap(({ content }) => content.map(readWords)).join('\n'));
	const timeZone = (await parts.directory.find(tenant, channel))?.rules.timeZone ?? people.timeZone;
	const notes = describeBurst(turn.messages, { maxLength: maxNotes, language, timeZone });
	await handOver(parts, {
		tenant,
		conversation,
		key: handOverKey(turn),
		reason: isRestricted ? restricted : reasons,
		summary: { notes },
		language,
		by: 'agent',
		turn: turn.id,
	});
	return true;
}
