import { TroupeError, isTroupeError, messageOf } from '../../../core/base/errors';
import type { ManifestReference } from '../../../core/ports';
import type { ScannedPackage } from '../../scan/scan-installation';
import { isNodeOfN8n, type InstallationGate } from '../installation-gate';
import type { PackageGate } from '../package-gate';

/** What the hooks read of a node. */
interface HookedNode {
	type: string;
	typeVersion: number;
	name: string;
	disabled?: boolean;
}

/** A `Workflow` keeps its nodes by name, a workflow's entity in a list. */
interface HookedWorkflow {
	nodes?: Record<string, HookedNode> | HookedNode[];
}

/** Who decides: for Troupe's own nodes, and for those of every other package. */
export interface HookGates {
	own: PackageGate;
	others: InstallationGate;
}

const ourNodes = 'n8n-nodes-troupe.';
const mostNotices = 1_000;

/** The hooks over the gates; `openGates` is called when they are first needed. */
export function createHooks(openGates: () => Promise<HookGates>, log: (line: string) => void) {
	let opening: Promise<HookGates> | undefined;
	const gates = () => (opening ??= openGates());
	// One line each: whoever names a node or a file must not write lines of his own.
	const say = (text: string) => log(`[troupe] ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`);
	const told = new Set<string>();
	const sayOnce = (text: string) => {
		if (told.has(text) || told.size >= mostNotices) return;
		told.add(text);
		say(text);
	};

	const ask = async ({ type, typeVersion }: HookedNode): Promise<void> => {
		const { own, others } = await gates();
		if (type.startsWith(ourNodes)) {
			const { warnings = [] } = await own.admit({ kind: 'node', name: type, version: typeVersion });
			return warnings.forEach(sayOnce);
		}
		for (const found of await others.admit(type)) if (found.state !== 'approved') sayOnce(describePackage(found));
	};
	const admit = async (nodes: HookedNode[]) => {
		for (const node of nodes) {
			try {
				await ask(node);
			} catch (error) {
				const refused = refusal(node, error);
				// Who calls a webhook is told of a problem only: the reason has to stand in n8n's log.
				say(refused.message);
				throw refused;
			}
		}
	};
	// Not async: a workflow of n8n's own nodes pays for a look at its node types and nothing else.
	const guard = (workflow: HookedWorkflow): Promise<void> | undefined => {
		const nodes = nodesToAsk(workflow);
		return nodes.length === 0 ? undefined : admit(nodes);
	};
	const report = async () => {
		const { own, others } = await gates();
		try {
			say(describe(await own.verify()));
		} catch (error) {
			say(`No Troupe node will run: ${withFix(error)}`);
		}
		try {
			for (const line of describeInstallation(await others.report())) say(line);
		} catch (error) {
			say(`The installed packages could not be looked at: ${withFix(error)}`);
		}
	};
	return { n8n: { ready: [report] }, workflow: { preExecute: [guard], activate: [guard] } };
}

/** Each type once: a workflow of fifty nodes of one package asks once. */
function nodesToAsk({ nodes = [] }: HookedWorkflow): HookedNode[] {
	const asked = new Map<string, HookedNode>();
	for (const node of Object.values(nodes)) {
		const key = `${node.type} ${node.typeVersion}`;
		if (node.disabled !== true && !asked.has(key) && !isNodeOfN8n(node.type)) asked.set(key, node);
	}
	return [...asked.values()];
}

/** n8n shows an error's message and no more, so the fix goes into it. */
function refusal(node: HookedNode, error: unknown): TroupeError {
	const { code, details } = isTroupeError(error) ? error : { code: 'MANIFEST_INVALID' as const, details: {} };
	const message = `The node "${node.name}" may not run. ${withFix(error)}`;
	return new TroupeError({ code, message, details: { ...details, node: node.name }, cause: error });
}

function withFix(error: unknown): string {
	return isTroupeError(error) && error.fix !== undefined ? `${error.message}. ${error.fix}` : messageOf(error);
}

function describe({ package: name, version, sha256, keyId, root, development, warnings = [] }: ManifestReference): string {
	const under = development ? `a development root (${root}): made by a machine, vouched for by nobody` : `the ${root} root`;
	const may = `${name} ${version} may run: manifest ${sha256.slice(0, 12)}, signed by ${keyId}, under ${under}`;
	return [may, ...warnings].join('. ');
}

/** For people, one line a package. */
function describeInstallation({ packages, trustProblem }: Awaited<ReturnType<InstallationGate['report']>>): string[] {
	const problem = trustProblem ? [`Other packages cannot be verified: ${trustProblem.message}. ${trustProblem.fix ?? ''}`.trim()] : [];
	return [...problem, ...packages.filter(({ name }) => !`${name}.`.startsWith(ourNodes)).map(describePackage)];
}

function describePackage({ name, version, state, mayRun, reason, fix }: ScannedPackage): string {
	const verdict = mayRun ? 'may run' : 'may not run';
	const why = reason === undefined ? '' : `: ${reason}${mayRun || fix === undefined ? '' : `. ${fix}`}`;
	const byPolicy = mayRun && state === 'unknown' ? ', for the policy allows unknown packages' : '';
	return `${name} ${version} is ${state} and ${verdict}${byPolicy}${why}`;
}
