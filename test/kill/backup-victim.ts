/** Runs `troupe` with the arguments, and kills itself before the file system gives a name to something for the nth time. */
import fs from 'node:fs';
import { runTroupe } from '../../cli/program';
import { processTerminal } from '../../cli/terminal/terminal';

const [killAt = '0', ...args] = process.argv.slice(2);
let names = 0;
const { renameSync } = fs;
fs.renameSync = (from, to) => {
	if (++names === Number(killAt)) process.kill(process.pid, 'SIGKILL');
	renameSync(from, to);
};
void runTroupe(args, processTerminal()).then((code) => (process.exitCode = code));
