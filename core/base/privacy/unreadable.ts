export const unreadable = '[unreadable]';
