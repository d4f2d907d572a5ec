import { createHash } from 'node:crypto';

const prefix = 'caller:';
const isOfCaller = new RegExp(`^${prefix}[0-9a-f]{12}:`);

/** Callers with the same ID do not share a conversation. Adds 20 characters. */
export const bindConversation = (conversationId: string, subject: string): string =>
	`${prefix}${createHash('sha256').update(subject).digest('hex').slice(0, 12)}:${conversationId}`;

export const unbindConversation = (bound: string): string => bound.replace(isOfCaller, '');

/** Returns the person of a caller: the subject of an issuer's token, never a key. */
export const personOf = (subject: string | undefined): string | undefined =>
	subject?.startsWith('oidc:') ? subject.slice('oidc:'.length) : undefined;

export const isBoundConversation = (conversationId: string): boolean => isOfCaller.test(conversationId);
