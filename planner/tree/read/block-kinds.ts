import { blockKinds, type Block } from '../plan-tree';
import { isObject, pick, type Raw } from './reader';

export const names = {
	trigger: ['trigger', 'start', 'gatilho'],
	list: ['do', 'steps', 'blocks', 'then', 'actions', 'tasks', 'children', 'body', 'sequence', 'flow', 'passos', 'faz', 'activities'],
	otherwise: ['otherwise', 'else', 'default', 'senao', 'senão'],
	condition: ['when', 'condition', 'if', 'expression', 'se', 'quando'],
	branches: ['branches', 'cases', 'options', 'paths', 'conditions', 'ramos'],
	who: ['who', 'role', 'group', 'assignee', 'actor', 'quem'],
} as const;

type Kind = Block['kind'] | 'sequence';

/** Other words for the kinds of blocks. */
const words: Array<[Kind, RegExp]> = [
	['sequence', /^(?:sequence|seq|group|block|scope|list|stage|phase)$/],
	['choice', /^(?:if|switch|decision|gateway|condition|conditional|exclusive|xor|inclusive|branch|choose|escolha|decisao)/],
	['parallel', /^(?:fork|and|parallel|concurrent|split|paralelo)/],
	['loop', /^(?:while|repeat|until|for|foreach|iterate|each|retry|multi|laco|repetir)/],
	['event', /^(?:wait|timer|delay|sleep|receive|message|signal|catch|evento|espera)/],
	['end', /^(?:stop|finish|terminate|exit|done|fim)/],
	['call', /^(?:sub-?process|process|call|workflow)/],
	['http', /^(?:api|rest|webhook|request|fetch|http)/],
	['human', /^(?:user|human|person|manual|approval|approve|review|form|pessoa|aprovacao|tarefa-?humana)/],
	['agent', /^(?:ai|llm|agent|assistant|chat|model|agente)/],
	['node', /^(?:service|node|integration|connector|tool|action|script|send|email|notify|function|n8n)/],
];

/** Returns the kind that is meant, by its word, else by what the block has. Undefined where nothing says it. */
export function readKind(raw: Raw): { kind: Kind; isSure: boolean } | undefined {
	const written = pick(raw, ['kind', 'type', 'block', 'tipo']);
	const word = typeof written === 'string' ? written.trim().slice(0, 60) : '';
	const exact = blockKinds.find((kind) => kind === word);
	if (exact) return { kind: exact, isSure: true };
	const plain = word
		.toLowerCase()
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/^bpmn:|[_\s]/g, '');
	const kind = blockKinds.find((one) => one === plain) ?? words.find(([, pattern]) => pattern.test(plain))?.[0] ?? kindByContent(raw);
	return kind === undefined ? undefined : { kind, isSure: false };
}

function kindByContent(raw: Raw): Kind | undefined {
	const has = (...keys: readonly string[]): boolean => pick(raw, keys) !== undefined;
	if (has(...names.otherwise) || (has(...names.condition) && has(...names.list))) return 'choice';
	if (has('branches', 'cases')) return hasConditions(pick(raw, names.branches)) ? 'choice' : 'parallel';
	if (has('until', 'each', 'while', 'forEach')) return 'loop';
	if (has('waits', 'wait', 'duration')) return 'event';
	if (has('url', 'method')) return 'http';
	if (has('process')) return 'call';
	if (has('agent', 'message', 'prompt')) return 'agent';
	if (has('node')) return 'node';
	if (has(...names.who)) return 'human';
	if (has('alternatives', 'reason')) return 'unsupported';
	if (has(...names.list)) return 'sequence';
	return has('needs', 'name') ? 'unsupported' : undefined;
}

const hasConditions = (branches: unknown): boolean =>
	Array.isArray(branches) && branches.some((branch) => isObject(branch) && pick(branch, names.condition) !== undefined);
