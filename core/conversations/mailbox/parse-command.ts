import type { MessageContent } from '../../ports/channels/message-content';

/** What people who write as the account can tell Troupe in a conversation. */
export type BotCommand = 'on' | 'off';

/** Returns the command that is the whole of a message. */
export function parseCommand(content: readonly MessageContent[]): BotCommand | undefined {
	if (content.length !== 1 || content[0]!.kind !== 'text') return undefined;
	const command = /^\s*\/bot\s+(on|off)\s*$/i.exec(content[0]!.text.slice(0, 40))?.[1];
	return command?.toLowerCase() as BotCommand | undefined;
}
