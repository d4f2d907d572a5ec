import { NodeConnectionTypes } from 'n8n-workflow';

const inputs = [
	{ type: NodeConnectionTypes.Main },
	{ type: NodeConnectionTypes.AiLanguageModel, displayName: 'Chat Model', required: false, maxConnections: 1 },
	{ type: NodeConnectionTypes.AiMemory, displayName: 'Memory', required: false, maxConnections: 1 },
	{ type: NodeConnectionTypes.AiTool, displayName: 'Tool', required: false },
];
const parser = { type: NodeConnectionTypes.AiOutputParser, displayName: 'Output Parser', required: false, maxConnections: 1 };

/** The node's inputs, as n8n's own agent has them: that of the output parser only where a specific output format is required. */
export const agentInputs =
	`={{ $parameter.hasOutputParser && ($parameter.outputFormat ?? "parser") === "parser" ? ${JSON.stringify([...inputs, parser])} : ${JSON.stringify(inputs)} }}` as const;
