import { hideInShort } from './hide-in-short';

/** Numbers as long as those of phones, which providers repeat without the marks by which they are known as such. */
const longNumbers = /\+?\d(?:[\s().-]{0,2}\d){6,}/g;

/** Returns the reason of a provider without the names of customers: an event outlives them. */
export const maskReason = (reason: string): string => hideInShort(reason).replace(longNumbers, '…');
