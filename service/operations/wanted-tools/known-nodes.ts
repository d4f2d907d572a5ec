import { pickNewest } from '../../../bpmn/templates/n8n/node-description';
import { readNodePackage } from '../../../bpmn/templates/n8n/read-node-package';
import { whyNeverATask } from '../../../bpmn/templates/n8n/why-not-a-task';
import { readSetting } from '../../../core/base/settings/settings';
import type { Environment } from '../../../core/base/settings/setting-names';
import { findN8n, findNodePackage } from '../../../core/base/n8n-installation';
import { isTroupeError } from '../../../core/base/errors';
import type { KnownNode } from '../../../core/tools/wanted/suggest-alternatives';

const basePackage = 'n8n-nodes-base';

let read: { of: string | undefined; nodes: KnownNode[] | undefined } | undefined;

/** Reads the nodes once for each n8n of the environment. */
export function knownNodes(environment: Environment | undefined): KnownNode[] | undefined {
	const of = readSetting('TROUPE_N8N', environment);
	if (read?.of !== of || read?.nodes === undefined) read = { of, nodes: listKnownNodes(environment) };
	return read.nodes;
}

/** Nodes that agents can call; undefined without n8n. Runs no package code. */
function listKnownNodes(environment: Environment | undefined): KnownNode[] | undefined {
	const installed = findBase(environment);
	const nodes = installed && readNodePackage(installed)?.nodes;
	if (nodes === undefined) return undefined;
	return pickNewest(nodes)
		.filter((node) => !node.hidden && whyNeverATask(node) === undefined)
		.map(({ name, displayName, description = '', codex }) => ({
			type: `${basePackage}.${name}`,
			title: displayName,
			description,
			aliases: codex?.alias ?? [],
		}));
}

function findBase(environment: Environment | undefined) {
	try {
		return findNodePackage(findN8n(environment), basePackage, environment);
	} catch (error) {
		if (isTroupeError(error)) return undefined;
		throw error;
	}
}
