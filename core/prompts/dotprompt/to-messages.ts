export interface Message {
	role: string;
	content: Part[];
	metadata?: Record<string, unknown>;
}

type Part =
	| { text: string }
	| { media: { url: string; contentType?: string } }
	| { metadata: Record<string, unknown> }
	| Record<string, unknown>;

export type Piece = { text: string } | { role: string } | { history: true } | { part: Part };

/**
 * Text before the first role is the user's; a message without content is left out. @param history goes to its place in the template, else before the
 * last message of the user
 */
export function toMessages(pieces: readonly Piece[], history: readonly Message[]): Message[] {
	const messages: Message[] = [{ role: 'user', content: [] }];
	let hasHistory = false;
	for (const piece of pieces) {
		const last = messages.at(-1)!;
		if ('role' in piece) begin(messages, piece.role);
		else if ('history' in piece) {
			hasHistory ||= history.length > 0;
			messages.push(...history.map((message) => ({ ...message, metadata: { ...message.metadata, purpose: 'history' } })), empty('model'));
		} else if ('part' in piece) last.content.push(piece.part);
		else if (piece.text.trim() !== '') last.content.push({ text: piece.text });
	}
	const said = messages.filter(({ content }) => content.length > 0);
	return hasHistory ? said : insertHistory(said, history);
}

const empty = (role: string): Message => ({ role, content: [] });

function begin(messages: Message[], role: string): void {
	const last = messages.at(-1)!;
	if (last.content.length > 0) messages.push(empty(role));
	else messages[messages.length - 1] = empty(role);
}

function insertHistory(messages: Message[], history: readonly Message[]): Message[] {
	const last = messages.at(-1);
	return last?.role === 'user' ? [...messages.slice(0, -1), ...history, last] : [...messages, ...history];
}
