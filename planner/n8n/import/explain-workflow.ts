import type { Language } from '../../../core/base/text/languages';
import type { ImportedNode, ImportedWorkflow } from './imported-workflow';
import type { Imported } from './import-workflow';
import { countOutputs, listAt, shortType, textAt } from './node-types';
import { becomes } from './steps/kinds';
import { titleOf } from './steps/tools';
import type { ImportWords } from './import-words';
import { importWords } from './words';

const maxText = 16_000;
const maxNames = 8;

/** Explains a workflow in plain words: what each node does, touches and risks, and what it becomes; then what has to be known of the whole. */
export function explainWorkflow(workflow: ImportedWorkflow, imported: Imported, language: Language): string {
	const words = importWords[language];
	const lines = workflow.nodes.map((node) => `- ${node.name}: ${describe(node, workflow, imported, words)}`);
	const said = imported.said.map(({ text }) => `- ${text}`);
	const text = [
		words.whole.intro(workflow.name, workflow.nodes.length),
		...lines,
		'',
		...imported.whole.map((one) => `- ${one}`),
		...said,
	].join('\n');
	return text.length > maxText ? `${text.slice(0, maxText - 1)}…` : text;
}

function describe(node: ImportedNode, workflow: ImportedWorkflow, { made, reads, reasons }: Imported, words: ImportWords): string {
	const part = workflow.ways.find(({ from, kind }) => from === node.name && kind !== 'main');
	if (part) return `${words.does.part(titleOf(node), part.to)}.`;
	const read = reads.get(node.name) ?? [];
	const touches = [
		...(read.length > 0 ? [words.touches([...new Set(read)].slice(0, maxNames).join(', '))] : []),
		...(node.credentials.length > 0 ? [words.credentials(node.credentials.join(', '))] : []),
	];
	const risks = listRisks(node, words);
	const kind = made.get(node.name);
	const isBeginning = becomes(node).kind === 'trigger';
	const becomesWords = words.becomes[kind ?? (isBeginning ? 'trigger' : 'none')]!;
	const parts = [
		[sayWhat(node, words), ...touches].join('; '),
		...(risks.length > 0 ? [`(${risks.join('; ')})`] : []),
		`→ ${becomesWords}${reasons.has(node.name) ? `. ${reasons.get(node.name)}` : ''}`,
	];
	return parts.join(' ');
}

function sayWhat(node: ImportedNode, { does }: ImportWords): string {
	const { parameters } = node;
	const type = shortType(node);
	if (node.isDisabled) return does.disabled;
	const { kind } = becomes(node);
	switch (kind) {
		case 'trigger':
			return does.triggers[type] ?? does.trigger(titleOf(node));
		case 'decision':
			return type === 'filter' ? does.filter : does.decision(countOutputs(node, 0));
		case 'nothing':
			return type === 'set' ? does.set(listSet(node)) : type === 'merge' ? does.merge : does.nothing;
		case 'http':
			return does.http((textAt(parameters, 'method') || textAt(parameters, 'requestMethod') || 'GET').slice(0, 10), hostOf(parameters.url));
		case 'node':
			return does.node(
				titleOf(node),
				[textAt(parameters, 'operation'), textAt(parameters, 'resource')].filter(Boolean).join(' ').slice(0, 60),
			);
		case 'call':
			return does.call(
				(
					textAt(parameters, 'workflowId', 'cachedResultName') ||
					textAt(parameters, 'workflowId', 'value') ||
					textAt(parameters, 'workflowId')
				).slice(0, 60),
			);
		case 'unsupported':
			return node.lines === undefined ? does.other(titleOf(node)) : does.code(node.lines);
		default:
			return does[kind];
	}
}

const listSet = ({ parameters }: ImportedNode): string => {
	const names = [
		...listAt(parameters, 'assignments', 'assignments'),
		...listAt(parameters, 'fields', 'values'),
		...['string', 'number', 'boolean'].flatMap((type) => listAt(parameters, 'values', type)),
	].flatMap(({ name }) => (typeof name === 'string' ? [name.slice(0, 60)] : []));
	return names.slice(0, maxNames).join(', ') || 'JSON';
};

/** An address can hold a secret. */
const hostOf = (url: unknown): string => {
	const text = typeof url === 'string' ? url.replace(/^=/, '') : '';
	return /^https?:\/\/(?:[^/?#@\s]*@)?([^/?#\s{]+)/i.exec(text)?.[1]?.slice(0, 80) ?? '…';
};

function listRisks(node: ImportedNode, { risk }: ImportWords): string[] {
	if (node.isDisabled) return [];
	const { kind } = becomes(node);
	const own = {
		...{ http: risk.http, agent: risk.agent, classify: risk.agent, node: risk.node, decision: risk.decision, human: risk.human },
		...{
			call: risk.call,
			timer: risk.timer,
			message: risk.human,
			loop: risk.loop,
			unsupported: node.lines === undefined ? undefined : risk.code,
		},
	}[kind as string];
	const fails = ['http', 'agent', 'node', 'call', 'unsupported'].includes(kind);
	return [
		...(own === undefined ? [] : [own]),
		...(node.secrets ? [risk.secret] : []),
		...(node.onError === 'goOn' ? [risk.goesOn] : fails && node.onError === undefined ? [risk.stops] : []),
	];
}
