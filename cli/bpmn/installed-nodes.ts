import { pickNewest } from '../../bpmn/templates/n8n/node-description';
import { readNodePackage } from '../../bpmn/templates/n8n/read-node-package';
import { whyNeverATask } from '../../bpmn/templates/n8n/why-not-a-task';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { publicUrlFix, readPublicUrl } from '../../providers/compose/nodes/waiting-links';
import type { Environment } from '../../core/base/settings';

/**
 * Says of nodes of this machine's n8n why they cannot be tasks, for the linter. A machine without n8n, or without the package, says nothing: the
 * worker can have them. No code of a package runs.
 */
export function openNodeReasons(environment: Environment): (type: string) => string | undefined {
	const packages = new Map<string, ReadonlyMap<string, string>>();
	return (type) => {
		const name = type.split('.', 1)[0]!;
		const reasons = packages.get(name) ?? readReasons(name, environment);
		packages.set(name, reasons);
		return reasons.get(type.slice(name.length + 1));
	};
}

/** Says why nobody could answer a node that waits for an answer. @throws TroupeError INPUT_INVALID for an invalid public address */
export function whyNoAnswers(environment: Environment): string | undefined {
	return readPublicUrl(environment) === undefined
		? `waits for answers, and this service has no public address; ${publicUrlFix.replace(/\.$/, '')}`
		: undefined;
}

function readReasons(name: string, environment: Environment): ReadonlyMap<string, string> {
	const installed = findInstalled(name, environment);
	const nodes = (installed && readNodePackage(installed)?.nodes) ?? [];
	return new Map(
		pickNewest(nodes).flatMap((node) => {
			const reason = whyNeverATask(node);
			return reason === undefined ? [] : [[node.name, reason] as const];
		}),
	);
}

function findInstalled(name: string, environment: Environment) {
	try {
		return findNodePackage(findN8n(environment), name, environment);
	} catch {
		// The linter does not need n8n.
		return undefined;
	}
}
