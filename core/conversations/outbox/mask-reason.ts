/** Addresses, and numbers as long as those of phones, which providers repeat in their reasons. */
const names = /[^\s<>"'()]+@[^\s<>"'()]+|\+?\d(?:[\s().-]{0,2}\d){6,}/g;

/** Returns the reason of a provider without the names of customers: an event outlives them. */
export const maskReason = (reason: string): string => reason.replace(names, '…');
