/** SQL condition on a request: it also brought a message under legal hold. Providers batch several messages. */
export const cameWithHeld = `receipt.id IN (SELECT message.receipt FROM message WHERE message.tenant = receipt.tenant AND message.receipt IS NOT NULL
	AND message.conversation IN (SELECT name FROM held_name WHERE held_name.tenant = receipt.tenant))`;
