import type { AgentTool } from './definition/agent-tools';
import { toSafeName } from './tool-names';

export const nameAgentTool = ({ name, agent }: Pick<AgentTool, 'name' | 'agent'>): string => name ?? toSafeName(agent);
