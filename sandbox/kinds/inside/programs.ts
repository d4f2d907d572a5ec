/** The files of the programs of the sandbox, as the build bundles them. */
import { join } from 'node:path';

export const agentProgram = join(__dirname, 'agent-program.ts');
export const workflowProgram = join(__dirname, 'workflow-program.ts');
