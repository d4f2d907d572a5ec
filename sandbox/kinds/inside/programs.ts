import { join } from 'node:path';

export const agentProgram = join(__dirname, 'agent-program.ts');
export const processProgram = join(__dirname, 'process-program.ts');
export const workflowProgram = join(__dirname, 'workflow-program.ts');

export interface SandboxPrograms {
	agent: string;
	process: string;
	workflow: string;
}

export const sandboxPrograms: SandboxPrograms = { agent: agentProgram, process: processProgram, workflow: workflowProgram };
