/** The id alone names a shared conversation; other names contain the owner. */

const separator = '\u001F';

/** Empty for a shared conversation. */
export interface ConversationOwner {
	agent?: string;
	/** n8n's id. Absent on the command line and in jobs. */
	workflow?: string;
	process?: string;
	/** A program that stores its input, such as n8n: its tokens are apart from those of models. */
	store?: string;
}

/** Without an owner, all who know the id share it. */
export function nameStored(conversation: string, { agent, workflow, process, store }: ConversationOwner = {}): string {
	const parts = [readId(conversation), agent, workflow, process, store];
	const last = parts.findLastIndex((part) => part !== undefined);
	return parts.slice(0, last + 1).join(separator);
}

export const idOfStored = (name: string): string => name.split(separator, 1)[0]!;

/**
 * Names the person who holds all conversations of an id, so that one call forgets them. Tasks of the memory refuse such a person: whoever names one
 * could export the conversations of agents.
 */
export const holderOf = (conversation: string): string => `${separator}${readId(conversation)}`;

const readId = (conversation: string): string => conversation.replaceAll(separator, ' ');
