import { join } from 'node:path';
import { agentProgram, workflowProgram } from '../../sandbox/kinds/inside/programs';

/** What plays a process prints as the command does. */
export const processProgram = join(__dirname, 'process-program.ts');

/** The files of the programs of the sandbox, as the build bundles them. */
export const sandboxPrograms = { agent: agentProgram, process: processProgram, workflow: workflowProgram };
