/** The descriptor on which a worker waits for its job. */
export const jobDescriptor = 3;
/** The descriptor on which bubblewrap tells the process ID of its child. The one before it is the outlet. */
export const infoDescriptor = 5;

/**
 * The first code in a sandboxed process, passed with `-e`, so that no file of ours has to be readable there. It waits for the name of the script,
 * closes the descriptor and runs the script as Node runs a main file. It cannot protect anything from the script: the layers around it do.
 */
export const runnerSource = `
const { readSync, writeSync, closeSync } = require('node:fs');
const { runMain } = require('node:module');
// What most scripts use. The streams themselves are not opened: that would change how the script writes.
for (const name of ['net', 'tty', 'vm', 'path', 'url']) require('node:' + name);
writeSync(${jobDescriptor}, '{"ready":true}\\n');
const buffer = Buffer.alloc(4096);
let line = '';
while (!line.endsWith('\\n')) {
	const length = readSync(${jobDescriptor}, buffer);
	if (length === 0) process.reallyExit(0);
	line += buffer.toString('utf8', 0, length);
}
closeSync(${jobDescriptor});
process.prependListener('exit', function end(code) {
	// Node writes an uncaught error after this.
	if (code !== 0) return;
	for (const listener of process.listeners('exit')) if (listener !== end) listener.call(process, process.exitCode ?? code);
	// Node would take its heap apart, which takes longer than most scripts.
	process.reallyExit(process.exitCode ?? code);
});
process.argv = [process.execPath, line.trim()];
runMain(line.trim());
`;
