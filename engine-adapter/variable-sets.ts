import type { ElementActivation } from './engine/instance-changes';

export const listVariableSets = ({ variables, scopeId, sets }: ElementActivation): NonNullable<ElementActivation['sets']> =>
	sets ?? (variables === undefined ? [] : [{ variables, scopeId }]);
