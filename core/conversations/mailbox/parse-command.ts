import type { MessageContent } from '../../ports/channels/message-content';

export type BotCommand = 'on' | 'off';

/** Only if the command is the whole message. */
export function parseCommand(content: readonly MessageContent[]): BotCommand | undefined {
	if (content.length !== 1 || content[0]!.kind !== 'text') return undefined;
	const command = /^\s*\/bot\s+(on|off)\s*$/i.exec(content[0]!.text.slice(0, 40))?.[1];
	return command?.toLowerCase() as BotCommand | undefined;
}
