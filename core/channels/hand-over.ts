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
	readLanguage?: (tenant: string) => Promise<Language | undefined>;
}

export interface HandOverRequest {
	tenant: string;
	conversation: string;
	/** Makes it idempotent: requested twice, it happens once. */
	key: string;
	/** In the requester's words, or ours in the language of the note. */
	reason: string | Record<Language, string>;
	summary?: HandOverSummary;
	/** Undefined: the tenant's language. */
	language?: Language;
	/** Language of the note if the tenant has none. Undefined: that of the reason and the summary. */
	talk?: Language;
	by: string;
	/** A person of the company asks: they know the customer, and their words stay unchanged. */
	isPerson?: true;
	lastWords?: string;
	/** Instead of the channel's settings. */
	settings?: Partial<HandOverSettings>;
	turn?: string;
}

/** `desk`: where the note goes, or why there is none. */
type HandOverOutcome = HandedOver & { desk?: { name: string } | { missing: string } };

/**
 * Hands a conversation over to people: first the agent becomes silent, then the customer gets the last words, and the desk the summary. @throws
 * TroupeError CREDENTIAL_NOT_FOUND, STORAGE_…
 */
export async function handOver(parts: HandOverParts, request: HandOverRequest): Promise<HandOverOutcome> {
	const { tenant, conversation: id, key, by, turn } = request;
	const conversation = await parts.mailbox.find(tenant, id);
	const open = conversation && (await parts.directory.find(tenant, conversation.channel));
	if (conversation === undefined || open === undefined) return { kind: 'unknown-conversation' };
	const desk = await findDesk(findRecord(parts.directory, tenant), open.record, request.settings);
	const settings = { ...defaultHandOverSettings, ...open.record.handOver, ...request.settings, desk: 'name' in desk ? desk.name : null };
	const summary = request.summary;
	const language = request.language ?? (await parts.readLanguage?.(tenant)) ?? request.talk ?? detectRequest(request);
	const reason = typeof request.reason === 'string' ? request.reason : request.reason[language];
	const { maxTextLength } = open.channel.abilities;
	const { text: words, promise } = chooseWords(request, desk);
	const lastWords = splitText(words, maxTextLength).map((text, index) => ({
		key: `${key} ${index}`,
		...(turn !== undefined && { run: nameTurnRun(turn) }),
		content: { kind: 'text' as const, text },
		...(request.isPerson && { byPerson: true as const, writer: by.replace(/^\w+:/, '') }),
	}));
	const done = await parts.handOvers.begin(tenant, id, {
		key,
		reason,
		language,
		by,
		lastWords,
		settings,
		pauseMs: settlePause(open.rules, 'name' in desk).pauseMs,
		...(summary !== undefined && { summary }),
		// A single message replaces a single one.
		...(promise !== undefined && [words, promise].every((each) => splitText(each, maxTextLength).length === 1) && { promise }),
		...(turn !== undefined && { turn }),
	});
	return { ...done, desk };
}

const detectRequest = ({ reason, summary = {} }: HandOverRequest): Language =>
	detectLanguage([typeof reason === 'string' ? reason : '', ...Object.values(summary)].join(' '));

/** Promises a person only if the desk has the note, except to people of the company. */
function chooseWords({ lastWords = '', isPerson }: HandOverRequest, desk: object): { text: string; promise?: string } {
	const rest = isPerson ? undefined : cutPromises(lastWords, []);
	if (rest === undefined) return { text: lastWords };
	const text = `${rest} ${notTold[detectLanguage(lastWords)]}`.trim();
	return 'name' in desk ? { text, promise: lastWords } : { text };
}

export const findRecord = (directory: ChannelDirectory, tenant: string) => async (name: string) =>
	(await directory.find(tenant, name))?.record;
