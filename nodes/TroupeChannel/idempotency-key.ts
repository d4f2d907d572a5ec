import type { TurnName } from '../shared/channels/turn-key';
import type { ChannelWork } from './open-work';

/** A repeated turn or an n8n retry does nothing twice. */
export function idempotencyKey({ context, item }: ChannelWork, turn: TurnName | undefined): string {
	const round = context.evaluateExpression('{{ $runIndex }}', item) as number;
	return `${turn ? `turn ${turn.id}` : `execution ${context.getExecutionId()}`} ${context.getNode().id} ${round} ${item}`;
}
