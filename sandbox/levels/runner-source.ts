export const jobDescriptor = 3;
/** bubblewrap's descriptor for its child's process ID. The one before it is the outlet. */
export const infoDescriptor = 5;
/** A script's outputs in bubblewrap, which keeps its own standard output open until it ends, longer than most scripts run. */
export const wrappedOutputs: Outputs = [7, 8];
export type Outputs = readonly [number, number];

/**
 * The first code in a sandboxed process, passed with `-e`, so that none of our files must be readable there. It waits for the script's name and
 * environment, and runs it like a main file of Node. It cannot protect anything from the script: the outer layers do. A script that ends well reports
 * it and closes its output; the host then kills the process, because freeing its memory takes longer than most scripts. A script that fakes this
 * report is killed too.
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
