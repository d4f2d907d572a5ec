/**
 * Measures the templates that are made of n8n-nodes-base: the share of its nodes without triggers that have a template which the official
 * validator and bpmn-js-element-templates take without a warning, and whose form shows, for every operation, exactly the fields that n8n's
 * own `displayParameter` shows. The form is that of bpmn-js in a real browser. Goal: 0.95. The others are listed by reason.
 */
import { findNodePackage } from '../../../core/base/n8n-installation';
import { pickNewest } from '../../../bpmn/templates/n8n/node-description';
import { readNodePackage } from '../../../bpmn/templates/n8n/read-node-package';
import { whyNotATask } from '../../../bpmn/templates/n8n/why-not-a-task';
import { dirname } from 'node:path';
import { ensureN8nHost } from '../../../scripts/lib/n8n.mjs';
import { checkNode } from '../../../test/shared/node-forms/check-node';
import { openHeadlessModeler } from '../../../test/shared/node-forms/headless-modeler';

const only = process.env.BENCH_NODES?.split(',');

export async function run(): Promise<number> {
	const host = await ensureN8nHost({ progress: console.error });
	const found = findNodePackage({ folder: dirname(dirname(host.n8n)) }, 'n8n-nodes-base');
	const described = found && readNodePackage(found);
	if (!described) throw new Error('The n8n host has no n8n-nodes-base.');
	const nodes = pickNewest(described.nodes).filter(({ name, group = [] }) => !group.includes('trigger') && (only?.includes(name) ?? true));
	const modeler = await openHeadlessModeler();
	const faults = new Map<string, string>();
	let cases = 0;
	try {
		for (const node of nodes) {
			const reason = whyNotATask(node);
			if (reason) {
				faults.set(node.name, `no template: it ${reason}`);
				continue;
			}
			const { checked, fault } = await checkNode(node, described, modeler);
			cases += checked;
			if (fault) faults.set(node.name, fault);
		}
	} finally {
		await modeler.close();
	}
	for (const [name, fault] of faults) console.log(`${name}: ${fault}`);
	console.log(`${nodes.length} nodes, ${cases} forms`);
	return Math.round((1 - faults.size / nodes.length) * 1000) / 1000;
}
