/** What an expression takes its values from. */
export interface Taken {
	/** The item that comes into the node. */
	input: boolean;
	/** Names of nodes. */
	nodes: string[];
	/** Something of which nobody can tell whose words it has. */
	unknown: boolean;
}

const named = /\$(?:node\[|items\(|\()\s*(?:'([^'\\]{1,200})'|"([^"\\]{1,200})"|`([^`\\$]{1,200})`)|\$node\.(\w{1,200})/g;
const input = /\$(?:json|input|binary|data)\b/;
const unknown = /\$fromAI\b|\$execution\.customData|\$getWorkflowStaticData|\$\((?!\s*['"`])|\$items\((?!\s*['"`])|\$node\[(?!\s*['"`])/i;

/** Reads an expression as n8n stores it, or the parameters of a node as JSON, by the names in it. */
export function readTaken(text: string): Taken {
	const plain = text.replaceAll('\\"', '"');
	const nodes = [...plain.matchAll(named)].map(([, single, double, ticked, dotted]) => (single ?? double ?? ticked ?? dotted)!);
	const unread = plain.replaceAll(named, '');
	return { nodes: [...new Set(nodes)], input: input.test(unread), unknown: unknown.test(unread) };
}
