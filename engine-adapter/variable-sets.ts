import type { ElementActivation } from './engine/instance-changes';

/** Returns the variables that an activation sets, with their scopes, in order. */
export const listVariableSets = ({ variables, scopeId, sets }: ElementActivation): NonNullable<ElementActivation['sets']> =>
	sets ?? (variables === undefined ? [] : [{ variables, scopeId }]);
