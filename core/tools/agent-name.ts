import type { AgentTool } from './definition/agent-tools';
import { toSafeName } from './tool-names';

/** Returns the name by which a model calls an agent. */
export const nameAgentTool = ({ name, agent }: Pick<AgentTool, 'name' | 'agent'>): string => name ?? toSafeName(agent);
