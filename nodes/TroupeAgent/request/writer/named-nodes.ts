interface Taken {
	input: boolean;
	nodes: string[];
	unknown: boolean;
}

const named = /\$(?:node\[|items\(|\()\s*(?:'([^'\\]{1,200})'|"([^"\\]{1,200})"|`([^`\\$]{1,200})`)|\$node\.(\w{1,200})/g;
const input = /\$(?:json|input|binary|data)\b/;
const unknown = /\$fromAI\b|\$execution\.customData|\$getWorkflowStaticData|\$\((?!\s*['"`])|\$items\((?!\s*['"`])|\$node\[(?!\s*['"`])/i;

/** Reads an expression as n8n stores it, or a node's parameters as JSON. */
export function readTaken(text: string): Taken {
	const plain = text.replaceAll('\\"', '"');
	const nodes = [...plain.matchAll(named)].map(([, single, double, ticked, dotted]) => (single ?? double ?? ticked ?? dotted)!);
	const unread = plain.replaceAll(named, '');
	return { nodes: [...new Set(nodes)], input: input.test(unread), unknown: unknown.test(unread) };
}
