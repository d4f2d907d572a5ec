import { TroupeError, isTroupeError, getErrorMessage } from '../../../core/base/errors';
import type { ManifestReference } from '../../../core/ports/manifests';
import type { ScannedPackage } from '../../scan/scan-installation';
import { isN8nNode } from '../../scan/n8n-packages';
import type { InstallationGate } from '../installation-gate';
import type { PackageGate } from '../package-gate';
import { type HookContext, readAgentNodes } from './agent-nodes';
import { refuseEngineV2Workflow } from './engine-v2';
import { type NodeTypes, requireClassOf } from './node-class';

interface HookedNode {
	type: string;
	typeVersion: number;
	name: string;
	disabled?: boolean;
}

interface HookedWorkflow {
	name?: string;
	nodes?: Record<string, HookedNode> | HookedNode[];
	settings?: { engineType?: unknown };
	nodeTypes?: NodeTypes;
}

export interface HookGates {
	own: PackageGate;
	folder: string;
	others: InstallationGate;
	/** Returns true if n8n loads Troupe from another folder than the hook file's. Then both must be allowed. */
	isTroupeElsewhere: () => boolean;
	warning?: string;
}

const ourNodes = 'n8n-nodes-troupe.';
const maxNotices = 1_000;

type Work = () => Promise<void>;

/** `openGates` runs at first need. @param later runs work that n8n's start does not wait for */
export function createHooks(
	openGates: () => Promise<HookGates>,
	log: (line: string) => void,
	later: (work: Work) => Promise<void> | void = (work) => work(),
) {
	let opening: Promise<HookGates> | undefined;
	const gates = () => (opening ??= openGates());
	const say = (text: string) => log(`[troupe] ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`);
	const notices = new Set<string>();
	const sayOnce = (text: string) => {
		if (notices.has(text) || notices.size >= maxNotices) return;
		notices.add(text);
		say(text);
	};

	const ask = async (node: HookedNode, nodeTypes?: NodeTypes): Promise<void> => {
		const { type, typeVersion } = node;
		const { own, folder, others, isTroupeElsewhere } = await gates();
		if (type.startsWith(ourNodes)) {
			const { warnings = [] } = await own.admit({ kind: 'node', name: type, version: typeVersion });
			warnings.forEach(sayOnce);
			if (!isTroupeElsewhere()) return requireClassOf(folder, node, nodeTypes);
		}
		for (const scanned of await others.admit(type)) {
			if (scanned.state !== 'approved') sayOnce(describePackage(scanned));
			// A custom folder can hold several packages.
			else if (scanned.from === 'community') requireClassOf(scanned.folder, node, nodeTypes);
		}
	};
	const admit = async (nodes: HookedNode[], { settings, nodeTypes }: Pick<HookedWorkflow, 'settings' | 'nodeTypes'>) => {
		for (const node of nodes) {
			try {
				refuseEngineV2Workflow(settings, node.type);
				await ask(node, nodeTypes);
			} catch (error) {
				const refused = refusal(node, error);
				// A webhook's caller sees no reason, so n8n's log must have it.
				say(refused.message);
				throw refused;
			}
		}
	};
	// Not async: a workflow with only n8n's own nodes costs one look at its types.
	const preExecute = (workflow: HookedWorkflow): Promise<void> | undefined => {
		const nodes = nodesToAsk(workflow);
		return nodes.length === 0 ? undefined : admit(nodes, { nodeTypes: workflow.nodeTypes });
	};
	// A manual run of engine v2 calls no hook, and an update can lack nodes or settings until it is saved.
	const afterSave = (workflow: HookedWorkflow): void => {
		const [node] = workflow.settings?.engineType === 'v2' ? nodesToAsk(workflow) : [];
		if (node) sayOnce(`Warning: the workflow "${workflow.name}" uses n8n's engine v2. Run by hand, its node ${node.type} is not checked.`);
	};
	// Engine v2 skips `preExecute`: this is the last check of its workflows.
	const activate = (workflow: HookedWorkflow): Promise<void> | undefined => {
		const nodes = nodesToAsk(workflow);
		return nodes.length === 0 ? undefined : admit(nodes, { settings: workflow.settings });
	};
	// For published agents: their chats, channels and scheduled tasks.
	const preExecuteAgent = async function (this: HookContext | undefined, id: string): Promise<void> {
		let nodes: HookedNode[];
		try {
			nodes = await readAgentNodes(this ?? {}, id);
		} catch (error) {
			return sayOnce(`Warning: the nodes of n8n's agent ${id} run unchecked, because they could not be read: ${getErrorMessage(error)}`);
		}
		await admit(nodesToAsk({ nodes }), {});
	};
	const report = async () => {
		const { own, others, isTroupeElsewhere, warning } = await gates();
		if (warning !== undefined) say(`Warning: ${warning}`);
		try {
			say(describe(await own.verify()));
		} catch (error) {
			say(`No Troupe node will run: ${withFix(error)}`);
		}
		try {
			for (const line of describeInstallation(await others.report(), isTroupeElsewhere())) say(line);
		} catch (error) {
			say(`The installed packages could not be checked: ${withFix(error)}`);
		}
	};
	// Invalid settings end n8n's start. Packages are judged later: n8n waits for this hook, and each run asks the gates itself.
	const ready = async () => {
		await gates();
		await later(report);
	};
	return {
		n8n: { ready: [ready] },
		workflow: { preExecute: [preExecute], activate: [activate], afterCreate: [afterSave], afterUpdate: [afterSave] },
		agent: { preExecute: [preExecuteAgent] },
	};
}

function nodesToAsk({ nodes = [] }: HookedWorkflow): HookedNode[] {
	const asked = new Map<string, HookedNode>();
	for (const node of Object.values(nodes)) {
		const key = `${node.type} ${node.typeVersion}`;
		if (node.disabled !== true && !asked.has(key) && !isN8nNode(node.type)) asked.set(key, node);
	}
	return [...asked.values()];
}

/** n8n shows only an error's message, so the fix is added to it. */
function refusal(node: HookedNode, error: unknown): TroupeError {
	const { code, details } = isTroupeError(error) ? error : { code: 'MANIFEST_INVALID' as const, details: {} };
	const message = `The node "${node.name}" may not run. ${withFix(error)}`;
	return new TroupeError({ code, message, details: { ...details, node: node.name }, cause: error });
}

function withFix(error: unknown): string {
	return isTroupeError(error) && error.fix !== undefined ? `${error.message}. ${error.fix}` : getErrorMessage(error);
}

function describe({ package: name, version, sha256, keyId, root, development, warnings = [] }: ManifestReference): string {
	const under = development ? `a development root (${root}), created by a machine; no person vouches for it` : `the ${root} root`;
	const may = `${name} ${version} may run: manifest ${sha256.slice(0, 12)}, signed by ${keyId}, under ${under}`;
	return [may, ...warnings].join('. ');
}

function describeInstallation(
	{ packages, trustProblem }: Awaited<ReturnType<InstallationGate['report']>>,
	isTroupeElsewhere: boolean,
): string[] {
	const problem = trustProblem ? [`Other packages cannot be verified: ${trustProblem.message}. ${trustProblem.fix ?? ''}`.trim()] : [];
	return [...problem, ...packages.filter(({ name }) => isTroupeElsewhere || !`${name}.`.startsWith(ourNodes)).map(describePackage)];
}

function describePackage({ name, version, state, mayRun, reason, fix }: ScannedPackage): string {
	const verdict = mayRun ? 'may run' : 'may not run';
	const why = reason === undefined ? '' : `: ${reason}${mayRun || fix === undefined ? '' : `. ${fix}`}`;
	const byPolicy = mayRun && state === 'unknown' ? ', because the policy allows unknown packages' : '';
	return `${name} ${version} is ${state} and ${verdict}${byPolicy}${why}`;
}
