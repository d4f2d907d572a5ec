export const treeLimits = {
	blocks: 500,
	depth: 12,
	fields: 60,
	branches: 20,
	/** Max length of an expression. */
	expression: 1_000,
	/** Max length of a sentence or two, such as a purpose. */
	text: 1_000,
	name: 100,
	id: 60,
	variable: 40,
	options: 40,
	parameters: 40,
	rounds: 100,
} as const;

/** Id of a block or a process. */
export const idPattern = /^[a-z][a-z0-9-]{0,59}$/;
/** Name of a variable: FEEL reads it, forms and job types too. */
const variablePattern = /^[a-z][A-Za-z0-9]{0,39}$/;
/** Words that FEEL reads as its own, and the counter of a loop. */
const reserved = new Set([
	'and',
	'or',
	'not',
	'if',
	'then',
	'else',
	'for',
	'in',
	'return',
	'some',
	'every',
	'satisfies',
	'between',
	'instance',
	'of',
	'function',
	'true',
	'false',
	'null',
	'loopCounter',
]);
export const isVariable = (name: string): boolean => variablePattern.test(name) && !reserved.has(name);

/** `name@range` of an agent, as a task's header names it. */
export const agentPattern = /^(?:registry:)?[a-z0-9][a-z0-9-]{0,62}(?:@[0-9A-Za-z.*^~<>=|+ -]{1,100})?$/;
/** Type of an n8n node, with its version if a step needs another one than the first: `n8n-nodes-base.slack@2.4`. */
export const nodePattern = /^(?:@[\w.-]{1,60}\/)?[\w-]{1,80}\.(\w{1,80})(?:@(\d{1,3}(?:\.\d{1,3})?))?$/;
