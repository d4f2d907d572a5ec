import type { ElementActivation } from './engine';

/** What an activation sets, in order. */
export const listVariableSets = ({ variables, scopeId, sets }: ElementActivation): NonNullable<ElementActivation['sets']> =>
	sets ?? (variables === undefined ? [] : [{ variables, scopeId }]);
