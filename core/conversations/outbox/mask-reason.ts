/** Addresses and numbers of phone length, which providers repeat in their reasons. */
const names = /[^\s<>"'()]+@[^\s<>"'()]+|\+?\d(?:[\s().-]{0,2}\d){6,}/g;

/** Removes customers' names from a provider's reason: an event outlives them. */
export const maskReason = (reason: string): string => reason.replace(names, '…');
