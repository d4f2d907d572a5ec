/** The id alone names a shared conversation; other names contain the owner. */

const separator = '\u001F';

/** Empty for a shared conversation. */
export interface ConversationOwner {
	agent?: string;
	/** n8n's id. Absent on the command line and in jobs. */
	workflow?: string;
	process?: string;
	store?: string;
}

/** Without an owner, all who know the id share it. */
export function nameStored(conversation: string, { agent, workflow, process, store }: ConversationOwner = {}): string {
	const parts = [readId(conversation), agent, workflow, process, store];
	const last = parts.findLastIndex((part) => part !== undefined);
	return parts.slice(0, last + 1).join(separator);
}

export const idOfStored = (name: string): string => name.split(separator, 1)[0]!;

/** Names the person of all conversations of an id: one call forgets them. Tasks of the memory refuse such a person. */
export const holderOf = (conversation: string): string => `${separator}${readId(conversation)}`;

const readId = (conversation: string): string => conversation.replaceAll(separator, ' ');
