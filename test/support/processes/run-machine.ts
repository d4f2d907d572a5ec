import { type MachineTask, runMachine } from '../machines/run-machine';

void runMachine(JSON.parse(process.argv[2]!) as MachineTask);
