import { ItemTokens } from '../shared/item-tokens/item-tokens';
import type { TokenOwner } from '../shared/item-tokens/item-owner';
import type { NodeState } from '../shared/state/read-state';
import type { Ending } from './to-outcome';

/** Puts values in place of tokens in what the process gets. @throws TroupeError INPUT_INVALID for a token without its value */
export async function restoreEnding(state: NodeState, owner: TokenOwner, ending: Ending): Promise<Ending> {
	if (ending.kind !== 'outcome' || ending.outcome.kind !== 'complete') return ending;
	const { variables } = ending.outcome;
	const tokens = new ItemTokens([{ ...owner, hasTokens: true, others: [] }], state, true);
	await tokens.load(0, JSON.stringify(variables));
	return { kind: 'outcome', outcome: { kind: 'complete', variables: tokens.read(0, 'Result', variables) as typeof variables } };
}
