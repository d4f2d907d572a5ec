/** Names of conversations in the memory and in the vault. The id alone names one that is shared; the others have in their names whose they are. */

/** Removed from ids, so that no sender of an id can name the conversation of an agent. */
const separator = '\u001F';

/** Describes the agent, workflow or process that has a conversation of its own; empty for one that is shared. */
export interface ConversationOwner {
	agent?: string;
	/** An id of n8n's. Absent on the command line and in jobs. */
	workflow?: string;
	/** A process ID. */
	process?: string;
	/** A program that stores what it is given, such as n8n: its tokens are apart from those that models get. */
	store?: string;
}

/** Names a conversation. Without an owner, it is shared by all that know its id. */
export function nameStored(conversation: string, { agent, workflow, process, store }: ConversationOwner = {}): string {
	const parts = [readId(conversation), agent, workflow, process, store];
	const last = parts.findLastIndex((part) => part !== undefined);
	return parts.slice(0, last + 1).join(separator);
}

/** Returns the id in a name, as its sender wrote it. */
export const idOfStored = (name: string): string => name.split(separator, 1)[0]!;

/**
 * Names the person who holds all conversations of an id, so that one call forgets them. Tasks of the memory refuse such a person: whoever names one
 * could export the conversations of agents.
 */
export const holderOf = (conversation: string): string => `${separator}${readId(conversation)}`;

const readId = (conversation: string): string => conversation.replaceAll(separator, ' ');
