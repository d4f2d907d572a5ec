/** Stands for a value that cannot be opened any more. */
export const unreadable = '[unreadable]';
