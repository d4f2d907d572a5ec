import type { IExecuteFunctions } from 'n8n-workflow';
import { findStart } from '../shared/channels/find-start';
import { parseTurnKey, type TurnName } from '../shared/channels/turn-key';
import { isTool } from '../shared/is-tool';
import { readText } from './read-text';

export function findTurn(context: IExecuteFunctions, item: number, conversation: string): TurnName | undefined {
	if (isTool(context)) return parseTurnKey(readText(context, 'turn', item).trim());
	const start = findStart(context, item);
	return start?.conversation === conversation ? start.turn : undefined;
}
