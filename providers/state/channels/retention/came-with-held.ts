/** A condition on a request: a message of a conversation that is held came with it, too. Providers send several in one. */
export const cameWithHeld = `receipt.id IN (SELECT message.receipt FROM message WHERE message.tenant = receipt.tenant AND message.receipt IS NOT NULL
	AND message.conversation IN (SELECT name FROM held_name WHERE held_name.tenant = receipt.tenant))`;
