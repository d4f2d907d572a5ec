/** Names of conversations in the memory. The id alone names one that is shared; one of a single agent has the agent, and where it runs, in its name. */

/** Removed from ids, so that no sender of an id can name the conversation of an agent. */
const separator = '\u001F';

/** The agent that has a conversation of its own. */
export interface ConversationOwner {
	agent: string;
	/** An id of n8n's. Absent on the command line and in jobs. */
	workflow?: string;
}

/** Names a conversation in the memory. Without an owner, it is shared by all that know its id. */
export function nameStored(conversation: string, owner?: ConversationOwner): string {
	const id = readId(conversation);
	return owner ? [id, owner.agent, ...(owner.workflow === undefined ? [] : [owner.workflow])].join(separator) : id;
}

/** Returns the id in a name, as its sender wrote it. */
export const idOfStored = (name: string): string => name.split(separator, 1)[0]!;

/**
 * Names the person who holds all conversations of an id, so that one call forgets them. Tasks of the memory refuse such a person: whoever names one
 * could export the conversations of agents.
 */
export const holderOf = (conversation: string): string => `${separator}${readId(conversation)}`;

const readId = (conversation: string): string => conversation.replaceAll(separator, ' ');
