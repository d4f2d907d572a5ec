import type { Mailbox, Turn } from '../../../core/ports/channels/mailbox';

/** Takes a turn that is due, of any channel. */
export const takeTurn = async ({ turns }: Pick<Mailbox, 'turns'>, holder: string, leaseMs: number): Promise<Turn | undefined> =>
	(await turns.take(holder, { max: 1, leaseMs }))[0]?.content;
