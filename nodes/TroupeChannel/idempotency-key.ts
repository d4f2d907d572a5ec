import type { TurnName } from '../shared/channels/turn-key';
import type { ChannelWork } from './open-work';

/** Names what a node does for an item: a turn that comes again, and a node that n8n tries again, do nothing twice. */
export function idempotencyKey({ context, item }: ChannelWork, turn: TurnName | undefined): string {
	const round = context.evaluateExpression('{{ $runIndex }}', item) as number;
	return `${turn ? `turn ${turn.id}` : `execution ${context.getExecutionId()}`} ${context.getNode().id} ${round} ${item}`;
}
