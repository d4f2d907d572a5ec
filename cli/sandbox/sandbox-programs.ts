import { join } from 'node:path';
import { agentProgram, workflowProgram } from '../../sandbox/kinds/inside/programs';

/** Plays a process in the sandbox. It prints as the command does, so that it lies here and not in sandbox/kinds. */
export const processProgram = join(__dirname, 'process-program.ts');

/** The files of the programs of the sandbox, as the build bundles them. */
export const sandboxPrograms = { agent: agentProgram, process: processProgram, workflow: workflowProgram };
