import { fields, isFields, text } from './payload';

/**
 * Errors of Meta that pass by themselves, whatever the status: too many requests of the app, of the account, of the number, to one person; a fault or
 * the maintenance of a server. https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const metaCodes = new Set([2, 4, 80_007, 130_429, 131_000, 131_016, 131_048, 131_056, 131_057, 133_004]);
/** States from which a session of WAHA comes back without a person. */
const wahaStates = new Set(['STARTING', 'STOPPED']);
/** What Baileys, on which Evolution API and an engine of WAHA run, says if it has no connection: it sends nothing then. */
const isClosed = (words: unknown) => words === 'Connection Closed' || words === 'Error: Connection Closed';

const byProvider: Record<string, (body: Record<string, unknown>) => boolean> = {
	WhatsApp: ({ error }) => metaCodes.has(Number(fields(error)['code'])) || fields(error)['is_transient'] === true,
	WAHA: ({ status, expected, exception }) =>
		(Array.isArray(expected) && wahaStates.has(text(status) ?? '')) || isClosed(fields(exception)['message']),
	'Evolution API': ({ response }) => [fields(response)['message']].flat().some(isClosed),
	Telegram: ({ error_code: code }) => code === 429,
};

/** The server did not look at the request. */
const statuses = new Set([425, 429, 503]);

/** Whether a provider refused a request that it would take later. Read before the status: some say so with 500, some with 400. */
export const isPassingRefusal = (provider: string, { status, body }: { status: number; body: unknown }): boolean =>
	statuses.has(status) || (isFields(body) && byProvider[provider]?.(body) === true);
