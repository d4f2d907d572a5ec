import { type AgentCard, A2A_PROTOCOL_VERSION } from '@a2a-js/sdk';
import type { OfferedAgent } from '../offers/offered-agents';

const modes = { in: ['text/plain', 'application/json'], out: ['text/plain', 'application/json'] };
const scheme = 'bearer';

/** Describes an agent to agents of others, as the A2A protocol 1.0 does. */
export function describeAgent({ id, version, name, purpose, capabilities }: OfferedAgent, url: string): AgentCard {
	return {
		name,
		description: purpose,
		version,
		supportedInterfaces: [{ url, protocolBinding: 'JSONRPC', protocolVersion: A2A_PROTOCOL_VERSION, tenant: '' }],
		provider: undefined,
		capabilities: { streaming: true, pushNotifications: false, extendedAgentCard: false, extensions: [] },
		securitySchemes: {
			[scheme]: {
				scheme: {
					$case: 'httpAuthSecurityScheme',
					value: { scheme: 'bearer', bearerFormat: '', description: 'An API key of the service with the scope agent:run.' },
				},
			},
		},
		securityRequirements: [{ schemes: { [scheme]: { list: [] } } }],
		defaultInputModes: modes.in,
		defaultOutputModes: modes.out,
		skills: [
			{ id, name, description: purpose, tags: capabilities, examples: [], inputModes: [], outputModes: [], securityRequirements: [] },
		],
		signatures: [],
	};
}
