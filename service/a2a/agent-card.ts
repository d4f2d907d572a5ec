import { type AgentCard, A2A_PROTOCOL_VERSION } from '@a2a-js/sdk';
import { describeUse } from '../offered-agents/explain-agent';
import type { OfferedAgent } from '../offered-agents/offered-agents';

const modes = { in: ['text/plain', 'application/json'], out: ['text/plain', 'application/json'] };
const scheme = 'bearer';

export function describeAgent(agent: OfferedAgent, url: string, pushNotifications: boolean): AgentCard {
	const { id, version, name, purpose, capabilities } = agent;
	return {
		name,
		description: purpose,
		version,
		supportedInterfaces: [{ url, protocolBinding: 'JSONRPC', protocolVersion: A2A_PROTOCOL_VERSION, tenant: '' }],
		provider: undefined,
		capabilities: { streaming: true, pushNotifications, extendedAgentCard: true, extensions: [] },
		securitySchemes: {
			[scheme]: {
				scheme: {
					$case: 'httpAuthSecurityScheme',
					value: {
						scheme: 'bearer',
						bearerFormat: '',
						description: `An API key of the service with the scope agent:run:${id}, or agent:run.`,
					},
				},
			},
		},
		securityRequirements: [{ schemes: { [scheme]: { list: [] } } }],
		defaultInputModes: modes.in,
		defaultOutputModes: modes.out,
		skills: [
			{
				id,
				name,
				description: describeUse(agent),
				tags: capabilities,
				examples: [],
				inputModes: [],
				outputModes: [],
				securityRequirements: [],
			},
		],
		signatures: [],
	};
}

const detailsUri = 'urn:troupe:a2a:agent-details:1';

export function describeAgentTo(scopes: ReadonlySet<string>, agent: OfferedAgent, card: AgentCard): AgentCard {
	const params = { agent: agent.id, canDecide: scopes.has('agent:decide'), ...(agent.output && { output: agent.output }) };
	const details = { uri: detailsUri, description: 'Details for callers of this agent', required: false, params };
	return { ...card, capabilities: { ...card.capabilities!, extensions: [details] } };
}
