/** Prefixes of texts that are valid only for a moment. They find the texts in the outbox. */
export const waitPrefix = 'wait ';
export const closedPrefix = 'closed ';

export const nameWaitText = ({ conversation, waitsFor, since }: { conversation: string; waitsFor: string; since: number }): string =>
	`${waitPrefix}${conversation} ${waitsFor} ${since}`;

/** @param opensAt milliseconds since the epoch: from then on the text is wrong */
export const nameClosedText = (conversation: string, opensAt: number): string => `${closedPrefix}${conversation} ${opensAt}`;
