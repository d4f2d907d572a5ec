/**
 * Without a rule, a person is asked about all but `reads`, and only those are repeated after an uncertain call. `reversible`: by the same
 * system. `reversible-elsewhere`: only by somebody else, such as a bank.
 */
export type ToolEffect = 'reads' | 'reversible' | 'reversible-elsewhere' | 'irreversible';

/** From the least to the most. */
export const toolEffects: readonly ToolEffect[] = ['reads', 'reversible', 'reversible-elsewhere', 'irreversible'];

/** A chain has the effect of its most serious call. */
export const highestEffect = (effects: readonly ToolEffect[]): ToolEffect =>
	effects.reduce((highest, effect) => (toolEffects.indexOf(effect) > toolEffects.indexOf(highest) ? effect : highest), 'reads');

const ofMethod: Record<'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE', ToolEffect> = {
	GET: 'reads',
	PUT: 'reversible',
	PATCH: 'reversible',
	POST: 'irreversible',
	DELETE: 'irreversible',
};

export const effectOfMethod = (method: keyof typeof ofMethod): ToolEffect => ofMethod[method];

export const readEffect = (effects: Record<string, ToolEffect>, tool: string): ToolEffect =>
	(Object.hasOwn(effects, tool) && effects[tool]) || 'irreversible';
