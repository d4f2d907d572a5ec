/** Blocks of plans as a model could write them, in short. */

export const text = (name: string) => ({ name, type: 'text', example: 'Some text' });
export const number = (name: string, example = 120) => ({ name, type: 'number', example });
export const yes = (name: string) => ({ name, type: 'boolean' });
export const human = (name: string, who: string, writes: unknown[] = [], more = {}) => ({ kind: 'human', name, who, writes, ...more });
export const agent = (name: string, writes: unknown[], more = {}) => ({
	kind: 'agent',
	name,
	needs: name,
	agent: 'support',
	writes,
	...more,
});
export const http = (name: string, writes: unknown[] = [], more = {}) => ({
	kind: 'http',
	name,
	method: 'POST',
	url: 'https://api.shop.example/v1',
	writes,
	...more,
});
export const node = (name: string, more = {}) => ({
	kind: 'node',
	name,
	needs: name,
	node: 'n8n-nodes-base.slack@2.3',
	parameters: { text: '="About " + reference' },
	...more,
});
export const choice = (name: string, when: string, then: unknown[], otherwise: unknown[] = []) => ({
	kind: 'choice',
	name,
	branches: [{ name: 'yes', when, do: then }],
	otherwise: { name: 'no', do: otherwise },
});
export const end = (name: string, more = {}) => ({ kind: 'end', name, ...more });
export const parallel = (name: string, ...branches: unknown[][]) => ({
	kind: 'parallel',
	name,
	branches: branches.map((blocks) => ({ do: blocks })),
});
export const loop = (name: string, until: string, blocks: unknown[], onLimit?: unknown[]) => ({
	kind: 'loop',
	name,
	until,
	limit: 3,
	do: blocks,
	...(onLimit && { onLimit }),
});
export const each = (name: string, list: string, as: string, blocks: unknown[], more = {}) => ({
	kind: 'loop',
	name,
	each: list,
	as,
	limit: 5,
	do: blocks,
	...more,
});
export const message = (name: string, writes: unknown[] = []) => ({ kind: 'message', name, key: 'reference', writes });
export const wait = (name: string, ...waits: unknown[]) => ({ kind: 'event', name, waits });
export const reference = { name: 'reference', type: 'text', example: 'A-1' };

export const plan = (language: 'en' | 'pt', name: string, trigger: string, inputs: unknown[], blocks: unknown[]) => ({
	name,
	language,
	purpose: name,
	trigger: trigger === 'form' || trigger === 'manual' ? { kind: trigger } : { kind: 'message', name: trigger },
	inputs: [reference, ...inputs],
	do: blocks,
});
