import { pickNewest } from '../../bpmn/templates/n8n/node-description';
import { readNodePackage } from '../../bpmn/templates/n8n/read-node-package';
import { whyNeverATask } from '../../bpmn/templates/n8n/why-not-a-task';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { publicUrlFix, readPublicUrl } from '../../providers/compose/nodes/waiting-links';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { findNearName } from '../../core/base/text/near-name';

/**
 * For the linter: reasons why nodes of this machine's n8n cannot be tasks. None without n8n or the package: the worker can have them. No code of a
 * package runs. @param findsUnknown true to report nodes that the n8n of TROUPE_N8N does not have
 */
export function openNodeReasons(environment: Environment, findsUnknown = false): (type: string) => string | undefined {
	const packages = new Map<string, InstalledPackage | undefined>();
	const isNamed = findsUnknown && readSetting('TROUPE_N8N', environment) !== undefined && isInstalled(environment);
	return (type) => {
		const name = type.split('.', 1)[0]!;
		if (!packages.has(name)) packages.set(name, readInstalled(name, environment));
		const installed = packages.get(name);
		const node = type.slice(name.length + 1);
		return installed?.reasons.get(node) ?? (isNamed ? whyUnknown(name, node, installed) : undefined);
	};
}

/** For a node that waits for an answer. @throws TroupeError INPUT_INVALID for an invalid public address */
export function whyNoAnswers(environment: Environment): string | undefined {
	return readPublicUrl(environment) === undefined
		? `waits for answers, and this service has no public address; ${publicUrlFix.replace(/\.$/, '')}`
		: undefined;
}

interface InstalledPackage {
	nodes: string[];
	reasons: ReadonlyMap<string, string>;
}

function readInstalled(name: string, environment: Environment): InstalledPackage | undefined {
	const installed = findInstalled(name, environment);
	const nodes = installed && readNodePackage(installed)?.nodes;
	if (nodes === undefined) return undefined;
	const reasons = pickNewest(nodes).flatMap((node) => {
		const reason = whyNeverATask(node);
		return reason === undefined ? [] : [[node.name, reason] as const];
	});
	return { nodes: nodes.map((node) => node.name), reasons: new Map(reasons) };
}

/** n8n makes a tool of each node by itself: `slackTool`. */
function whyUnknown(name: string, node: string, installed: InstalledPackage | undefined): string | undefined {
	const place = 'the n8n of TROUPE_N8N';
	if (installed === undefined) {
		const near = findNearName(name, packagesOfN8n);
		const advice = near === undefined ? `install the package ${name} there` : `did you mean "${near}.${node}"?`;
		return `is of a package that ${place} does not have; ${advice}`;
	}
	if (installed.nodes.includes(node) || installed.nodes.includes(node.replace(/Tool$/, ''))) return undefined;
	const near = findNearName(node, installed.nodes);
	return `does not exist in ${place}; ${near === undefined ? 'choose another node, or update n8n' : `did you mean "${name}.${near}"?`}`;
}

const packagesOfN8n = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];

function findInstalled(name: string, environment: Environment) {
	return isInstalled(environment) ? findNodePackage(findN8n(environment), name, environment) : undefined;
}

/** The linter does not need n8n. */
function isInstalled(environment: Environment): boolean {
	try {
		findN8n(environment);
		return true;
	} catch {
		return false;
	}
}
