import { isFields } from '../../../core/base/is-fields';
import { TroupeError } from '../../../core/base/errors';
import { jsonFault } from '../../../core/base/text/json/json-fault';
import { hideInShort } from '../../../core/guardrails/masking/hide-in-short';
import { takeName } from '../../tree/read/names';
import { cleanParameters } from './clean-parameters';
import { type ImportedNode, type ImportedWay, type ImportedWorkflow, workflowLimits as limits } from './imported-workflow';

const fix = 'Export the workflow in the editor of n8n: the menu of the workflow, “Download”.';

/** Parses the text of a file, for `readWorkflow`. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
export function parseWorkflow(text: string): unknown {
	if (text.length > limits.text) throw tooLarge(`${text.length} characters`, `${limits.text} characters`);
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (cause) {
		throw new TroupeError({ code: 'INPUT_INVALID', message: `The workflow is not JSON: ${jsonFault(cause)}.`, fix, cause });
	}
}

/**
 * Reads a workflow as n8n exports it. Secrets, recorded data, code, and the names of credentials are left out.
 * @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE
 */
export function readWorkflow(value: unknown): ImportedWorkflow {
	const raw = unwrap(value);
	const listed = raw.nodes as unknown[];
	const all = listed.filter(isFields).filter(({ name, type }) => typeof name === 'string' && typeof type === 'string');
	const notes = all.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
	const raws = all.filter((node) => !notes.includes(node));
	if (raws.length > limits.nodes) throw tooLarge(`${raws.length} nodes`, `${limits.nodes} nodes`);
	if (raws.length === 0) throw invalid('The workflow has no node.', 'Export a workflow that has nodes.');
	const nodes = nameApart(raws.map(readNode), raw.connections);
	const size = nodes.reduce((sum, { parameters }) => sum + JSON.stringify(parameters).length, 0);
	if (size > limits.all) throw tooLarge(`parameters of ${size} characters`, `${limits.all} characters`);
	const { ways, dangling } = readWays(raw.connections, new Set(nodes.map(({ name }) => name)));
	return {
		...{ name: readName(raw.name) || 'Workflow', nodes, ways, notes: notes.length, dangling },
		pinned: isFields(raw.pinData) ? Object.keys(raw.pinData).length : 0,
		...(isFields(raw.settings) &&
			typeof raw.settings.errorWorkflow === 'string' &&
			raw.settings.errorWorkflow !== '' && { hasErrorWorkflow: true as const }),
	};
}

/** A template of the library has the workflow in it, an export of all is a list, and a part that was copied has no name. */
function unwrap(value: unknown, depth = 0): Record<string, unknown> {
	if (Array.isArray(value)) {
		if (value.length === 1) return unwrap(value[0], depth);
		throw invalid(`The file has ${value.length} workflows.`, 'Export one workflow, and import one after the other.');
	}
	if (isFields(value) && Array.isArray(value.nodes)) return value;
	const inner = isFields(value) ? (value.workflow ?? value.data) : undefined;
	if (inner !== undefined && depth < 3) return unwrap(inner, depth + 1);
	throw invalid('This is not a workflow of n8n: it has no list of nodes.', fix);
}

function readNode(raw: Record<string, unknown>): ImportedNode {
	const { type, typeVersion, credentials, notes } = raw;
	const cleaned = cleanParameters(raw.parameters);
	const note = typeof notes === 'string' ? readName(hideInShort(notes)) : '';
	const onError =
		raw.onError === 'continueErrorOutput'
			? 'output'
			: raw.onError === 'continueRegularOutput' || raw.continueOnFail === true
				? 'goOn'
				: undefined;
	return {
		...{ name: readName(raw.name), type: (type as string).slice(0, 150), version: typeof typeVersion === 'number' ? typeVersion : 1 },
		...cleaned,
		credentials: isFields(credentials) ? Object.keys(credentials).slice(0, 10).map(readName) : [],
		...(raw.disabled === true && { isDisabled: true }),
		...(onError !== undefined && { onError }),
		...(note !== '' && { note }),
	};
}

/** A name as it is shown: one line, without what XML cannot hold. */
const readName = (value: unknown): string =>
	typeof value === 'string'
		? Array.from(
				value
					.slice(0, 4 * limits.name)
					.replaceAll(/[\p{C}\s]+/gu, ' ')
					.trim(),
			)
				.slice(0, limits.name)
				.join('')
		: '';

/** Connections name nodes: two of one name are told apart where no connection means them, and refused where one does. */
function nameApart(nodes: ImportedNode[], connections: unknown): ImportedNode[] {
	if (nodes.some(({ name }) => name === '')) throw invalid('A node of the workflow has no name.', 'Name it in the editor of n8n.');
	const connected = JSON.stringify(connections ?? {});
	const taken = new Set<string>();
	return nodes.map((node) => {
		if (taken.has(node.name) && connected.includes(JSON.stringify(node.name)))
			throw invalid(
				`Two nodes of the workflow are named "${hideInShort(node.name)}", so a connection can mean each.`,
				'Rename one of them.',
			);
		return { ...node, name: takeName(node.name, taken, ' ') };
	});
}

function readWays(value: unknown, names: ReadonlySet<string>): Pick<ImportedWorkflow, 'ways' | 'dangling'> {
	const ways: ImportedWay[] = [];
	let dangling = 0;
	for (const [source, outputs] of Object.entries(isFields(value) ? value : {}))
		for (const [kind, lists] of Object.entries(isFields(outputs) ? outputs : {}))
			for (const [output, targets] of (Array.isArray(lists) ? (lists as unknown[]) : []).entries())
				for (const target of Array.isArray(targets) ? (targets as unknown[]) : []) {
					if (!isFields(target)) continue;
					const [from, to] = [readName(source), readName(target.node)];
					if (!names.has(from) || !names.has(to)) dangling++;
					else if (!ways.some((way) => way.from === from && way.to === to && way.output === output && way.kind === kind))
						ways.push({ from, output, to, input: Number(target.index) || 0, kind: kind.slice(0, limits.name) });
					if (ways.length > limits.ways) throw tooLarge(`more than ${limits.ways} connections`, `${limits.ways}`);
				}
	return { ways, dangling };
}

const invalid = (message: string, how: string): TroupeError => new TroupeError({ code: 'INPUT_INVALID', message, fix: how });

const tooLarge = (has: string, max: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The workflow has ${has}; the max is ${max}.`,
		fix: 'Move a part into a sub-workflow, and import each.',
	});
