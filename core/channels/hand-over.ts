import { splitText } from '../conversations/outbox/split-text';
import { cutPromises } from '../agents/loop/answer-faults/promises-person';
import { notTold } from '../conversations/hand-over/not-told';
import { settlePause } from '../conversations/mailbox/settle-pause';
import type { Language } from '../base/text/languages';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import {
	defaultHandOverSettings,
	type HandedOver,
	type HandOvers,
	type HandOverSettings,
	type HandOverSummary,
} from '../ports/channels/hand-overs';
import type { Mailbox } from '../ports/channels/mailbox';
import { findDesk } from '../conversations/hand-over/find-desk';
import { nameTurnRun } from '../conversations/mailbox/name-turn-run';
import { detectLanguage } from '../base/text/language';

export interface HandOverParts {
	mailbox: Pick<Mailbox, 'find'>;
	handOvers: Pick<HandOvers, 'begin'>;
	directory: ChannelDirectory;
}

export interface HandOverRequest {
	tenant: string;
	conversation: string;
	/** Names the hand-over: requested twice, it happens once. */
	key: string;
	reason: string;
	summary?: HandOverSummary;
	/** Undefined: that of the reason and the summary. */
	language?: Language;
	by: string;
	/** A person of the company asks: they know of the customer, and their words stay as they are. */
	isPerson?: true;
	/** What the customer is told. */
	lastWords?: string;
	/** In place of those of the channel. */
	settings?: Partial<HandOverSettings>;
	/** The turn that it ends. */
	turn?: string;
}

/** `desk`: what the desk gets, or why it gets nothing. */
export type HandOverOutcome = HandedOver & { desk?: { name: string } | { missing: string } };

/**
 * Gives a conversation to people: the agent is silent before anything else happens; then the customer gets the last words, and the desk the summary.
 * @throws TroupeError CREDENTIAL_NOT_FOUND, STORAGE_…
 */
export async function handOver(parts: HandOverParts, request: HandOverRequest): Promise<HandOverOutcome> {
	const { tenant, conversation: id, key, reason, by, turn } = request;
	const conversation = await parts.mailbox.find(tenant, id);
	const open = conversation && (await parts.directory.find(tenant, conversation.channel));
	if (conversation === undefined || open === undefined) return { kind: 'unknown-conversation' };
	const desk = await findDesk(findRecord(parts.directory, tenant), open.record, request.settings);
	const settings = { ...defaultHandOverSettings, ...open.record.handOver, ...request.settings, desk: 'name' in desk ? desk.name : null };
	const summary = request.summary;
	const language = request.language ?? detectLanguage([reason, ...Object.values(summary ?? {})].join(' '));
	const { maxTextLength } = open.channel.abilities;
	const { text: words, promise } = chooseWords(request, desk);
	const lastWords = splitText(words, maxTextLength).map((text, index) => ({
		...{ key: `${key} ${index}`, ...(turn !== undefined && { run: nameTurnRun(turn) }) },
		content: { kind: 'text' as const, text },
		...(request.isPerson && { byPerson: true as const }),
	}));
	const done = await parts.handOvers.begin(tenant, id, {
		...{ key, reason, language, by, lastWords, settings, pauseMs: settlePause(open.rules, 'name' in desk).pauseMs },
		...(summary !== undefined && { summary }),
		// One message takes the place of one.
		...(promise !== undefined && [words, promise].every((each) => splitText(each, maxTextLength).length === 1) && { promise }),
		...(turn !== undefined && { turn }),
	});
	return { ...done, desk };
}

/** For all but people of the company, a person is promised only where the desk has the note. */
function chooseWords({ lastWords = '', isPerson }: HandOverRequest, desk: object): { text: string; promise?: string } {
	const rest = isPerson ? undefined : cutPromises(lastWords, []);
	if (rest === undefined) return { text: lastWords };
	const text = `${rest} ${notTold[detectLanguage(lastWords)]}`.trim();
	return 'name' in desk ? { text, promise: lastWords } : { text };
}

export const findRecord = (directory: ChannelDirectory, tenant: string) => async (name: string) =>
	(await directory.find(tenant, name))?.record;
