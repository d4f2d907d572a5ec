import { listFixedChoices, newestVersion, type NodeDescription, type Parameter } from '../../../bpmn/templates/n8n/node-description';
import { readDisplayRules } from '../../../bpmn/templates/n8n/display-rules';
import { onlyReads } from '../../../providers/compose/nodes/node-effects';
import type { Doer } from '../doer';

const maxOperations = 300;
const maxText = 300;

/** Nodes of n8n that belong to no service. */
const general =
	/^(?:emailSend|emailReadImap|httpRequest|ftp|ssh|graphql|crypto|dateTime|html|markdown|xml|convertToFile|extractFromFile|rssFeedRead|totp|ldap)$/;

export function toNodeDoer(packageName: string, node: NodeDescription, manifest?: string): Doer {
	const type = `${packageName}.${node.name}`;
	const operations = listOperations(node);
	return {
		kind: 'node',
		key: `node:${type}`,
		name: type,
		version: String(newestVersion(node)),
		...(manifest !== undefined && { manifest }),
		title: node.displayName.slice(0, maxText),
		purpose: (node.description ?? '').slice(0, maxText),
		words: [...(node.codex?.alias ?? []), ...operations].map((word) => String(word).slice(0, maxText)),
		risk: onlyReads({ type, parameters: {} }) ? 'reads' : 'irreversible',
		isOfService: !general.test(node.name),
	};
}

function listOperations(node: NodeDescription): string[] {
	const choices = node.properties.flatMap((parameter) =>
		['resource', 'operation'].includes(parameter.name) && isShown(parameter, node) ? listFixedChoices(parameter) : [],
	);
	return choices.slice(0, maxOperations).map(({ name, action }) => `${name} ${action ?? ''}`);
}

/** Checks whether the newest version of the node has the parameter. */
const isShown = ({ displayOptions }: Pick<Parameter, 'displayOptions'>, node: NodeDescription): boolean =>
	readDisplayRules(displayOptions, '', node, newestVersion(node)) !== undefined;
