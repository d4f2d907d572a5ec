import { TroupeError, isTroupeError, messageOf } from '../../core/errors';
import type { ManifestReference } from '../../core/ports';
import type { PackageGate } from './package-gate';

/** What the hooks read of a node. */
interface HookedNode {
	type: string;
	typeVersion: number;
	name: string;
	disabled?: boolean;
}

/** A `Workflow` keeps its nodes by name, a workflow's entity in a list. */
export interface HookedWorkflow {
	nodes?: Record<string, HookedNode> | HookedNode[];
}

const ourNodes = 'n8n-nodes-troupe.';

/** The hooks over a gate; `openGate` is called when it is first needed. */
export function createHooks(openGate: () => Promise<PackageGate>, log: (line: string) => void) {
	let opening: Promise<PackageGate> | undefined;
	const gate = () => (opening ??= openGate());
	// One line each: whoever names a node or a file must not write lines of his own.
	const say = (text: string) => log(`[troupe] ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`);

	const admit = async (nodes: HookedNode[]) => {
		for (const node of nodes) {
			try {
				await (await gate()).admit({ kind: 'node', name: node.type, version: node.typeVersion });
			} catch (error) {
				const refused = refusal(node, error);
				// Who calls a webhook is told of a problem only: the reason has to stand in n8n's log.
				say(refused.message);
				throw refused;
			}
		}
	};
	// Not async: a workflow without our nodes pays for a look at its node types and nothing else.
	const guard = (workflow: HookedWorkflow): Promise<void> | undefined => {
		const ours = troupeNodes(workflow);
		return ours.length === 0 ? undefined : admit(ours);
	};
	const report = async () => {
		try {
			say(describe(await (await gate()).verify()));
		} catch (error) {
			say(`No Troupe node will run: ${withFix(error)}`);
		}
	};
	return { n8n: { ready: [report] }, workflow: { preExecute: [guard], activate: [guard] } };
}

function troupeNodes({ nodes = [] }: HookedWorkflow): HookedNode[] {
	return Object.values(nodes).filter(({ type, disabled }) => type.startsWith(ourNodes) && disabled !== true);
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

function describe({ package: name, version, sha256, keyId, root, development }: ManifestReference): string {
	const under = development ? `a development root (${root}): made by a machine, vouched for by nobody` : `the ${root} root`;
	return `${name} ${version} may run: manifest ${sha256.slice(0, 12)}, signed by ${keyId}, under ${under}`;
}
