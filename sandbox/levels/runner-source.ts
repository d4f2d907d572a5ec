/** The descriptor on which a worker waits for its job, and says how the script ended. */
export const jobDescriptor = 3;
/** The descriptor on which bubblewrap tells the process ID of its child. The one before it is the outlet. */
export const infoDescriptor = 5;
/** Outputs of a script in bubblewrap, which keeps its own standard output open until it ends: that takes it longer than most scripts. */
export const wrappedOutputs: Outputs = [7, 8];
/** The descriptors of standard output and standard error, as the host opens them. */
export type Outputs = readonly [number, number];

/**
 * The first code in a sandboxed process, passed with `-e`, so that no file of ours has to be readable there. It waits for the name of the script and
 * its environment, and runs it as Node runs a main file. It cannot protect anything from the script: the layers around it do.
 *
 * A script that ends well says so, and closes its output. The host then has all of it, and kills the process: the kernel takes longer to free its
 * memory than most scripts run. A script that says this itself is killed as well.
 */
export const runnerSource = `
const { readSync, writeSync, closeSync } = require('node:fs');
const Module = require('node:module');
// What most scripts use is loaded and run once. The streams themselves are not opened: that would change how the script writes.
for (const name of ['net', 'tty', 'vm', 'path', 'url']) require('node:' + name);
const { Console } = require('node:console');
const { Writable } = require('node:stream');
new Console(new Writable({ write: (chunk, encoding, done) => done() })).log(1, '1', {});
new Module('')._compile('', process.cwd() + '/start.js');
writeSync(${jobDescriptor}, '{"ready":true}\\n');
const buffer = Buffer.alloc(4096);
let line = '';
while (!line.endsWith('\\n')) {
	const length = readSync(${jobDescriptor}, buffer);
	if (length === 0) process.reallyExit(0);
	line += buffer.toString('utf8', 0, length);
}
const attempt = (action, ...values) => { try { action(...values); } catch {} };
process.prependListener('exit', function end(code) {
	// Node writes an uncaught error after this.
	if (code !== 0) return;
	for (const listener of process.listeners('exit')) if (listener !== end) listener.call(process, process.exitCode ?? code);
	const exitCode = process.exitCode ?? code;
	// The script may have closed them.
	attempt(writeSync, ${jobDescriptor}, exitCode + '\\n');
	for (const descriptor of [1, 2]) attempt(closeSync, descriptor);
	// Node would take its heap apart, which takes longer than most scripts.
	process.reallyExit(exitCode);
});
const { script, environment } = JSON.parse(line);
Object.assign(process.env, environment);
process.argv = [process.execPath, script];
Module.runMain(script);
`;
