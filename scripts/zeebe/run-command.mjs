import { spawn } from 'node:child_process';
import { stopping } from './stopping.mjs';

/** Runs a command to its end, or until this program is stopped. Resolves with its exit code and the end of its output; 127 when the command does not exist. */
export function runCommand(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		let output = '';
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal: stopping, ...options });
		const keep = (chunk) => (output = (output + chunk).slice(-4_000));
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.on('error', (error) => (stopping.aborted ? reject(error) : resolve({ code: 127, output: error.message })));
		child.on('close', (code) => resolve({ code: code ?? 1, output }));
	});
}
