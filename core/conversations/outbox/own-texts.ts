/** Names of texts of a channel that are for a moment, and out of place after it. Their beginnings find them in the outbox. */
export const waitPrefix = 'wait ';
export const closedPrefix = 'closed ';

export const nameWaitText = ({ conversation, waitsFor, since }: { conversation: string; waitsFor: string; since: number }): string =>
	`${waitPrefix}${conversation} ${waitsFor} ${since}`;

/** @param opensAt milliseconds since the epoch: from then on it is wrong */
export const nameClosedText = (conversation: string, opensAt: number): string => `${closedPrefix}${conversation} ${opensAt}`;
