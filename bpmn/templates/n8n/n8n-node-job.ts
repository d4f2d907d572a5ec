/**
 * The contract of the job type `troupe:n8n-node` between the templates, which write it into models, and the worker, which reads it.
 * docs/job-types/troupe-n8n-node.md says what each name means.
 */
export const n8nNodeJobType = 'troupe:n8n-node';

/** The task headers: the same for every job of the task. */
export const n8nNodeHeaders = {
	nodeType: 'nodeType',
	typeVersion: 'typeVersion',
	/** The version of the package that the template was made from. */
	packageVersion: 'packageVersion',
	/** JSON text: parameters as n8n's editor holds them, expressions included. */
	parameters: 'parameters',
	/** Names of the `n8nNodeInputs` that the task's own mappings set: `parameters, credentials`. */
	inputs: 'inputs',
	onError: 'onError',
	resultVariable: 'resultVariable',
	/** FEEL: the variables to set from the result. */
	resultExpression: 'resultExpression',
	timeoutMs: 'timeoutMs',
	/** `true`: the node may run again, although its earlier effect is unknown. */
	repeatable: 'repeatable',
} as const;

export const nodeErrorRules = ['fail', 'bpmn-error', 'continue'] as const;
export type NodeErrorRule = (typeof nodeErrorRules)[number];

/** The variables that input mappings create. `parameters` is never evaluated by n8n: its values are data. */
export const n8nNodeVariables = {
	parameters: 'parameters',
	credentials: 'credentials',
	items: 'items',
	/** A new value makes a node run again that may have run. */
	idempotencyKey: 'idempotencyKey',
} as const;

/** Variables that decide the node's work. A variable of the process, which its starter wrote, never counts as the task's. */
export const n8nNodeInputs = ['parameters', 'credentials', 'items'] as const;
type N8nNodeInput = (typeof n8nNodeInputs)[number];
export const isN8nNodeInput = (name: string): name is N8nNodeInput => (n8nNodeInputs as readonly string[]).includes(name);

/** Returns the names in the header `inputs`, also those that are unknown. */
export const splitInputNames = (header: string): string[] => header.split(/[\s,]+/).filter(Boolean);

/** Null in `parameters` and `credentials`: it makes them variables of the task where no field of a form is filled in. */
export const n8nNodePlaceholder = 'none';

/** The code of the BPMN error that the rule `bpmn-error` throws. */
export const nodeErrorCode = 'TROUPE_NODE_ERROR';

export { secretReference } from '../../../core/base/secret-reference';
